import { describe, expect, it } from 'vitest'
import { shippedBlueprints } from '../../src/catalog/defaults/blueprints.ts'
import { kinds } from '../../src/catalog/mapping/config.ts'
import { optionsOf } from '../../src/catalog/mapping/options.ts'
import { mappingSchema } from '../../src/catalog/mapping/schema.ts'
import type { JsonSchema } from '../../web/pages/json-schema.ts'
import { completionsAt } from '../../web/pages/mappings/completion.ts'
import { yamlSpotIn } from '../../web/ui/editor/yaml-spot.ts'

/** What is offered where the caret is, written as ‸. */
function offered(marked: string) {
  const text = marked.replace('‸', '')
  const spot = yamlSpotIn(text, marked.indexOf('‸'), true)
  const known = { schema: mappingSchema as JsonSchema, blueprints: shippedBlueprints }
  return (spot?.places ?? []).flatMap((place) => completionsAt(place, text, known))
}

const labels = (marked: string) => offered(marked).map(({ label }) => label)
const resource = (rest: string, kind = 'repository') => `resources:\n  - kind: ${kind}\n${rest}`
const entity = (rest: string) =>
  resource(`    port:\n      entity:\n        mappings:\n          blueprint: '"repository"'\n${rest}`)

describe('a mapping that is being written', () => {
  it('is offered the keys of every level', () => {
    expect(labels('‸')).toEqual(expect.arrayContaining(['resources', 'entityDeletionThreshold']))
    expect(labels('resources:\n  - ‸')).toEqual(['kind', 'selector', 'port'])
    expect(labels(resource('    ‸'))).toEqual(['kind', 'selector', 'port'])
    expect(labels(resource('    port:\n      ‸'))).toEqual(expect.arrayContaining(['entity', 'itemsToParse']))
    expect(labels(resource('    port: {entity: {‸}}'))).toEqual(['mappings'])
    expect(labels(entity('          ‸'))).toEqual(expect.arrayContaining(['identifier', 'team', 'relations']))
    expect(labels(resource('    port: {entity: {mappings: [{‸}]}}'))).toContain('identifier')
    const search = '          relations:\n            project:\n              '
    expect(labels(entity(`${search}‸`))).toEqual(['combinator', 'rules'])
    expect(labels(entity(`${search}rules:\n                - ‸`))).toEqual(
      expect.arrayContaining(['property', 'operator', 'value', 'combinator']),
    )
  })

  it.each(kinds)('is offered the options of the selector of its kind: %s', (kind) => {
    const expected = ['query', ...optionsOf(kind).map(({ name }) => name)]
    expect(labels(resource('    selector:\n      ‸', kind))).toEqual(expected)
    expect(labels(`resources: [{selector: {‸}, kind: ${kind}}]`)).toEqual(expected)
  })

  it('is offered the options of all kinds while its own is not known', () => {
    expect(labels('resources:\n  - selector:\n      ‸')).toEqual(expect.arrayContaining(['states', 'files']))
    expect(labels('resources:\n  - kind: nonsense\n    selector:\n      ‸')).toContain('states')
  })

  it('is offered values', () => {
    expect(labels('createMissingRelatedEntities: ‸')).toEqual(['true', 'false'])
    expect(labels('resources:\n  - kind: ‸')).toEqual(kinds)
    expect(labels('resources:\n  - kind: user‸')).toEqual(kinds)
    expect(labels(resource('    selector:\n      states:\n        - ‸', 'pull-request'))).toContain('MERGED')
    expect(labels(resource('    selector: {states: [OPEN, ‸]}', 'pull-request'))).toContain('MERGED')
    expect(labels(resource('    selector:\n      userRole: ‸'))).toContain('contributor')
    expect(labels(resource('    selector:\n      query: ‸'))).toEqual(['true'])
    expect(labels(resource('    selector:\n      includedFiles:\n        - ‸'))).toContain('README.md')
    const rule = '          relations:\n            project:\n              rules:\n                - '
    expect(labels(entity(`${rule}operator: ‸`))).toEqual(['=', '!=', 'in', 'contains'])
    expect(labels(entity(`${rule}property: ‸`))).toEqual(expect.arrayContaining(['$title', 'key']))
    expect(labels(entity('          title: ‸'))).toEqual([])
  })

  it('is offered blueprints, as text in text', () => {
    const found = offered(resource('    port: {entity: {mappings: {blueprint: \'"per‸"\'}}}'))
    expect(found).toContainEqual({ label: 'person', value: '"person"', detail: 'Person' })
    expect(found).toHaveLength(shippedBlueprints.length)
  })

  it('is offered what its blueprint has', () => {
    expect(labels(entity('          properties:\n            ‸'))).toEqual(
      expect.arrayContaining(['fullName', 'language']),
    )
    expect(labels(entity('          properties: {language: .language, ‸}'))).toContain('readme')
    expect(labels(entity('          relations:\n            ‸'))).toEqual(['project'])
    expect(labels('resources: [{port: {entity: {mappings: [{properties: {‸}}]}}}]')).toEqual([])
  })

  it('says what a key holds', () => {
    const holds = (marked: string) =>
      Object.fromEntries(offered(marked).map(({ label, holds }) => [label, holds]))
    expect(holds('‸')).toMatchObject({ resources: 'list', enableMergeEntity: undefined })
    expect(holds(resource('    ‸'))).toMatchObject({ kind: undefined, selector: 'object', port: 'object' })
    expect(holds(entity('          ‸'))).toMatchObject({ identifier: undefined, properties: 'object' })
    expect(holds(resource('    port: {entity: {‸}}'))).toEqual({ mappings: 'object' })
  })
})
