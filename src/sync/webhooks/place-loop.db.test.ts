import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { testDatabase } from '../../../test/postgres.ts'
import type { Database } from '../../db/pool.ts'
import { createLog } from '../../log.ts'
import { startPlacing } from './place-loop.ts'

let database: Database
beforeAll(async () => {
  database = await testDatabase()
  await database.pool.query(`
    with connected as (
      insert into connections (connector, alias, api_url) values ('none', 'acme', 'https://example.com/2.0') returning id),
    read as (
      insert into workspaces (connection_id, uuid, slug, name)
      select id, gen_random_uuid(), 'acme', 'Acme' from connected returning id, connection_id)
    insert into webhooks (workspace_id, connection_id, state) select id, connection_id, 'registered' from read`)
})
afterAll(() => database?.close())
beforeEach(() => database.pool.query('truncate deliveries'))

/** So many that came just now, or as if they came for so long from now on. */
async function pourIn(count: number, forSeconds: number): Promise<void> {
  await database.pool.query(
    `insert into deliveries (webhook_id, workspace_id, request_uuid, event, body, received_at)
     select id, workspace_id, gen_random_uuid(), 'repo:push', '{}', now() + $2 * interval '1 second'
       from webhooks, generate_series(1, $1)`,
    [count, forSeconds - 1],
  )
}

async function waiting(): Promise<number> {
  const { rows } = await database.pool.query(
    `select count(*)::int as count from deliveries where state = 'waiting'`,
  )
  return rows[0].count
}

async function placed(): Promise<{ seconds: number; after1s: number }> {
  const began = performance.now()
  const placing = startPlacing({
    db: database.kysely,
    log: createLog('silent'),
    connectors: [],
    onPlaced: () => undefined,
  })
  try {
    await pause(1_000)
    const after1s = await waiting()
    await vi.waitFor(async () => expect(await waiting()).toBe(0), { timeout: 30_000, interval: 50 })
    return { seconds: (performance.now() - began) / 1000, after1s }
  } finally {
    await placing.stop()
  }
}

describe('deliveries', () => {
  it('that pour in wait, but for the first of them, until they have ceased', async () => {
    await pourIn(900, 4)
    const { seconds, after1s } = await placed()
    expect(after1s).toBe(700)
    expect(seconds).toBeGreaterThan(2)
  })

  it('that do not cease are waited for ten seconds, and then dealt with all the same', async () => {
    await pourIn(900, 3_600)
    const { seconds, after1s } = await placed()
    expect(after1s).toBe(700)
    expect(seconds).toBeGreaterThan(9)
  })

  it('that are many and came a while ago are dealt with at once', async () => {
    await pourIn(900, -5)
    expect((await placed()).after1s).toBe(0)
  })
}, 60_000)
