/**
 * A careless worker for the test of the leases: it never looks whether it still holds what it works on, so that
 * nothing but the fence keeps it from writing late. Its clock is wrong by the seconds given.
 */
import { setTimeout as pause } from 'node:timers/promises'
import type { Database } from '../../src/db/pool.ts'
import type { Slice } from '../../src/sync/slice.ts'

const [url = '', holder = '', skew = '0'] = process.argv.slice(2)
const leaseSeconds = 1

/** The modules below are loaded after this, so that none of them sees the right time. */
function skewClock(seconds: number): void {
  const now = Date.now.bind(Date)
  const Skewed = class extends Date {
    constructor(...parts: unknown[]) {
      super(...((parts.length === 0 ? [now() + seconds * 1000] : parts) as [number]))
    }
    static override now(): number {
      return now() + seconds * 1000
    }
  }
  globalThis.Date = Skewed as DateConstructor
}

skewClock(Number(skew))
const { openDatabase, transaction } = await import('../../src/db/pool.ts')
const { claimSlices, releaseSlice, renewLeases, withFence } = await import('../../src/sync/slice.ts')
const { sql } = await import('kysely')

const database = await openDatabase(url, { max: 5, name: holder })
let held: Slice[] = []
setInterval(() => void renewLeases(database.kysely, held, leaseSeconds).catch(() => {}), 300).unref()
process.send?.('ready')

for (;;) {
  held = await claimSlices(database.kysely, { holder, limit: 24, leaseSeconds })
  if (held.length === 0) await pause(20)
  // Newest last: the first of each quarter starts at once, the others wait their turn like batches being fetched.
  const quarters = [0, 1, 2, 3].map((quarter) => held.filter((_, index) => index % 4 === quarter))
  await Promise.all(quarters.map((slices) => workThrough(database, slices)))
}

async function workThrough(on: Database, slices: readonly Slice[]): Promise<void> {
  for (const slice of slices) {
    try {
      await store(on, slice)
      await releaseSlice(on.kysely, slice, { lane: 'audit', dueIn: 3600 })
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'lease_lost') throw error
      await sql`insert into refusals (slice_id) values (${slice.id})`.execute(on.kysely)
    }
  }
}

async function store(on: Database, slice: Slice): Promise<void> {
  await transaction(on.kysely, async (tx) => {
    await withFence(tx, slice, leaseSeconds)
    await sql`insert into journal (slice_id, fence, holder) values (${slice.id}, ${slice.fence}, ${holder})`.execute(
      tx,
    )
  })
}
