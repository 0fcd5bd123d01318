import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { floor } from '../../simulator/oracle/floor.ts'
import { packageRoot } from '../../src/config.ts'
import { syncOnce } from '../../src/jobs/sync-once.ts'
import { compared, compareWithOracle, describeDifferences } from '../oracle/compare.ts'
import { openStage, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage?.close())

/** A worker reads four slices at once: each death costs four answers at most. */
const inFlight = 4

/** The same moments in every run, from the first request to the last pages. */
const moments = [150, 400, 90, 700, 250, 1100, 50, 500]

it('a worker that is killed again and again leaves nothing out and nothing half done', async () => {
  let killed = 0
  for (const moment of moments) {
    const worker = startWorker(stage)
    const ended = once(worker, 'exit')
    if (worker.stdout) await Promise.race([once(worker.stdout, 'data'), ended])
    await Promise.race([pause(moment), ended])
    if (worker.kill('SIGKILL')) killed += 1
    await ended
    await leasesEnd(stage)
  }
  expect(killed).toBeGreaterThanOrEqual(3)
  await stage.sync()
  expect(await differencesOf(stage)).toBe('')
  const { total } = floor(stage.simulator.world, { metadataOnly: true })
  expect(requestsOf(stage)).toBeLessThanOrEqual(1.1 * total + inFlight * killed)
}, 120_000)

/** Minutes: they run when WINDLASS_LONG names `kills`. */
const isWanted = (process.env.WINDLASS_LONG ?? '').split(',').includes('kills')

describe('a worker that is killed once', () => {
  let undisturbed = 0
  const spread = 50

  it.for(Array.from({ length: spread }, (_, index) => index))(
    'at the %ith of fifty points costs no more than what was under way',
    { timeout: 240_000 },
    async (index, { skip }) => {
      skip(!isWanted, 'it takes long: WINDLASS_LONG=kills runs it')
      undisturbed ||= await undisturbedRun()
      const single = await openStage()
      try {
        // Each request begins where something was stored: all of the boundaries, one after the other.
        await killAt(single, 1 + Math.floor((index * undisturbed) / spread))
        await goOn(single)
        expect(await differencesOf(single)).toBe('')
        expect(requestsOf(single)).toBeLessThanOrEqual(1.15 * undisturbed)
      } finally {
        await single.close()
      }
    },
  )

  /** As the worker would have: another sync of a connection that was through would be one more, and not this one. */
  async function goOn({ database, engine, connections }: Stage): Promise<void> {
    for (const id of connections) {
      const run = await database.kysely
        .selectFrom('sync_runs')
        .select('ended_at')
        .where('connection_id', '=', id)
        .executeTakeFirst()
      if (!run?.ended_at) await syncOnce(engine, id)
    }
  }

  async function undisturbedRun(): Promise<number> {
    const whole = await openStage()
    await whole.sync()
    const requests = requestsOf(whole)
    await whole.close()
    return requests
  }

  async function killAt(single: Stage, request: number): Promise<void> {
    const worker = startWorker(single)
    const ended = once(worker, 'exit')
    while (worker.exitCode === null && single.simulator.ledger.entries().length < request) await pause(1)
    worker.kill('SIGKILL')
    await ended
    await leasesEnd(single)
  }
})

async function differencesOf({ database, simulator }: Stage): Promise<string> {
  const entities = compared.filter((entity) => !entity.startsWith('issue'))
  const options = { sourceAccess: 'none', entities } as const
  return describeDifferences(await compareWithOracle(database.kysely, simulator.world, options))
}

function requestsOf(one: Stage): number {
  return Object.values(one.requests()).reduce((sum, count) => sum + count, 0)
}

function startWorker({ database, engine, connections }: Stage): ChildProcess {
  const program = join(import.meta.dirname, 'once.ts')
  const input = [program, database.url, engine.config.dataDirectory, ...connections]
  const stdio = ['ignore', 'pipe', 'inherit'] as const
  return spawn(process.execPath, ['--import', 'tsx', ...input], { cwd: packageRoot(), stdio: [...stdio] })
}

/** What a minute does to the leases of a worker that is dead. */
async function leasesEnd({ database }: Stage): Promise<void> {
  await database.pool.query(
    `update slices set leased_until = now() - interval '1 second' where leased_by is not null`,
  )
}
