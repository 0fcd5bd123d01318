import { afterAll, beforeAll, expect, it } from 'vitest'
import { connectors } from '../../src/connectors/index.ts'
import { replay } from '../../src/sync/replay.ts'
import { compared, compareWithOracle, describeDifferences } from '../oracle/compare.ts'
import { openStage, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
  await stage.sync()
  stage.requests()
})
afterAll(() => stage?.close())

const spoilt = [
  `update pull_requests set title = 'spoilt', state = 'OPEN', merge_commit = null`,
  `delete from pull_request_participants`,
  `update pull_request_comments set content = 'spoilt'`,
  `delete from pull_request_activity`,
  `update pipelines set state = 'spoilt', build_seconds_used = 0`,
  `delete from deployments`,
  `update repositories set description = 'spoilt', language = null`,
  `update accounts set display_name = 'spoilt'`,
  `update branches set target = 'spoilt'`,
  `delete from branch_restrictions`,
]

/** The access tokens of a workspace have no scope for issues. */
const entities = compared.filter((entity) => !entity.startsWith('issue'))

async function differences(): Promise<string> {
  const { database, simulator } = stage
  const options = { sourceAccess: 'none', entities } as const
  return describeDifferences(await compareWithOracle(database.kysely, simulator.world, options))
}

async function replayAll() {
  const { engine, database } = stage
  const connections = await database.kysely.selectFrom('connections').selectAll().orderBy('id').execute()
  const all = []
  for (const one of connections) all.push(await replay({ ...engine, connectors }, one))
  return all
}

it('changes nothing where nothing is spoilt', async () => {
  expect(await differences()).toBe('')
  const [first] = await replayAll()
  expect(first).toMatchObject({ changed: 0, quarantined: 0, outdated: 0 })
  expect(first?.records).toBeGreaterThan(500)
})

it('makes rows again that were spoilt or lost, without a request', async () => {
  for (const statement of spoilt) await stage.database.pool.query(statement)
  expect(await differences()).not.toBe('')
  const [first] = await replayAll()
  expect(first?.changed).toBeGreaterThan(100)
  expect(await differences()).toBe('')
  expect(stage.requests()).toEqual({})
})

it('leaves records of an older version to the source', async () => {
  await stage.database.pool.query(`update raw_records set projection_version = 0 where stream = 'pipelines'`)
  const [first] = await replayAll()
  expect(first?.outdated).toBeGreaterThan(0)
})

it('and what is read of a record with fields that are new is asked for again', async () => {
  await stage.database.pool.query(`update cursors set projection_version = 0 where stream = 'pipelines'`)
  await stage.sync()
  const { rows } = await stage.database.pool.query(
    `select count(*)::int as n from raw_records where stream = 'pipelines' and projection_version = 0`,
  )
  expect(rows[0].n).toBe(0)
  expect(await differences()).toBe('')
})
