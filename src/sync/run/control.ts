import type { Db } from '../../db/pool.ts'
import { Failure } from '../../errors.ts'
import type { Connector } from '../stream.ts'
import { laneOf, wakeOpen } from './plant.ts'
import { getRun, lockRun, type Run } from './report.ts'
import { writeTally } from './runs.ts'

/** Workers leave off after the page under way; everything they read stays. */
export async function pauseRun(tx: Db, id: string): Promise<Run> {
  const { state } = await lockRun(tx, id)
  if (state !== 'running' && state !== 'paused') throw ended(state)
  return write(tx, id, { state: 'paused' })
}

export async function resumeRun(tx: Db, id: string): Promise<Run> {
  const { state, connection_id } = await lockRun(tx, id)
  if (state !== 'running' && state !== 'paused') throw ended(state)
  const run = await write(tx, id, { state: 'running' })
  await wakeOpen(tx, id, await laneOf(tx, connection_id))
  return run
}

/** What of it was not read stays as it stands in its progress, and is left to the next run. */
export async function cancelRun(tx: Db, connectors: readonly Connector[], id: string): Promise<Run> {
  const { state } = await lockRun(tx, id)
  if (state === 'cancelled') return getRun(tx, id)
  if (state !== 'running' && state !== 'paused') throw ended(state)
  const run = await write(tx, id, { state: 'cancelled', ended_at: new Date() })
  await writeTally(tx, connectors, id)
  return run
}

async function write(
  tx: Db,
  id: string,
  change: { readonly state: Run['state']; readonly ended_at?: Date },
): Promise<Run> {
  await tx.updateTable('sync_runs').set(change).where('id', '=', id).execute()
  return getRun(tx, id)
}

function ended(state: string): Failure {
  return new Failure('conflict', { detail: `The run has ended: it is ${state}.` })
}
