import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { shippedBlueprints } from '../../src/catalog/defaults/blueprints.ts'
import { testServer } from './server.ts'

const house = await testServer()
afterAll(house.close)
const { pool } = house.database
const editor = await house.signIn(await house.addPerson('editor'))

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'
const send = async (method: Method, path: string, body?: object, headers: Record<string, string> = {}) => {
  const answer = await house.send(
    { method, url: `/api/v1${path}`, headers, ...(body ? { body } : {}) },
    editor,
  )
  return {
    status: answer.statusCode,
    etag: String(answer.headers.etag),
    json: answer.body ? answer.json() : null,
  }
}

const properties = { size: { type: 'number' }, colour: { type: 'string', enum: ['red', 'blue'] } }
const ship = { identifier: 'ship', title: 'Ship', schema: { properties } }

beforeEach(async () => {
  await pool.query('delete from blueprints')
  await pool.query('delete from dirty')
  await pool.query('delete from remaps')
})

/** Entities of a blueprint, as they lie in the catalogue. */
async function entities(blueprint: string, all: Record<string, object>): Promise<void> {
  for (const [identifier, values] of Object.entries(all)) {
    await pool.query(
      `insert into entities (blueprint_id, identifier, title, properties, is_stub)
       select id, $2, upper($2), $3, false from blueprints where identifier = $1`,
      [blueprint, identifier, JSON.stringify(values)],
    )
  }
}

const dirty = async () => (await pool.query(`select from dirty where kind = 'entity'`)).rowCount
const remaps = async () => (await pool.query('select cause, subject from remaps')).rows

describe('a blueprint', () => {
  it('is made, and read as it was written', async () => {
    const definition = { schema: { properties }, title: 'Ship', identifier: 'a/b:c@d', relations: {} }
    const made = await send('POST', '/blueprints', { definition })
    expect(made.status).toBe(201)
    const { status, json, etag } = await send('GET', `/blueprints/${encodeURIComponent('a/b:c@d')}`)
    expect([status, etag]).toEqual([200, '"1"'])
    expect(json).toMatchObject({
      title: 'Ship',
      entities: 0,
      shipped: null,
      is_changed: false,
      referrers: [],
    })
    expect(Object.keys(json.definition)).toEqual(['schema', 'title', 'identifier', 'relations'])
    expect(await remaps()).toEqual([{ cause: 'blueprint', subject: 'a/b:c@d' }])
  })

  it('is refused with everything that is wrong with it', async () => {
    const definition = { ...ship, titel: 'x', relations: { home: { target: 'harbour' } } }
    const { status, json } = await send('POST', '/blueprints', { definition })
    expect(status).toBe(400)
    expect(json.problems).toEqual([
      { path: 'definition.titel', message: 'A blueprint has no titel. Did you mean title?' },
      { path: 'definition.relations.home.target', message: 'There is no blueprint harbour' },
    ])
    expect((await send('GET', '/blueprints')).json.items).toEqual([])
  })

  it('is refused when its identifier is taken', async () => {
    await send('POST', '/blueprints', { definition: ship })
    const { status, json } = await send('POST', '/blueprints', { definition: ship })
    expect([status, json.code]).toEqual([409, 'conflict'])
  })

  it('is changed from the version that was read, and keeps its identifier', async () => {
    await send('POST', '/blueprints', { definition: ship })
    const { etag } = await send('GET', '/blueprints/ship')
    const change = (definition: object, version: string) =>
      send('PUT', '/blueprints/ship', { definition }, { 'if-match': version })
    const changed = await change({ ...ship, title: 'Vessel' }, etag)
    expect([changed.status, changed.etag, changed.json.title]).toEqual([200, '"2"', 'Vessel'])
    expect((await change(ship, etag)).json.code).toBe('changed_meanwhile')
    const renamed = await change({ ...ship, identifier: 'boat' }, changed.etag)
    expect([renamed.status, renamed.json.problems[0].path]).toEqual([400, 'definition.identifier'])
  })

  it('has its entities put together again when what they hold may differ, and then alone', async () => {
    await send('POST', '/blueprints', { definition: ship })
    await entities('ship', { one: {}, two: {} })
    await pool.query('delete from remaps')
    const change = (definition: object, version: number) =>
      send('PUT', '/blueprints/ship', { definition }, { 'if-match': `"${version}"` })
    await change({ ...ship, title: 'Vessel', layout: { tabs: ['overview'] } }, 1)
    expect([await dirty(), await remaps()]).toEqual([0, []])
    await change({ ...ship, schema: { properties: { size: { type: 'string' } } } }, 2)
    expect([await dirty(), await remaps()]).toEqual([2, [{ cause: 'blueprint', subject: 'ship' }]])
  })

  it('is removed alone while nothing depends on it', async () => {
    await send('POST', '/blueprints', { definition: ship })
    const harbour = {
      identifier: 'harbour',
      schema: { properties: {} },
      relations: { flagship: { target: 'ship' } },
    }
    await send('POST', '/blueprints', { definition: harbour })
    await entities('ship', { one: {}, two: {} })
    const referred = await send('DELETE', '/blueprints/ship?entities=true')
    expect([referred.status, referred.json.blueprints]).toEqual([409, ['harbour']])
    expect((await send('DELETE', '/blueprints/harbour')).status).toBe(204)
    const held = await send('DELETE', '/blueprints/ship')
    expect([held.status, held.json.entities]).toEqual([409, 2])
    expect((await send('DELETE', '/blueprints/ship?entities=true')).status).toBe(204)
    expect((await pool.query('select from entities')).rowCount).toBe(0)
    expect((await send('DELETE', '/blueprints/ship')).status).toBe(404)
  })

  it('leaves a line in the audit log for each change', async () => {
    await send('POST', '/blueprints', { definition: ship })
    await send('PUT', '/blueprints/ship', { definition: { ...ship, title: 'Vessel' } }, { 'if-match': '"1"' })
    await send('DELETE', '/blueprints/ship')
    const { rows } = await pool.query(
      `select action, subject_name from audit_log where action like 'blueprint.%' order by id desc limit 3`,
    )
    expect(rows.map((row) => row.action)).toEqual([
      'blueprint.remove',
      'blueprint.update',
      'blueprint.create',
    ])
    expect(rows.every((row) => row.subject_name === 'ship')).toBe(true)
  })
})

describe('blueprints', () => {
  it('are listed page by page, with what they hold', async () => {
    for (const identifier of ['ship', 'harbour', 'Anchor']) {
      const title = identifier.toUpperCase()
      await send('POST', '/blueprints', { definition: { ...ship, identifier, title } })
    }
    await entities('ship', { one: {}, two: {} })
    await pool.query(`update entities set removed_at = now() where identifier = 'two'`)
    const first = (await send('GET', '/blueprints?limit=2')).json
    expect(first.items.map((one: { identifier: string }) => one.identifier)).toEqual(['Anchor', 'harbour'])
    const second = (await send('GET', `/blueprints?limit=2&cursor=${first.next}`)).json
    expect(second).toMatchObject({ next: null, items: [{ identifier: 'ship', entities: 1, properties: 2 }] })
    const most = (await send('GET', '/blueprints?sort=-entities&limit=1')).json
    expect(most.items[0].identifier).toBe('ship')
    const rest = (await send('GET', `/blueprints?sort=-entities&cursor=${most.next}`)).json
    expect(rest.items).toHaveLength(2)
    expect((await send('GET', '/blueprints?search=HARB')).json.items).toHaveLength(1)
  })

  it('are brought in together and taken out as they were', async () => {
    const given = [
      {
        identifier: 'harbour',
        schema: { properties: {} },
        relations: { ships: { target: 'ship', many: true } },
      },
      { ...ship, relations: { home: { target: 'harbour' } } },
      { identifier: 'lost', schema: { properties: {} }, relations: { x: { target: 'nowhere' } } },
    ]
    const { json } = await send('POST', '/blueprint-imports', { blueprints: given })
    const outcomes = (items: { identifier: string; outcome: string }[]) =>
      Object.fromEntries(items.map((one) => [one.identifier, one.outcome]))
    expect(outcomes(json.items)).toEqual({ harbour: 'made', ship: 'made', lost: 'refused' })
    expect(json.items.at(-1).findings[0]).toMatchObject({ path: 'relations.x.target', line: 8 })
    const { blueprints } = (await send('GET', '/blueprint-exports')).json
    expect(blueprints.map((one: object) => JSON.stringify(one)).sort()).toEqual(
      given.slice(0, 2).map((one) => JSON.stringify(one)),
    )
    expect(await remaps()).toEqual([{ cause: 'blueprint', subject: null }])

    const changed = { ...ship, title: 'Vessel' }
    const again = async (more: object) =>
      outcomes((await send('POST', '/blueprint-imports', { blueprints: changed, ...more })).json.items)
    expect(await again({})).toEqual({ ship: 'kept' })
    expect(await again({ replace: true })).toEqual({ ship: 'changed' })
    expect(await again({})).toEqual({ ship: 'unchanged' })
  })

  it('that ship are offered, and say what was made of them', async () => {
    const { items } = (await send('GET', '/blueprint-templates')).json
    expect(items).toHaveLength(shippedBlueprints.length)
    const port = items.filter((one: { of: string }) => one.of === 'port')
    expect(port.map((one: { is_there: boolean }) => one.is_there)).toEqual([false, false, false])
    const blueprints = port.map((one: { definition: object }) => one.definition)
    await send('POST', '/blueprint-imports', { blueprints })
    expect((await send('GET', '/blueprints/bitbucketPullRequest')).json).toMatchObject({
      ...{ shipped: 'bitbucketPullRequest', is_changed: false },
    })
    const definition = { ...blueprints[0], title: 'Mine' }
    await send('PUT', '/blueprints/bitbucketProject', { definition }, { 'if-match': '"1"' })
    expect((await send('GET', '/blueprints/bitbucketProject')).json).toMatchObject({ is_changed: true })
  })
})

describe('before a blueprint is saved', () => {
  const check = async (definition: object) =>
    (await send('POST', '/blueprint-checks', { text: JSON.stringify(definition, null, 2) })).json

  it('what is wrong with it is told, and nothing of what it would change', async () => {
    await send('POST', '/blueprints', { definition: ship })
    const { findings, impact } = await check({ ...ship, titel: 1 })
    expect(findings).toMatchObject([{ level: 'error', path: 'titel', line: 18, mended: 'title' }])
    expect(impact).toBe(null)
    expect((await check({ ...ship, identifier: 'boat' })).impact).toBe(null)
  })

  it('what would not fit any more is counted, with examples', async () => {
    await send('POST', '/blueprints', { definition: ship })
    const many = Object.fromEntries(
      Array.from({ length: 7 }, (_, n) => [`red-${n}`, { colour: 'red', size: n }]),
    )
    await entities('ship', { ...many, blue: { colour: 'blue' }, none: {} })
    const changed = {
      ...ship,
      schema: {
        properties: { size: { type: 'number' }, colour: { type: 'string', enum: ['blue'] } },
        required: ['size'],
      },
    }
    const { findings, impact } = await check(changed)
    expect(findings).toEqual([])
    expect(impact).toMatchObject({
      entities: 9,
      values: [{ name: 'colour', entities: 7 }],
      missing: [{ name: 'size', entities: 2 }],
      relations: [],
      blueprints: [],
    })
    expect(impact.values[0].examples).toHaveLength(5)
    expect(impact.values[0].examples[0]).toEqual({
      ...{ identifier: 'red-0', title: 'RED-0', value: '"red"', message: 'it is none of blue' },
    })
    expect((await check({ ...ship, title: 'Vessel' })).impact).toMatchObject({ values: [], missing: [] })
  })

  it('what other blueprints would miss is told', async () => {
    await send('POST', '/blueprints', { definition: ship })
    const harbour = {
      ...{ identifier: 'harbour', schema: { properties: {} }, relations: { flagship: { target: 'ship' } } },
      mirrorProperties: { largest: { path: 'flagship.size' } },
    }
    await send('POST', '/blueprints', { definition: harbour })
    const { impact } = await check({ ...ship, schema: { properties: { colour: properties.colour } } })
    expect(impact.blueprints).toEqual([
      { identifier: 'harbour', path: 'mirrorProperties.largest.path', message: 'ship has no property size.' },
    ])
  })
})
