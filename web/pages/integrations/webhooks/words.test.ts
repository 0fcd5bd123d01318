import { expect, it } from 'vitest'
import { stateInWords, togetherInWords } from './words.ts'

const at = '2026-11-28T12:00:00Z'

it('says that a webhook that was made by hand is there once deliveries arrive', () => {
  expect(stateInWords({ state: 'by_hand', last_delivery_at: null })).toMatchObject({ level: 'attention' })
  expect(stateInWords({ state: 'by_hand', last_delivery_at: at })).toMatchObject({ level: 'good' })
})

it('lets the worst webhook of a connection speak for all', () => {
  const registered = { state: 'registered', last_delivery_at: at } as const
  const waiting = { state: 'waiting', last_delivery_at: null } as const
  const failed = { state: 'failed', last_delivery_at: at } as const
  expect(togetherInWords([])).toMatchObject({ level: 'unknown' })
  expect(togetherInWords([registered])).toEqual({ level: 'good', sentence: 'registered' })
  expect(togetherInWords([registered, waiting])).toEqual({
    level: 'attention',
    sentence: '1 of 2 not registered yet',
  })
  expect(togetherInWords([waiting, failed])).toMatchObject({ level: 'bad' })
})
