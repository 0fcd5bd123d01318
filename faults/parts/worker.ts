import { setTimeout as pause } from 'node:timers/promises'
import type { Process, StartOptions } from './program.ts'
import type { Site } from './site.ts'

/** A worker that somebody looks after: where it ends by itself it is started again, as a supervisor would. */
export interface KeptWorker {
  /** The process of now. */
  current(): Process
  stop(): Promise<void>
}

/** Milliseconds until an ended worker is started again. */
const restartAfter = 200

/** A worker as an operator starts it. */
export function startWorker(site: Site, options?: Partial<StartOptions>): Process {
  return site.windlass(['start', '--only', 'worker'], options)
}

/** `first` is how it is started the first time; later it has nothing but the environment. */
export function keepWorker(site: Site, first: Partial<StartOptions> = {}): KeptWorker {
  const { env = {} } = first
  let stopping = false
  let current = startWorker(site, first)
  const keeping = (async () => {
    for (;;) {
      await current.ended
      if (stopping) return
      await pause(restartAfter)
      if (stopping) return
      current = startWorker(site, { env })
    }
  })()
  return {
    current: () => current,
    async stop() {
      stopping = true
      current.child.kill('SIGTERM')
      await keeping
    },
  }
}

/** Ends the connections of all workers to the database; answers how many there were. */
export async function endConnections({ database }: Site): Promise<number> {
  const { rowCount } = await database.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'windlass worker'
        and datname = current_database()`,
  )
  return rowCount ?? 0
}

export async function kill(worker: Process): Promise<void> {
  worker.child.kill('SIGKILL')
  await worker.ended
}
