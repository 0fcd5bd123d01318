import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { floor } from '../../simulator/oracle/floor.ts'
import { packageRoot } from '../../src/config.ts'
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
    const worker = startWorker()
    const ended = once(worker, 'exit')
    if (worker.stdout) await Promise.race([once(worker.stdout, 'data'), ended])
    await Promise.race([pause(moment), ended])
    if (worker.kill('SIGKILL')) killed += 1
    await ended
    await leasesEnd()
  }
  expect(killed).toBeGreaterThanOrEqual(3)
  await stage.sync()
  const entities = compared.filter((entity) => !entity.startsWith('issue'))
  const options = { sourceAccess: 'none', entities } as const
  const differences = await compareWithOracle(stage.database.kysely, stage.simulator.world, options)
  expect(describeDifferences(differences)).toBe('')
  const { total } = floor(stage.simulator.world, { metadataOnly: true })
  const requests = Object.values(stage.requests()).reduce((sum, count) => sum + count, 0)
  expect(requests).toBeLessThanOrEqual(1.1 * total + inFlight * killed)
}, 120_000)

function startWorker(): ChildProcess {
  const program = join(import.meta.dirname, 'once.ts')
  const { database, engine, connections } = stage
  const input = [program, database.url, engine.config.dataDirectory, ...connections]
  const stdio = ['ignore', 'pipe', 'inherit'] as const
  return spawn(process.execPath, ['--import', 'tsx', ...input], { cwd: packageRoot(), stdio: [...stdio] })
}

/** What a minute does to the leases of a worker that is dead. */
async function leasesEnd(): Promise<void> {
  await stage.database.pool.query(
    `update slices set leased_until = now() - interval '1 second' where leased_by is not null`,
  )
}
