import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { templates } from '../defaults/index.ts'
import { shippedKinds } from '../defaults/kinds.ts'
import { kinds } from './config.ts'
import { optionsOf, selectorOptions } from './options.ts'
import { readMapping } from './read.ts'
import { mappingSchema } from './schema.ts'

const fits = new Ajv({ strict: false }).compile(mappingSchema)

const guide = readFileSync(join(import.meta.dirname, '../../../docs/guide/mappings.md'), 'utf8')
const examples = [...guide.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = '']) => text)

function isRead(text: string): boolean {
  return readMapping(text).config !== null
}

describe('the schema of mappings', () => {
  it.each([
    ...templates.map(({ name, text }) => [name, text] as const),
    ...shippedKinds.map(({ kind, text }) => [kind, text] as const),
    ...examples.map((text, at) => [`example ${at + 1} of the guide`, text] as const),
  ])('takes what reading takes: %s', (_, text) => {
    expect(isRead(text)).toBe(true)
    expect(fits(parse(text)), JSON.stringify(fits.errors)).toBe(true)
  })

  const full = `resources:
  - kind: pull-request
    selector: {query: 'true', states: [OPEN], maxResults: 5, since: 2026-01-31}
    port:
      itemsToParse: .participants
      entity:
        mappings:
          - identifier: .id
            blueprint: '"b"'
            relations: {owner: {combinator: '"and"', rules: [{property: '"p"', operator: '"="', value: .v}]}}
`
  it.each([
    ['nothing', (text: string) => text, true],
    ['the whole', (text: string) => text.replace('resources', 'resource'), false],
    ['the resource', (text: string) => text.replace('selector', 'select'), false],
    ['the selector', (text: string) => text.replace('states', 'state'), false],
    ['what another kind alone has', (text: string) => text.replace('pull-request', 'project'), false],
    ['what to do with it', (text: string) => text.replace('itemsToParse', 'items'), false],
    ['the entity', (text: string) => text.replace('mappings', 'mapping'), false],
    ['its mapping', (text: string) => text.replace('relations', 'relation'), false],
    ['a search', (text: string) => text.replace('combinator', 'and'), false],
    ['a rule', (text: string) => text.replace('operator', 'is'), false],
    ['a state', (text: string) => text.replace('OPEN', 'OPENED'), false],
    ['a number', (text: string) => text.replace('maxResults: 5', 'maxResults: 0'), false],
  ])('refuses what reading refuses, changed in %s', (_, change, isFine) => {
    const text = change(full)
    expect(isRead(text)).toBe(isFine)
    expect(fits(parse(text))).toBe(isFine)
  })

  it('says of every option of every kind what it does', () => {
    for (const kind of kinds) {
      expect(optionsOf(kind).map(({ name }) => name)).toEqual(selectorOptions[kind])
      for (const { doc } of optionsOf(kind)) expect(doc).toMatch(/\.$/)
    }
  })

  it('has something that ships for every kind', () => {
    expect(shippedKinds.map(({ kind }) => kind)).toEqual(kinds)
    for (const { kind, text, blueprint } of shippedKinds) {
      const { config } = readMapping(text)
      expect(config?.resources.map((one) => one.kind)).toEqual([kind])
      const [made] = config?.resources[0]?.mappings ?? []
      expect(made?.blueprint).toBe(JSON.stringify(blueprint.identifier))
      const known = Object.keys(blueprint.schema.properties)
      expect(known).toEqual(expect.arrayContaining(Object.keys(made?.properties ?? {})))
      expect(Object.keys(blueprint.relations ?? {})).toEqual(
        expect.arrayContaining(Object.keys(made?.relations ?? {})),
      )
    }
  })
})
