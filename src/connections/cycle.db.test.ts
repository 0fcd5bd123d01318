import { afterAll, beforeEach, expect, it } from 'vitest'
import { testDatabase } from '../../test/postgres.ts'
import { addConnection, type Connection } from './connections.ts'
import { cycleOf } from './cycle.ts'
import { attachWorkspace } from './workspaces.ts'

const database = await testDatabase()
const db = database.kysely
afterAll(() => database.close())

let connection: Connection
beforeEach(async () => {
  await database.pool.query('truncate connections, workspaces, secrets, ledger_limits cascade')
  connection = await addConnection(db, {
    connector: 'bitbucket-cloud',
    alias: 'acme',
    api_url: 'https://api.example.com/2.0',
  })
  const uuid = '6f5c1d3e-0000-4000-8000-000000000001'
  await attachWorkspace(db, connection.id, { uuid, slug: 'acme', name: 'Acme' })
})

async function repository(n: number, chosen: boolean): Promise<void> {
  await database.pool.query(
    `insert into repositories (workspace_id, uuid, slug, name, is_chosen)
     select id, $1, $2, $2, $3 from workspaces`,
    [`6f5c1d3e-0000-4000-8000-0000000001${String(n).padStart(2, '0')}`, `r${n}`, chosen],
  )
}

async function credential(identity: string, { health = 'ok', reserved = null as string[] | null } = {}) {
  await database.pool.query(
    `insert into credentials (connection_id, kind, label, identity, health, reserved_for)
     values ($1, 'access_token', $2, $2, $3, $4)`,
    [connection.id, identity, health, reserved],
  )
}

it('is not known before the repositories are', async () => {
  await credential('one')
  expect(await cycleOf(db, connection)).toBeNull()
})

it('is not known while no credential works', async () => {
  await repository(1, true)
  await credential('one', { health: 'rejected' })
  expect(await cycleOf(db, connection)).toBeNull()
})

it('counts the repositories that are chosen, and each identity that may ask for pull requests once', async () => {
  for (const n of [1, 2, 3]) await repository(n, n !== 3)
  await credential('one')
  await credential('one')
  await credential('two')
  await credential('expired', { health: 'expired' })
  await credential('pipelines', { reserved: ['pipelines'] })
  await database.pool.query(
    `insert into ledger_limits (identity, class, max_requests, source) values ('two', 'api', 5000, 'header')`,
  )
  expect(await cycleOf(db, connection)).toEqual({ repositories: 2, requests: 5, perHour: 6_000 })
  expect(await cycleOf(db, { ...connection, rate_limit: 300 })).toMatchObject({ perHour: 600 })
})
