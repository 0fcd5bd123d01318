import type { TestEndpoint } from './endpoints.ts'
import { gap } from './made.ts'
import type { TestServer } from './server.ts'

type Prepare = TestEndpoint['prepare']

const text = `resources: [{kind: project, selector: {query: 'true'}, port: {entity: {mappings: {identifier: .uuid, blueprint: '"p"'}}}}]`
let serial = 0

async function mapping({ database: { pool } }: TestServer): Promise<string> {
  serial += 1
  const { rows } = await pool.query<{ id: string }>(
    `with made as (insert into mappings (name, version) values ($1, 1) returning id)
     insert into mapping_versions (mapping_id, version, text) select id, 1, $2 from made returning mapping_id as id`,
    [`mapping-${serial}`, text],
  )
  return rows[0]?.id ?? ''
}

async function held(house: TestServer): Promise<string> {
  const { rows } = await house.database.pool.query<{ id: string }>(
    `insert into removal_decisions (mapping_id, kind, gone, known) values ($1, 'project', 3, 3) returning id`,
    [await mapping(house)],
  )
  return rows[0]?.id ?? ''
}

/** One record that failed, of a workspace that is there. */
async function failed(house: TestServer): Promise<string> {
  const id = await mapping(house)
  await gap(house)
  await house.database.pool.query(
    `insert into mapped_records (mapping_id, resource, kind, workspace_id, stream, unit, key, outcome, errors)
     select $1, 0, 'project', id, 'projects', 'P', 'P', 'errored', '[{"field": "title", "jq": ".a.b", "message": "no"}]'
       from workspaces limit 1`,
    [id],
  )
  return id
}

const of: (made: (house: TestServer) => Promise<string>, body?: Record<string, unknown>) => Prepare =
  (made, body) => async (house) => ({ params: { id: await made(house) }, ...(body && { body }) })

export const ofMappings: Readonly<Record<string, Prepare>> = {
  'mappings.list': async (house) => {
    await mapping(house)
    return {}
  },
  'mappings.get': of(mapping),
  'mappings.create': async () => {
    serial += 1
    return { body: { name: `made-${serial}`, text } }
  },
  'mappings.save': of(mapping, { text, version: 1, restores: 1 }),
  'mappings.switch': of(mapping, { is_active: false }),
  'mappings.remove': of(mapping),
  'mappings.versions': of(mapping),
  'mappings.records': async (house) => ({
    params: { id: await failed(house) },
    query: { kind: 'project', outcome: 'errored', limit: '1' },
  }),
  'mappings.templates': async () => ({}),
  'mappings.kinds': async () => ({}),
  'mappings.schema': async () => ({}),
  'mappings.try': async () => ({ body: { text, records: 2 } }),
  'mappings.preview': async (house) => ({ body: { text, mapping: await mapping(house), records: 10 } }),
  'mappings.remap': async () => ({}),
  'mappings.held': async (house) => {
    await held(house)
    return {}
  },
  'mappings.decide': of(held, { decision: 'remove' }),
}
