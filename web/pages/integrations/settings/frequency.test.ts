import { expect, it } from 'vitest'
import { frequencyHint, rhythmInWords } from './frequency.ts'

const possible = (minutes: number | null) => ({ shortest_frequency_minutes: minutes })

it('says nothing of a frequency that can be kept', () => {
  expect(frequencyHint('180', possible(180))).toBeNull()
  expect(frequencyHint('1440', possible(30))).toBeNull()
  expect(frequencyHint(null, possible(180))).toBeNull()
})

it('names the shortest that can be kept', () => {
  const hint = frequencyHint('30', possible(360))
  expect(hint?.level).toBe('attention')
  expect(hint?.sentence).toMatch(/^Every 30 minutes cannot be kept: .*80 %.* Every 6 hours can\.$/)
})

it('speaks of any number of minutes, for the demo has one of its own', () => {
  expect(rhythmInWords(1440)).toBe('Once a day')
  expect(rhythmInWords(5)).toBe('Every 5 min')
})

it('says so when not even once a day can be kept, however it is chosen', () => {
  for (const rhythm of ['1440', 'cron', null]) {
    expect(frequencyHint(rhythm, possible(null))?.sentence).toContain('Not even once a day')
  }
})

it('tells those who choose their own times how far apart they have to be', () => {
  expect(frequencyHint('cron', possible(30))).toBeNull()
  expect(frequencyHint('cron', possible(180))?.sentence).toBe('Leave at least 3 h between two times.')
})
