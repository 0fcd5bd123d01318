import { setTimeout as pause } from 'node:timers/promises'
import { connectors } from '../../src/connectors/index.ts'
import { startRun } from '../../src/sync/run/runs.ts'
import { Broken } from '../scenario.ts'
import type { Site } from './site.ts'
import { startWorker } from './worker.ts'

/** Longer than any sync of ours takes, however it is disturbed. */
const patience = 180_000

/** Asks for a sync of every connection, as a person would. */
export async function askForSync(site: Site): Promise<void> {
  for (const connectionId of site.connections)
    await startRun(site.database.kysely, connectors, { connectionId, cause: 'person' })
}

/** Whether every run is through; a database that cannot be asked says no. */
export async function isThrough({ database }: Site): Promise<boolean> {
  try {
    const open = await database.kysely
      .selectFrom('sync_runs')
      .select('id')
      .where('ended_at', 'is', null)
      .execute()
    return open.length === 0
  } catch {
    return false
  }
}

export async function waitUntilThrough(site: Site, within = patience): Promise<void> {
  await waitFor(() => isThrough(site), within, 'the sync did not come to its end')
}

export async function waitFor(
  holds: () => boolean | Promise<boolean>,
  within: number,
  otherwise: string,
): Promise<void> {
  const deadline = Date.now() + within
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Broken(`${otherwise} within ${within / 1000} seconds`)
    await pause(25)
  }
}

/** A sync by a worker that nothing disturbs. */
export async function syncInPeace(site: Site): Promise<void> {
  await askForSync(site)
  const worker = startWorker(site)
  try {
    await Promise.race([waitUntilThrough(site), worker.ended])
    if (!(await isThrough(site))) throw new Broken(`the worker ended:\n${worker.said()}`)
  } finally {
    worker.child.kill('SIGTERM')
    await worker.ended
  }
}

/** What a minute does to the leases of a worker that is dead. */
export async function leasesEnd({ database }: Site): Promise<void> {
  await database.pool.query(
    `update slices set leased_until = now() - interval '1 second' where leased_by is not null`,
  )
}

/** A week later, and somebody has seen to what asked for a person: everything is tried again. */
export async function aWeekPasses({ database }: Site): Promise<void> {
  await database.pool.query(`
    update gaps set next_at = now();
    update cursors set complete_at = complete_at - interval '7 days', look_again_at = now();
    update capabilities set seen_at = seen_at - interval '8 days';
    update credential_parks set until = now();
    update credentials set health = 'unverified', health_detail = null`)
}

/**
 * Ends the pauses of what waits for longer than a test can. One of more than a day is none that anybody would sit out:
 * it stays, and what believed in it does not come to its end.
 */
export async function pausesEnd({ database }: Site): Promise<void> {
  await database.pool.query(`
    update credential_parks set until = now() where until > now() and until < now() + interval '1 day';
    update slices set due_at = now() where due_at > now() and due_at < now() + interval '1 day' and leased_by is null`)
}
