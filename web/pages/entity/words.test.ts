import { describe, expect, it } from 'vitest'
import { inSmall, levelOf, originOf, sharesOf } from './words.ts'

const source = {
  ...{ origin: 'mapping' as const, mapping: 'main', mapping_id: '1', kind: 'repository' },
  ...{ repository: 'acme/shop', key: 'k' },
  ...{ title: null, icon: null, team: null, properties: {}, relations: {}, is_whole: false, believed: [] },
  ...{ errors: [], updated_at: '2026-11-29T00:00:00Z', gone_at: null },
}

describe('the words of an entity', () => {
  it.each([
    [source, 'Mapping main: repository acme/shop'],
    [{ ...source, kind: 'file', key: 'a/b.json' }, 'Mapping main: file acme/shop a/b.json'],
    [{ ...source, origin: 'hand' as const }, 'Said by hand'],
    [{ ...source, origin: 'discovery' as const }, 'Discovery'],
  ])('name a source', (one, words) => {
    expect(originOf(one)).toBe(words)
  })

  it('tell results apart', () => {
    expect([levelOf('SUCCESSFUL'), levelOf('FAILED'), levelOf('IN_PROGRESS')]).toEqual([
      'good',
      'bad',
      'unknown',
    ])
    expect(inSmall('IN_PROGRESS')).toBe('In progress')
  })

  it('make one of the smallest languages', () => {
    const languages = ['A', 'B', 'C', 'D', 'E', 'F', 'G'].map((language, at) => ({
      ...{ language, bytes: 10, files: 7 - at },
    }))
    const shares = sharesOf({ languages, languages_by: 'bytes' })
    expect(shares.map(({ language }) => language)).toEqual(['A', 'B', 'C', 'D', 'E', 'Others'])
    expect(shares.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(100)
    expect(sharesOf({ languages, languages_by: 'files' })[0]).toEqual({ language: 'A', share: 25 })
  })
})
