import { sql } from 'kysely'
import { takeDirty } from '../db/dirty.ts'
import { type Db, transaction } from '../db/pool.ts'
import { isTransient } from '../db/transient.ts'
import type { Log } from '../log.ts'
import type { Drainer } from './drainer.ts'
import { describe } from './handler.ts'

interface Options {
  readonly db: Db
  readonly log: Log
  readonly drainers: readonly Drainer[]
  /** Milliseconds between two looks at an empty table. */
  readonly poll: number
}

/** Drains dirty keys until it is stopped; resolves once the batch under way is done. */
export function startDraining({ db, log, drainers, poll }: Options): { stop(): Promise<void> } {
  const stopped = new AbortController()
  const loops = drainers.map((drainer) => drainUntil(stopped.signal, { db, log, poll }, drainer))
  return {
    async stop() {
      stopped.abort()
      await Promise.all(loops)
    },
  }
}

/** A transient failure, such as a database that restarts, is waited out: 1, 2, 4 … seconds, at most a minute. */
const longestPause = 60_000

async function drainUntil(
  signal: AbortSignal,
  { db, log, poll }: Omit<Options, 'drainers'>,
  drainer: Drainer,
): Promise<void> {
  let failures = 0
  while (!signal.aborted) {
    try {
      const drained = await drainBatch(db, drainer, log, signal)
      failures = 0
      if (drained === 0) await pause(poll, signal)
    } catch (error) {
      log.warn({ kind: drainer.kind, err: error }, 'draining failed and will be tried again')
      await pause(Math.min(longestPause, 1000 * 2 ** failures++), signal)
    }
  }
}

/** Drains one batch; answers how many keys it dealt with. Throws when none of the keys is to blame. */
export async function drainBatch(db: Db, drainer: Drainer, log: Log, signal?: AbortSignal): Promise<number> {
  let keys: readonly string[] = []
  const failure = await attempt(async () =>
    transaction(db, async (tx) => {
      keys = await takeDirty(tx, drainer.kind, drainer.batch)
      if (keys.length > 0) await drainAndUnpark(tx, drainer, keys)
    }),
  )
  if (failure) await isolate(db, drainer, log, keys, failure.error, signal)
  return keys.length
}

/** Halves a failing batch until the guilty keys stand alone; the others are drained on the way. */
async function isolate(
  db: Db,
  drainer: Drainer,
  log: Log,
  keys: readonly string[],
  error: unknown,
  signal: AbortSignal | undefined,
): Promise<void> {
  const [only] = keys
  if (only === undefined || isTransient(error) || signal?.aborted) throw error
  if (keys.length === 1) {
    log.error({ kind: drainer.kind, key: only, err: error }, 'dirty key parked')
    return park(db, drainer.kind, only, error)
  }
  const middle = Math.ceil(keys.length / 2)
  for (const half of [keys.slice(0, middle), keys.slice(middle)]) {
    const failure = await attempt(() => drainKeys(db, drainer, half))
    if (failure) await isolate(db, drainer, log, half, failure.error, signal)
  }
}

/** Another process may have taken some of the keys meanwhile; those are in its hands. */
async function drainKeys(db: Db, drainer: Drainer, keys: readonly string[]): Promise<void> {
  await transaction(db, async (tx) => {
    const { rows } = await sql<{ key: string }>`
      with taken as materialized (
        select key from dirty where kind = ${drainer.kind} and key = any(${[...keys]}::text[])
        for update skip locked)
      delete from dirty using taken where dirty.kind = ${drainer.kind} and dirty.key = taken.key
      returning dirty.key
    `.execute(tx)
    const taken = rows.map((row) => row.key)
    if (taken.length > 0) await drainAndUnpark(tx, drainer, taken)
  })
}

/** A parked key that changed again gets another chance, and is forgiven when it works. */
async function drainAndUnpark(
  tx: Parameters<Drainer['drain']>[0],
  drainer: Drainer,
  keys: readonly string[],
): Promise<void> {
  await drainer.drain(tx, keys)
  await tx.deleteFrom('dirty_parked').where('kind', '=', drainer.kind).where('key', 'in', keys).execute()
}

async function park(db: Db, kind: string, key: string, reason: unknown): Promise<void> {
  await transaction(db, async (tx) => {
    await tx.deleteFrom('dirty').where('kind', '=', kind).where('key', '=', key).execute()
    const row = { error: describe(reason), parked_at: sql<Date>`now()` }
    await tx
      .insertInto('dirty_parked')
      .values({ kind, key, ...row })
      .onConflict((clash) => clash.columns(['kind', 'key']).doUpdateSet(row))
      .execute()
  })
}

async function attempt(work: () => Promise<void>): Promise<{ readonly error: unknown } | null> {
  try {
    await work()
    return null
  } catch (error) {
    return { error }
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, milliseconds)
    signal.addEventListener('abort', done)
  })
}
