import { afterAll, describe, expect, it } from 'vitest'
import { ownBlueprints, shippedBlueprints } from '../defaults/blueprints.ts'
import { openEngine } from '../jq/engine.ts'
import type { Definition } from './blueprint.ts'
import { sortOut } from './bring.ts'
import { checkBlueprint, writeBlueprint } from './check.ts'

const engine = openEngine()
afterAll(() => engine.close())

const world = new Map(shippedBlueprints.map((one) => [one.identifier, one]))
const check = (text: string) => checkBlueprint(engine, text, world)
const told = async (definition: object) =>
  (await check(writeBlueprint(definition))).findings.map(
    ({ level, path, message }) => `${level} ${path}: ${message}`,
  )

function thing(more: object = {}, properties: object = {}) {
  return { identifier: 'thing', schema: { properties }, ...more }
}

describe('a blueprint', () => {
  it.each(shippedBlueprints)('$identifier ships without a fault', async (definition) => {
    expect(await check(writeBlueprint(definition))).toEqual({ definition, findings: [] })
  })

  it('is read with line and column of what is wrong', async () => {
    const text = `{
\t"identifier": "thing",
\t"schema": { "properties": { "size": { "type": "numbre" } } }
}`
    expect(await check(text)).toEqual({
      definition: null,
      findings: [
        {
          ...{ level: 'error', line: 3, column: 48, path: 'schema.properties.size.type' },
          message: 'It has to be one of string, number, boolean, array, object.',
          mended: 'number',
        },
      ],
    })
  })

  it.each([
    ['{"identifier": 1,}', 1, 18],
    ['{\n  "identifier": "a"\n', 3, 1],
    ['', 1, 1],
  ])('says where %j is no JSON', async (text, line, column) => {
    const { definition, findings } = await check(text)
    expect(definition).toBe(null)
    expect(findings).toMatchObject([
      { line, column, message: expect.stringMatching(/^It is no JSON: .+\.$/) },
    ])
  })

  it('is refused when it is something else, or when its parts lie too deep', async () => {
    expect(await told([1])).toEqual(['error : It has to be an object.'])
    const deep = `${'{"not":'.repeat(100)}true${'}'.repeat(100)}`
    const text = `{"identifier":"a","schema":{"properties":{"p":${deep}}}}`
    expect((await check(text)).findings[0]?.message).toBe('Its parts lie too deep in each other.')
  })

  it('has no other parts; what Port has beside them is kept', async () => {
    expect(await told(thing({ titel: 'Thing', aggregationProperties: {}, createdAt: '2026' }))).toEqual([
      'error titel: A blueprint has no titel. Did you mean title?',
      'warning aggregationProperties: It is kept, and changes nothing here.',
      'warning createdAt: It is kept, and changes nothing here.',
    ])
  })

  it('has each name once', async () => {
    const { findings } = await check('{"identifier":"a","schema":{"properties":{}},"title":"A","title":"B"}')
    expect(findings.map(({ message }) => message)).toEqual(['title stands here twice.'])
    const definition = thing(
      {
        mirrorProperties: { size: { path: 'project.key' } },
        calculationProperties: { size: { type: 'number', calculation: '1' } },
        relations: { project: { target: 'project' }, size: { target: 'project' } },
      },
      { size: { type: 'number' } },
    )
    expect(await told(definition)).toEqual([
      'error mirrorProperties.size: Something else of the blueprint is called size, too.',
      'error calculationProperties.size: Something else of the blueprint is called size, too.',
    ])
  })
})

describe('a property', () => {
  it.each([
    [
      { type: 'string', minLength: 'x' },
      /^error .*size: It is no schema that values can be checked by: .*minLength/,
    ],
    [{ type: 'string', pattern: '(?=a)b' }, /^error .*size\.pattern: .*invalid or unsupported Perl syntax/],
    [{ type: 'string', pattern: '(' }, /^error .*size\.pattern: /],
    [{ type: 'string', $ref: 'http://example.com/schema' }, /^error .*size: .*can't resolve reference/],
    [
      { type: 'string', format: 'urll' },
      /^warning .*There is no format urll: any text is taken. Did you mean url\?/,
    ],
    [
      { type: 'string', minLenght: 3 },
      /^warning .*minLenght is no word of a property. Did you mean minLength\?/,
    ],
    [{ type: 'string', enum: ['A', 3] }, /^warning .*enum\.1: No value can be 3/],
    [{ type: 'string', enum: ['A'], enumColors: { B: 'red' } }, /^error .*A colour is given to B/],
  ])('%j is told about', async (property, finding) => {
    const findings = await told(thing({}, { size: property }))
    expect(findings).toEqual([expect.stringMatching(finding)])
  })

  it('that is required has to be there', async () => {
    const definition = {
      identifier: 'a',
      schema: { properties: { size: { type: 'number' } }, required: ['sise'] },
    }
    expect(await told(definition)).toEqual([
      'error schema.required.0: There is no property sise that could be required.',
    ])
  })
})

describe('relations, mirrors and calculations', () => {
  const relations = { project: { target: 'project' }, parent: { target: 'thing' } }

  it('lead to a blueprint that is there, or to the blueprint itself', async () => {
    expect(await told(thing({ relations }))).toEqual([])
    expect(await told(thing({ relations: { project: { target: 'projekt' } } }))).toEqual([
      'error relations.project.target: There is no blueprint projekt. Did you mean project?',
    ])
  })

  it.each([
    ['project.key', null],
    ['parent.project.$title', null],
    ['parent.parent.size', null],
    ['key', 'A mirror leads along at least one relation to a property, such as repository.url.'],
    ['projekt.key', 'thing has no relation projekt. Did you mean project?'],
    ['project.keys', 'project has no property keys. Did you mean key?'],
    ['parent.shown', 'shown of thing is a mirror itself: lead to what it shows.'],
    ['parent.'.repeat(9).concat('size'), 'It leads along more than 8 relations.'],
  ])('follow the way %s', async (path, message) => {
    const shown = { path: 'project.key' }
    const definition = thing(
      { relations, mirrorProperties: { shown, way: { path } } },
      { size: { type: 'number' } },
    )
    const expected = message === null ? [] : [`error mirrorProperties.way.path: ${message}`]
    expect(await told(definition)).toEqual(expected)
  })

  it('have expressions that jq takes', async () => {
    const calculationProperties = {
      good: { type: 'number', calculation: '.properties.size * 2' },
      bad: { type: 'number', calculation: '.properties |' },
      nosy: { type: 'string', calculation: 'env' },
    }
    expect(await told(thing({ calculationProperties }))).toEqual([
      expect.stringMatching(/^error calculationProperties\.bad\.calculation: jq does not take it: /),
      'error calculationProperties.nosy.calculation: jq does not take it: env may not be used here.',
    ])
  })

  it('of a pull request of Port tell its lead time in whatever zone, from its closing where that is known', async () => {
    const { calculationProperties } = world.get('bitbucketPullRequest') ?? {}
    const days = async (properties: Record<string, string>) => {
      const [[answer] = []] = await engine.evaluate(
        [calculationProperties?.lead_time_days?.calculation ?? ''],
        [{ properties }],
      )
      return answer?.kind === 'value' ? answer.value : answer
    }
    const createdAt = '2026-11-01T08:00:00.123456+00:00'
    const updatedAt = '2026-11-04T08:00:00Z'
    expect(await days({ status: 'MERGED', createdAt, updatedAt })).toBe(3)
    expect(
      await days({ status: 'MERGED', createdAt, updatedAt, closedAt: '2026-11-01T22:00:00+02:00' }),
    ).toBe(0.5)
    expect(await days({ status: 'MERGED', createdAt, updatedAt: '2026-11-01T02:30:00-05:30' })).toBe(0)
    expect(await days({ status: 'OPEN', createdAt, updatedAt })).toBe(null)
    expect(engine.referred.answers).toBe(0)
  })
})

describe('blueprints that come together', () => {
  const leading = (identifier: string, ...targets: string[]): Definition => ({
    identifier,
    schema: { properties: {} },
    relations: Object.fromEntries(targets.map((target) => [target, { target }])),
  })
  const sorted = async (given: readonly unknown[]) => {
    const { fit, refused } = await sortOut(engine, given, new Map())
    return {
      fit: fit.map(({ definition }) => definition.identifier),
      refused: refused.map((one) => one.identifier),
    }
  }

  it('stand in the order in which they need each other', async () => {
    const { fit, refused } = await sorted([...ownBlueprints].reverse())
    expect(refused).toEqual([])
    expect(fit.indexOf('project')).toBeLessThan(fit.indexOf('repository'))
    expect(fit.indexOf('repository')).toBeLessThan(fit.indexOf('pull_request'))
  })

  it('may lead to each other in a circle', async () => {
    expect(await sorted([leading('a', 'b'), leading('b', 'c'), leading('c', 'a')])).toEqual({
      fit: ['c', 'b', 'a'],
      refused: [],
    })
  })

  it('are left out when they are wrong, and those that lead to them, too', async () => {
    const wrong = { identifier: 'wrong', schema: { properties: { p: { type: 'nothing' } } } }
    const given = [leading('a', 'b'), leading('b', 'wrong'), wrong, leading('c'), leading('c', 'a'), 'text']
    expect(await sorted(given)).toEqual({ fit: ['c'], refused: ['b', 'wrong', 'c', null, 'a'] })
  })
})
