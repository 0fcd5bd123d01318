import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { floor } from '../../simulator/oracle/floor.ts'
import { packageRoot } from '../../src/config.ts'
import { cancelRun, pauseRun, resumeRun } from '../../src/sync/run/control.ts'
import { listRuns } from '../../src/sync/run/report.ts'
import { compared, compareWithOracle, describeDifferences } from '../oracle/compare.ts'
import { openStage, type Stage } from './stage.ts'

let stage: Stage
const workers: ChildProcess[] = []
beforeAll(async () => {
  const faults = [{ effect: { kind: 'delay', ms: 100 } }] as const
  stage = await openStage({ faults: [...faults] })
}, 30_000)
afterAll(async () => {
  for (const worker of workers) worker.kill('SIGKILL')
  await stage?.close()
})

/** Each of two workers reads four slices at once: so many answers may be lost each time they leave off. */
const inFlight = 8

it('is left off by all workers when it is paused, goes on from there, and leaves a cancelled one to the next', async () => {
  const db = stage.database.kysely
  const newest = async () => {
    const [run] = await listRuns(db, {}, undefined, 1)
    if (!run) throw new Error('there is no run')
    return run
  }
  const first = [startWorker(), startWorker()]
  await sent(15)
  const run = await newest()
  expect((await pauseRun(db, run.id)).state).toBe('paused')
  const stopped = await comesToRest()
  const progress = await progressOf()
  expect(progress.map(({ state }) => state)).toContain('complete')
  await pause(1_500)
  expect([stage.simulator.ledger.entries().length, await progressOf()]).toEqual([stopped, progress])
  expect((await newest()).state).toBe('paused')

  await resumeRun(db, run.id)
  await sent(stopped + 25)
  await cancelRun(db, stage.engine.connectors, run.id)
  await Promise.all(first.map((worker) => once(worker, 'exit')))
  expect(await newest()).toMatchObject({ id: run.id, state: 'cancelled', ended_at: expect.any(Date) })

  stage.simulator.simulation.faults.clear()
  await Promise.all([startWorker(), startWorker()].map((worker) => once(worker, 'exit')))
  expect((await newest()).id).not.toBe(run.id)
  await stage.sync()
  const entities = compared.filter((entity) => !entity.startsWith('issue'))
  const differences = await compareWithOracle(db, stage.simulator.world, { sourceAccess: 'none', entities })
  expect(describeDifferences(differences)).toBe('')
  const { total, idle } = floor(stage.simulator.world, { metadataOnly: true })
  const requests = Object.values(stage.requests()).reduce((sum, count) => sum + count, 0)
  // A cancelled run has read heads that the next asks for again, and so has the last sync of them all.
  expect(requests).toBeLessThanOrEqual(1.1 * total + 2 * inFlight + 2 * idle.pollingPerCycle)
}, 300_000)

function startWorker(): ChildProcess {
  const program = join(import.meta.dirname, 'once.ts')
  const { database, engine, connections } = stage
  const input = [program, database.url, engine.config.dataDirectory, connections[0] ?? '']
  const worker = spawn(process.execPath, ['--import', 'tsx', ...input], {
    cwd: packageRoot(),
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  workers.push(worker)
  return worker
}

async function sent(requests: number): Promise<void> {
  const enough = () => expect(stage.simulator.ledger.entries().length).toBeGreaterThanOrEqual(requests)
  await vi.waitFor(enough, { timeout: 90_000, interval: 20 })
}

/** Waits until what was under way is stored, and every slice was given back and found to have nothing to do. */
async function comesToRest(): Promise<number> {
  const rest = async () => {
    const { rows } = await stage.database.pool.query(
      `select from slices where leased_by is not null or due_at < now() limit 1`,
    )
    expect(rows).toEqual([])
  }
  await vi.waitFor(rest, { timeout: 60_000, interval: 100 })
  return stage.simulator.ledger.entries().length
}

async function progressOf() {
  const { rows } = await stage.database.pool.query<{ id: string; state: string; requests: number }>(
    'select id, state, requests, seen from sync_progress order by id',
  )
  return rows
}
