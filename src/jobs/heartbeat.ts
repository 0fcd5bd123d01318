import { hostname } from 'node:os'
import { sql } from 'kysely'
import type { Db } from '../db/pool.ts'
import type { Log } from '../log.ts'

/** In milliseconds. */
export interface Timing {
  /** Between two signs of life. */
  readonly beat: number
  /** Silence after which a process is taken for dead: three beats, so that one lost packet kills nobody. */
  readonly deadAfter: number
  /** Between two looks for jobs that are due, and for dirty keys. A new job wakes its worker at once. */
  readonly poll: number
  /** Running jobs get this long to finish when the process stops. */
  readonly finish: number
  /** And this long again to leave off, before they are taken from it. */
  readonly leaveOff: number
}

/** A dead process's jobs run again within 30 + 10 + 2 seconds; a stop takes at most 5 + 2, and a little. */
export const timing: Timing = { beat: 10_000, deadAfter: 30_000, poll: 2_000, finish: 5_000, leaveOff: 2_000 }

interface Heartbeat {
  stop(): Promise<void>
}

/** Shows that this process lives, and frees what the dead ones hold. `id` is what stands in locked_by of its jobs. */
export function startHeartbeat(db: Db, id: () => string, { beat, deadAfter }: Timing, log: Log): Heartbeat {
  let lastBeat = Date.now()
  let timer: NodeJS.Timeout
  let current: Promise<void> = Promise.resolve()
  const once = async () => {
    try {
      await showLife(db, id())
      // After an outage the others may not have shown up yet; their jobs are spared for one more beat.
      const steady = Date.now() - lastBeat < 2 * beat
      lastBeat = Date.now()
      if (!steady) return
      const freed = await freeDeadJobs(db, deadAfter)
      if (freed > 0) log.warn({ jobs: freed }, 'freed jobs of a process that ended')
    } catch (error) {
      log.warn({ err: error }, 'heartbeat failed')
    }
  }
  const loop = () => {
    current = once().then(() => {
      timer = setTimeout(loop, beat)
    })
  }
  loop()
  return {
    async stop() {
      await current
      clearTimeout(timer)
      await db.deleteFrom('processes').where('id', '=', id()).execute()
    },
  }
}

export async function showLife(db: Db, id: string): Promise<void> {
  const now = sql<Date>`now()`
  await db
    .insertInto('processes')
    .values({ id, role: 'worker', host: hostname(), pid: process.pid, seen_at: now })
    .onConflict((clash) => clash.column('id').doUpdateSet({ seen_at: now }))
    .execute()
}

/**
 * Frees the jobs of every holder that shows no life. Their attempt stays counted: a job that kills its process must
 * end as dead, not go round for ever. Returns how many there were.
 */
async function freeDeadJobs(db: Db, deadAfter: number): Promise<number> {
  const since = sql`now() - ${deadAfter} * interval '1 millisecond'`
  const { numAffectedRows } = await sql`
    update graphile_worker._private_jobs as job
    set locked_at = null, locked_by = null, last_error = 'The process that ran it ended before it was done.'
    where locked_at < ${since}
      and not exists (select from processes where processes.id = job.locked_by and seen_at >= ${since})
  `.execute(db)
  await sql`delete from processes where seen_at < ${since}`.execute(db)
  return Number(numAffectedRows ?? 0)
}
