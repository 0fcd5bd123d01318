import { describe, expect, it } from 'vitest'
import type { Discovery, DiscoveryEvent } from './queries.ts'
import { countsOf, remarkOf, sentenceOf } from './words.ts'

const acme = { id: '1', alias: 'acme', is_active: true }
const discovery = (over: Partial<Discovery>) =>
  ({ ...{ discovered: 0, imported: 0, suspended_at: null, connection: acme }, ...over }) as Discovery
const event = (over: Partial<DiscoveryEvent>) =>
  ({ registered: 0, merged: 0, left_out: 0, failed: 0, ...over }) as DiscoveryEvent

describe('how a discovery stands', () => {
  it.each([
    [{}, 'No repository has been discovered yet.'],
    [{ discovered: 1 }, 'One repository waits to be imported. None is in the catalogue.'],
    [{ discovered: 1_200, imported: 1 }, '1,200 repositories wait to be imported. One is in the catalogue.'],
    [{ imported: 7 }, 'Nothing waits. 7 are in the catalogue.'],
    [
      { imported: 7, suspended_at: '2026-11-29T00:00:00Z' },
      'Suspended: nothing is discovered or updated. 7 are in the catalogue.',
    ],
    [{ discovered: 1, connection: null }, 'Nothing new is read: no connection reads the workspace.'],
    [{ connection: { ...acme, is_active: false } }, 'Nothing new is read: acme is suspended.'],
  ])('is one sentence', (over, sentence) => {
    expect(sentenceOf(discovery(over))).toBe(sentence)
  })

  it('is told of an import by what came of it', () => {
    expect(countsOf(event({}))).toBe('Nothing yet')
    expect(countsOf(event({ registered: 1_000, failed: 2 }))).toBe('1,000 registered, 2 failed')
  })

  it('is remarked of a repository that is not simply waiting', () => {
    expect(remarkOf({ state: 'discovered', problem: null })).toBeNull()
    expect(remarkOf({ state: 'importing', problem: 'old' })?.word).toBe('Importing')
    expect(remarkOf({ state: 'unlinked', problem: null })?.word).toBe('Unlinked')
    expect(remarkOf({ state: 'discovered', problem: 'No entity fits it.' })).toMatchObject({
      detail: 'No entity fits it.',
    })
  })
})
