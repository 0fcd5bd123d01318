import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seedCatalogue } from '../../src/catalog/seed.ts'
import { collected } from '../collected.ts'
import { openDraining } from '../sync/drained.ts'
import { testServer } from './server.ts'

const house = await testServer()
const { pool, kysely: db } = house.database
const editor = await house.signIn(await house.addPerson('editor', 'Mara'))
const draining = openDraining()
afterAll(async () => {
  await draining.close()
  await house.close()
})

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'
const send = async (method: Method, path: string, body?: object) => {
  const answer = await house.send({ method, url: `/api/v1${path}`, ...(body ? { body } : {}) }, editor)
  return { status: answer.statusCode, json: answer.body ? answer.json() : null }
}

const drain = () => draining.drain(db)

const resource = (kind: string, query: string, entity: string) =>
  `  - kind: ${kind}\n    selector: {query: ${query}}\n    port: {entity: {mappings: {${entity}}}}\n`
const text = (...resources: string[]) => `entityDeletionThreshold: 1\nresources:\n${resources.join('')}`
const ships = resource(
  'pull-request',
  `'true'`,
  `identifier: .id|tostring, title: .title, blueprint: '"ship"'`,
)

const titles = async (blueprint: string) => {
  const { rows } = await pool.query<{ title: string }>(
    `select entities.title from entities join blueprints on blueprints.id = blueprint_id
      where blueprints.identifier = $1 and removed_at is null order by 1`,
    [blueprint],
  )
  return rows.map(({ title }) => title)
}

const outcomesOf = async (id: string) => {
  const { items } = (await send('GET', '/mappings')).json
  return items.find((one: { id: string }) => one.id === id).outcomes
}

beforeAll(async () => {
  await seedCatalogue(db)
  await collected(house.database)
  const definition = { identifier: 'ship', title: 'Ship', schema: { properties: {} } }
  await send('POST', '/blueprints', { definition })
  await drain()
})

describe('a mapping', () => {
  let id = ''

  it('that ships has mapped what is there', async () => {
    const { items, remap } = (await send('GET', '/mappings')).json
    expect(items).toMatchObject([{ name: 'windlass', version: 1, is_active: true, shipped: 'windlass' }])
    expect(items[0].outcomes).toContainEqual({
      kind: 'repository',
      mapped: 1,
      filtered: 0,
      errored: 0,
      gone: 0,
    })
    expect(remap).toMatchObject({ ended_at: expect.any(String) })
    expect(await titles('repository')).toEqual(['Tide tables'])
  })

  it('says what it would change before it is saved', async () => {
    const { json } = await send('POST', '/mappings/preview', { text: text(ships), mapping: null })
    expect(json).toMatchObject({
      records: 2,
      errored: 0,
      created: 2,
      changed: 0,
      removed: 0,
      same: 0,
      partly: [],
    })
    expect(json.examples[0]).toMatchObject({
      change: 'created',
      blueprint: 'ship',
      title: expect.stringMatching(/^Spring tides/),
    })
    expect(await titles('ship')).toEqual([])
    const part = { text: text(ships), mapping: null, records: 1 }
    expect((await send('POST', '/mappings/preview', part)).json).toMatchObject({ partly: ['pull-request'] })
  })

  it('is saved under a name, and maps', async () => {
    const made = await send('POST', '/mappings', { name: 'ships', text: text(ships) })
    expect([made.status, made.json.version]).toEqual([201, 1])
    id = made.json.id
    await drain()
    expect(await titles('ship')).toEqual(['Spring tides 1', 'Spring tides 2'])
    expect(await outcomesOf(id)).toEqual([
      { kind: 'pull-request', mapped: 2, filtered: 0, errored: 0, gone: 0 },
    ])
    expect((await send('POST', '/mappings', { name: 'ships', text: text(ships) })).status).toBe(409)
    expect((await send('POST', '/mappings', { name: 'No Name', text: text(ships) })).status).toBe(400)
  })

  it('is not saved while something is wrong with it', async () => {
    const wrong = text(ships).replace('kind', 'kimd')
    const answer = await send('PUT', `/mappings/${id}`, { text: wrong, version: 1 })
    expect(answer.status).toBe(400)
    expect(answer.json.detail).toMatch(/line 3, .*Did you mean kind\?, and 1 more/)
    expect((await send('GET', `/mappings/${id}`)).json).toMatchObject({ version: 1, text: text(ships) })
  })

  it('is not written over by whoever looked at an older version', async () => {
    const less = text(ships.replace(`'true'`, '.id == 1'))
    const preview = await send('POST', '/mappings/preview', { text: less, mapping: id })
    expect(preview.json).toMatchObject({ created: 0, removed: 1, same: 1 })
    expect(preview.json.examples).toMatchObject([{ change: 'removed', title: 'Spring tides 2' }])
    expect((await send('PUT', `/mappings/${id}`, { text: less, version: 1 })).json.version).toBe(2)
    const late = await send('PUT', `/mappings/${id}`, { text: text(ships), version: 1 })
    expect([late.status, late.json.detail]).toEqual([
      409,
      'This clashes with something that exists. Version 2 of ships was saved meanwhile. Look at it before you save yours.',
    ])
    await drain()
    expect(await titles('ship')).toEqual(['Spring tides 1'])
    expect(await outcomesOf(id)).toMatchObject([{ mapped: 1, filtered: 1 }])
  })

  it('brings an earlier version back as the newest', async () => {
    const body = { text: text(ships), version: 2, restores: 1 }
    expect((await send('PUT', `/mappings/${id}`, body)).json.version).toBe(3)
    const { items } = (await send('GET', `/mappings/${id}/versions`)).json
    expect(items).toMatchObject([
      { version: 3, restores: 1, made_by: 'Mara' },
      { version: 2, restores: null },
      { version: 1, restores: null },
    ])
    await drain()
    expect(await titles('ship')).toEqual(['Spring tides 1', 'Spring tides 2'])
  })

  it('lists the records that failed, and keeps what was known of them', async () => {
    const failing = text(ships.replace('.title', 'if .id == 2 then error("high tide") else .title end'))
    await send('PUT', `/mappings/${id}`, { text: failing, version: 3 })
    await drain()
    expect(await titles('ship')).toEqual(['Spring tides 1', 'Spring tides 2'])
    const { items } = (await send('GET', `/mappings/${id}/records?outcome=errored`)).json
    expect(items).toMatchObject([
      { kind: 'pull-request', workspace: 'harbour', repository: 'tide-tables', key: '2' },
    ])
    expect(items[0].errors).toMatchObject([{ field: 'title', message: expect.stringContaining('high tide') }])
    const first = (await send('GET', `/mappings/${id}/records?limit=1`)).json
    const second = (await send('GET', `/mappings/${id}/records?limit=1&cursor=${first.next}`)).json
    expect([...first.items, ...second.items].map(({ key }: { key: string }) => key)).toEqual(['1', '2'])
    expect(second.next).toBeNull()
  })

  it('that is off maps nothing, and leaves what it made', async () => {
    await send('POST', `/mappings/${id}/switch`, { is_active: false })
    await send('POST', '/mappings/remap')
    await drain()
    expect(await titles('ship')).toEqual(['Spring tides 1', 'Spring tides 2'])
    await send('POST', `/mappings/${id}/switch`, { is_active: true })
  })

  it('holds removals back that are more than it allows, until somebody decides', async () => {
    const careful = text(ships.replace(`'true'`, '.id == 1')).replace('Threshold: 1', 'Threshold: 0.1')
    await send('PUT', `/mappings/${id}`, { text: careful, version: 4 })
    await drain()
    expect(await titles('ship')).toEqual(['Spring tides 1', 'Spring tides 2'])
    const [held] = (await send('GET', '/mappings/held')).json.items
    expect(held).toMatchObject({ mapping: 'ships', kind: 'pull-request', gone: 1, known: 2 })
    expect(held.examples).toEqual([{ blueprint: 'ship', identifier: '2', title: 'Spring tides 2' }])
    expect((await send('POST', `/mappings/held/${held.id}/decide`, { decision: 'remove' })).json).toEqual({
      gone: 1,
    })
    await drain()
    expect(await titles('ship')).toEqual(['Spring tides 1'])
    expect((await send('POST', `/mappings/held/${held.id}/decide`, { decision: 'keep' })).status).toBe(404)
    expect((await send('GET', '/mappings/held')).json.items).toEqual([])
  })

  it('leaves with what it alone made', async () => {
    expect((await send('DELETE', `/mappings/${id}`)).json).toEqual({ entities: 1 })
    await drain()
    expect(await titles('ship')).toEqual([])
    expect((await send('GET', `/mappings/${id}`)).status).toBe(404)
    expect((await send('DELETE', `/mappings/${id}`)).status).toBe(404)
  })
})

describe('entities that require one that is removed', () => {
  const cargo = (required: boolean) => ({
    identifier: 'cargo',
    title: 'Cargo',
    schema: { properties: {} },
    relations: { ship: { target: 'ship', required } },
  })
  const cargos = resource(
    'repository',
    `'true'`,
    `identifier: '"tea"', title: '"Tea"', blueprint: '"cargo"', relations: {ship: '"1"'}`,
  )

  it.each([
    [true, 'true', []],
    [true, 'false', ['Tea']],
    [false, 'true', ['Tea']],
  ])(
    'go with it when the relation is required (%s) and the mapping says so (%s)',
    async (required, says, left) => {
      await send('POST', '/blueprints', { definition: cargo(required) })
      const of = (query: string) =>
        `deleteDependentEntities: ${says}\n${text(ships.replace(`'true'`, query), cargos)}`
      const { id } = (await send('POST', '/mappings', { name: 'cargo', text: of(`'true'`) })).json
      await drain()
      expect([await titles('ship'), await titles('cargo')]).toEqual([
        ['Spring tides 1', 'Spring tides 2'],
        ['Tea'],
      ])
      await send('PUT', `/mappings/${id}`, { text: of('.id == 2'), version: 1 })
      await drain()
      expect(await titles('cargo')).toEqual(left)
      await send('DELETE', `/mappings/${id}`)
      await drain()
      expect((await send('DELETE', '/blueprints/cargo')).status).toBe(204)
    },
  )
})

describe('records that arrive', () => {
  it('are in the catalogue within seconds of their row', async () => {
    await drain()
    await pool.query(`update raw_records set hash = 'another' where stream = 'pull_requests' and key = '1'`)
    const { rows } = await pool.query(`select key from dirty where kind = 'record'`)
    expect(rows).toMatchObject([{ key: expect.stringMatching(/^pull_requests \d+ \d+ 1$/) }])
    const from = performance.now()
    await drain()
    expect(performance.now() - from).toBeLessThan(5_000)
  })

  it('say by which expression they are mapped by jq itself', async () => {
    const slow = ships.replace('.title', `'reduce (.title | explode)[] as $one (""; . + ([$one] | implode))'`)
    const { json } = await send('POST', '/mappings/try', { text: text(ships) })
    expect(json.answers).toEqual({ all: 8, answers: 0 })
    const tried = await send('POST', '/mappings/try', { text: text(slow) })
    expect(tried.json.findings).toEqual([])
    expect(tried.json.answers.answers).toBeGreaterThan(0)
  })
})

describe('lines that are known to be wrong', () => {
  it('are right once what is shown beside them is put in', async () => {
    const wrong = text(
      resource(
        'repository',
        `'true'`,
        `identifier: .name, blueprint: '"ship"', properties: {main: ".main_branch"}`,
      ),
      ships.replace('.id|tostring', '.destination.repository.name + (.id|tostring)'),
      ships.replace('query', 'qeury').replace('kind: pull-request', 'kind: "pull-request"'),
    )
    type Edit = { from: number; to: number; text: string }
    const { findings } = (await send('POST', '/mappings/try', { text: wrong })).json
    const edits: Edit[] = findings.flatMap(({ edit }: { edit: Edit | null }) => edit ?? [])
    expect(edits.length).toBe(4)
    // From the end on, so that the places of the others hold.
    const mended = edits
      .sort((left, right) => right.from - left.from)
      .reduce((all, { from, to, text: better }) => all.slice(0, from) + better + all.slice(to), wrong)
    expect((await send('POST', '/mappings/try', { text: mended })).json.findings).toEqual([])
    expect(mended).toContain(`identifier: '.destination.repository.uuid[1:-1] + "/" + (.id | tostring)'`)
  })
})
