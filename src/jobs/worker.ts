import { setTimeout as pause } from 'node:timers/promises'
import type { Runner } from 'graphile-worker'
import { seedCatalogue } from '../catalog/seed.ts'
import type { Config } from '../config.ts'
import type { KeyRing } from '../connections/key-ring.ts'
import { type Database, type Db, transaction } from '../db/pool.ts'
import type { Log } from '../log.ts'
import { startDraining } from './drain.ts'
import type { Drainer } from './drainer.ts'
import { openDrainers } from './drainers.ts'
import { handBack, toHandler } from './handler.ts'
import { showLife, startHeartbeat, type Timing, timing as usualTiming } from './heartbeat.ts'
import { tasks as allTasks } from './index.ts'
import { runQueue } from './queue.ts'
import { type CronLine, schedule as wholeSchedule } from './schedule.ts'
import { startSlices } from './slices.ts'
import type { Task } from './task.ts'

interface Options {
  readonly database: Database
  readonly config: Config
  readonly log: Log
  readonly keyRing: KeyRing
  readonly tasks?: readonly Task[]
  readonly schedule?: readonly CronLine[]
  readonly drainers?: readonly Drainer[]
  readonly timing?: Timing
}

export interface Worker {
  /** No new jobs; running ones may finish, then leave off, then are handed back. */
  stop(): Promise<void>
}

/** Runs the background work of this process until it is stopped. */
export async function startWorker(options: Options): Promise<Worker> {
  const { database, log, timing = usualTiming } = options
  const db = database.kysely
  await declareSchedule(db, options.schedule ?? wholeSchedule)
  const leaving = new AbortController()
  const queue = await keepQueue(options, timing, leaving.signal)
  const heartbeat = startHeartbeat(db, queue.id, timing, log)
  await seedCatalogue(db)
  const catalogue = openDrainers()
  const drainers = options.drainers ?? catalogue.drainers
  const draining = startDraining({ db, log, drainers, poll: timing.poll })
  const { config, keyRing } = options
  const slices = startSlices({ db, config, log, keyRing }, timing.poll)
  return {
    async stop() {
      const done = Promise.all([queue.stop(), draining.stop(), slices.stop()])
      if (!(await settles(done, timing.finish))) {
        leaving.abort()
        await settles(done, timing.leaveOff)
      }
      await catalogue.close()
      await handBack(db, queue.id())
      await heartbeat.stop()
    },
  }
}

interface Queue {
  id(): string
  stop(): Promise<void>
}

/** The queue gives up when the database is away for long; then it is started again until it holds. */
async function keepQueue(options: Options, timing: Timing, signal: AbortSignal): Promise<Queue> {
  const { database, config, log, keyRing, tasks = allTasks, schedule = wholeSchedule } = options
  const db = database.kysely
  const house = { db, config, log, keyRing, signal }
  const taskList = Object.fromEntries(tasks.map((task) => [task.name, toHandler(task, house)]))
  let pool = ''
  let stopping = false
  const start = () =>
    runQueue({
      pool: database.pool,
      log,
      taskList,
      schedule,
      concurrency: config.jobConcurrency,
      poll: timing.poll,
      onPool(id) {
        pool = id
        showLife(db, id).catch((err: unknown) => log.warn({ err }, 'heartbeat failed'))
      },
    })
  const restart = async (): Promise<void> => {
    while (!stopping) {
      await pause(timing.poll)
      try {
        if (!stopping) return watch(await start())
      } catch (err) {
        log.warn({ err }, 'the job queue could not be started and will be tried again')
      }
    }
  }
  let runner: Runner
  const watch = (started: Runner): void => {
    runner = started
    const ended = (err?: unknown) => {
      if (stopping) return
      log.error({ err }, 'the job queue ended and is started again')
      void restart()
    }
    started.promise.then(() => ended(), ended)
  }
  watch(await start())
  return {
    id: () => pool,
    async stop() {
      stopping = true
      await runner.stop().catch((err: unknown) => log.debug({ err }, 'the job queue had ended'))
    },
  }
}

/** Where the API and the page read what runs by the clock: they know no task. */
async function declareSchedule(db: Db, lines: readonly CronLine[]): Promise<void> {
  await transaction(db, async (tx) => {
    await tx.deleteFrom('job_schedule').execute()
    if (lines.length > 0) {
      await tx
        .insertInto('job_schedule')
        .values([...lines])
        .onConflict((clash) =>
          clash.column('task').doUpdateSet((eb) => ({
            doc: eb.ref('excluded.doc'),
            cron: eb.ref('excluded.cron'),
          })),
        )
        .execute()
    }
  })
}

async function settles(work: Promise<unknown>, milliseconds: number): Promise<boolean> {
  const timer = new AbortController()
  const timeout = pause(milliseconds, false, { signal: timer.signal })
  const settled = work.then(
    () => true,
    () => true,
  )
  const outcome = await Promise.race([settled, timeout.catch(() => false)])
  timer.abort()
  return outcome
}
