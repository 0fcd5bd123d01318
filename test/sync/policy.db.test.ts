import { afterAll, beforeAll, expect, it } from 'vitest'
import { dueConnections } from '../../src/jobs/due.ts'
import { startLoop } from '../../src/sync/run/loop.ts'
import { finishRun, startRun } from '../../src/sync/run/runs.ts'
import { settleStalled } from '../../src/sync/run/stalled.ts'
import { summarise } from '../../src/sync/run/summary.ts'
import { openStage, type Stage } from './stage.ts'

let stage: Stage
let connectionId: string
beforeAll(async () => {
  stage = await openStage()
  connectionId = stage.connections[0] ?? ''
  await stage.database.pool.query('delete from connections where id <> $1', [connectionId])
  await run('all')
}, 120_000)
afterAll(() => stage?.close())

const query = async <T>(text: string, values: readonly unknown[] = []) =>
  (await stage.database.pool.query(text, [...values])).rows as T[]
const only = async (text: string) => (await query<Record<string, unknown>>(text))[0]

type Scope = 'all' | 'hot' | 'identities' | 'repositories' | 'gaps'

async function run(scope: Scope) {
  const { db, connectors } = stage.engine
  const id = await startRun(db, connectors, { connectionId, cause: 'schedule', scope })
  if (id === null) throw new Error('no run was started')
  stage.requests()
  const loop = startLoop(stage.engine, { concurrency: 4, poll: 20 })
  while (!(await finishRun(db, connectors, id))) await new Promise((resolve) => setTimeout(resolve, 20))
  await loop.stop()
  const { state } = await summarise(db, connectors, id)
  const requests = stage.requests()
  return { id, state, requests, sent: Object.values(requests).reduce((sum, count) => sum + count, 0) }
}

/** As it is when nothing has happened for long: quiet everywhere, and no gap due. */
async function quieten() {
  await query(`update repositories set updated_on = now() - interval '90 days'`)
  await query(`update cursors set source_changed_on = now(), complete_at = coalesce(complete_at, now())`)
  await query(`update pull_requests set updated_on = now() - interval '90 days'`)
  await query(`
    update child_reads set version = extract(epoch from updated_on)::text from pull_requests
     where child_reads.repository_id = pull_requests.repository_id and parent = id::text
       and stream = 'pull_request_history'`)
  await query(`update pipelines set created_on = now() - interval '90 days'`)
  await query(`update gaps set next_at = now() + interval '1 day'`)
}

it('reads everything once, then what is hot, and everything again after a change of settings', async () => {
  const due = async () => (await dueConnections(stage.engine.db)).map(({ scope }) => scope)
  expect(await due()).toEqual([])
  await query(`update sync_runs set started_at = started_at - interval '3 hours'`)
  await query(`update connections set updated_at = now() - interval '1 day'`)
  expect(await due()).toEqual(['hot'])
  await query('update connections set updated_at = now()')
  expect(await due()).toEqual(['all'])
  await query(`update connections set state = 'suspended'`)
  expect(await due()).toEqual([])
  await query(`update connections set state = 'active', updated_at = now() - interval '1 day'`)
})

it('costs one request and a tenth for each quiet repository, and all that can be read have their turn', async () => {
  const { count } = (await only(
    'select count(*)::integer as count from repositories where is_chosen and removed_at is null',
  )) as { count: number }
  await run('hot')
  const polled = new Set<unknown>()
  for (let cycle = 0; cycle < count; cycle += 1) {
    await quieten()
    const { id, sent, requests } = await run('hot')
    // Of fewer than twenty, one is read all the same.
    expect(sent, JSON.stringify(requests)).toBeLessThanOrEqual(1 + Math.max(2, count / 10))
    for (const row of await query<{ repository_id: string }>(
      'select distinct repository_id from sync_progress where run_id = $1 and repository_id is not null',
      [id],
    ))
      polled.add(row.repository_id)
  }
  // One that answers 403 waits for its gap.
  const closed = await query(`select distinct repository_id from gaps where reason = 'source_forbidden'`)
  expect(polled.size).toBe(count - closed.length)
}, 120_000)

it('costs one request for each cycle and one for each repository a day where a webhook tells the rest', async () => {
  await query(
    `
    insert into webhooks (workspace_id, connection_id, state, last_delivery_at)
    select id, connection_id, 'registered', now() from workspaces where connection_id = $1`,
    [connectionId],
  )
  const cycleHours = 3
  const cycles = 24 / cycleHours
  const readable = await query<{ id: string }>(
    `select id from repositories where is_chosen and removed_at is null
       and id not in (select repository_id from gaps where reason = 'source_forbidden' and repository_id is not null)`,
  )
  await quieten()
  await query('update cursors set complete_at = now()')
  let sent = 0
  const audited = new Set<string>()
  for (let cycle = 0; cycle < cycles; cycle += 1) {
    for (const [table, column] of [
      ['cursors', 'complete_at'],
      ['sync_runs', 'started_at'],
    ])
      await query(`update ${table} set ${column} = ${column} - interval '${cycleHours} hours'`)
    await quieten()
    // Lists of the workspace have a rhythm of their own.
    await query(`update cursors set complete_at = now() where repository_id is null`)
    const one = await run('hot')
    sent += one.sent
    for (const row of await query<{ repository_id: string }>(
      'select distinct repository_id from sync_progress where run_id = $1 and repository_id is not null',
      [one.id],
    ))
      audited.add(row.repository_id)
  }
  expect(sent).toBeLessThanOrEqual(cycles + readable.length)
  expect([...audited].sort()).toEqual(readable.map(({ id }) => id).sort())
  await query('delete from webhooks')
})

it('reads what changed in every cycle', async () => {
  await quieten()
  const [changed] = await query<{ id: string; slug: string }>(
    `update repositories set updated_on = now() where id = (
       select repository_id from cursors where stream = 'pull_requests' order by complete_at desc limit 1) returning id, slug`,
  )
  const { id } = await run('hot')
  const rows = await query('select from sync_progress where run_id = $1 and repository_id = $2', [
    id,
    changed?.id,
  ])
  expect(rows.length).toBeGreaterThan(2)
})

it('asks only for who is there, or only for the catalogue, in the narrow runs of a day', async () => {
  await query(`update cursors set complete_at = complete_at - interval '2 days' where repository_id is null`)
  const people = await run('identities')
  expect(Object.keys(people.requests).every((template) => /members/.test(template))).toBe(true)
  expect(people.sent).toBeGreaterThan(0)
  const catalogue = await run('repositories')
  expect(catalogue.sent).toBeGreaterThan(0)
  expect(
    Object.keys(catalogue.requests).some((template) => /pullrequests|pipelines|members/.test(template)),
  ).toBe(false)
})

it('ends a run with its first gap where nothing is to be left out', async () => {
  await query('update connections set skip_failed = false')
  await query('delete from gaps')
  await query(`insert into gaps (workspace_id, stream, reason, next_at)
               select id, 'projects', 'source_missing', now() + interval '1 day' from workspaces where connection_id is not null`)
  const { id } = await run('repositories')
  expect(await only(`select state, error from sync_runs where id = ${id}`)).toMatchObject({
    state: 'failed',
    error: expect.stringContaining('projects of'),
  })
  await query('update connections set skip_failed = true')
  await query('delete from gaps')
})

it('wakes what fell asleep while its connection was suspended, and leaves out what is not read any more', async () => {
  const { db, connectors } = stage.engine
  const id = await startRun(db, connectors, { connectionId, cause: 'person' })
  await query(`update slices set due_at = now() + interval '300 days'`)
  await settleStalled(db, connectors)
  const due = await query('select from slices where due_at <= now()')
  expect(due).toHaveLength(1)
  await query(`update workspaces set connection_id = null`)
  await settleStalled(db, connectors)
  expect(await only(`select state from sync_runs where id = ${id}`)).toEqual({ state: 'complete' })
})
