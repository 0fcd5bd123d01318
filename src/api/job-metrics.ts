import { Gauge, type Registry } from 'prom-client'
import { countDirty, countJobs } from '../db/jobs.ts'
import type { Db } from '../db/pool.ts'

/** What waits, runs and failed in the background. All of it is read from the database, so any process can tell. */
export function jobMetrics(db: Db, registry: Registry): void {
  const registers = [registry]
  new Gauge({
    name: 'windlass_jobs',
    help: 'Background jobs of the installation.',
    labelNames: ['state'] as const,
    registers,
    async collect() {
      for (const [state, jobs] of Object.entries(await countJobs(db))) this.set({ state }, jobs)
    },
  })
  new Gauge({
    name: 'windlass_dirty_keys',
    help: 'Keys that wait to be derived again.',
    labelNames: ['kind'] as const,
    registers,
    async collect() {
      this.reset()
      for (const { kind, keys } of await countDirty(db)) this.set({ kind }, keys)
    },
  })
  new Gauge({
    name: 'windlass_dirty_oldest_seconds',
    help: 'Age of the key that has waited longest to be derived again.',
    labelNames: ['kind'] as const,
    registers,
    async collect() {
      this.reset()
      for (const { kind, oldest_at } of await countDirty(db)) {
        this.set({ kind }, Math.max(0, (Date.now() - oldest_at.getTime()) / 1000))
      }
    },
  })
  new Gauge({
    name: 'windlass_parked_keys',
    help: 'Keys whose derivation failed on them alone.',
    registers,
    async collect() {
      this.set(await countRows(db, 'dirty_parked'))
    },
  })
  new Gauge({
    name: 'windlass_worker_processes',
    help: 'Processes that run background jobs.',
    registers,
    async collect() {
      this.set(await countRows(db, 'processes'))
    },
  })
}

async function countRows(db: Db, table: 'dirty_parked' | 'processes'): Promise<number> {
  const { rows } = await db
    .selectFrom(table)
    .select((eb) => eb.fn.countAll<string>().as('rows'))
    .executeTakeFirstOrThrow()
  return Number(rows)
}
