import type { Database } from '../src/db/pool.ts'
import { claimSlices, releaseSlice } from '../src/sync/slice.ts'
import { withDatabase } from './database.ts'
import type { Bench } from './figure.ts'

const slices = 10_000
const workers = 4
/** What a worker holds at once. */
const limit = 25

export const bench: Bench = {
  name: 'slices',
  doc: `${workers} workers lease ${slices} slices, ${limit} at a time, and release each.`,
  run: () =>
    withDatabase(async (database) => [
      {
        name: 'slice claims',
        value: await measureSliceClaims(database),
        unit: 'claims/s',
        goal: 1500,
        better: 'higher',
      },
    ]),
}

/** Claims and releases of 10,000 slices per second; the database is left without slices. */
export async function measureSliceClaims(database: Database): Promise<number> {
  await database.pool.query(
    `insert into slices (workspace_id, repository_id, lane, due_at)
     select 1, n, 'delta', now() from generate_series(1, $1::int) n`,
    [slices],
  )
  await database.pool.query('vacuum analyze slices')
  const claimed = new Set<string>()
  const started = performance.now()
  await Promise.all(
    Array.from({ length: workers }, (_, number) => work(database, `worker ${number}`, claimed)),
  )
  const seconds = (performance.now() - started) / 1000
  await database.pool.query('truncate slices')
  if (claimed.size !== slices) throw new Error(`${claimed.size} of ${slices} slices were claimed`)
  return Math.round(slices / seconds)
}

async function work({ kysely }: Database, holder: string, claimed: Set<string>): Promise<void> {
  for (;;) {
    const held = await claimSlices(kysely, { holder, limit, leaseSeconds: 60 })
    if (held.length === 0) return
    for (const { id } of held) {
      if (claimed.has(id)) throw new Error(`slice ${id} was claimed twice`)
      claimed.add(id)
    }
    // A worker works on all it holds at once, and they end one by one.
    await Promise.all(held.map((slice) => releaseSlice(kysely, slice, { lane: 'delta', dueIn: 3600 })))
  }
}
