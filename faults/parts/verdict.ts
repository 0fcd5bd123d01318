import {
  compared,
  compareWithOracle,
  type Difference,
  describeDifferences,
} from '../../test/oracle/compare.ts'
import { demand } from '../scenario.ts'
import type { Site } from './site.ts'
import { aWeekPasses, leasesEnd, syncInPeace } from './sync.ts'

/** Requests that reached the source so far. */
export function requestsOf({ simulator }: Site): number {
  const { byTemplate } = simulator.ledger.report()
  return Object.values(byTemplate).reduce((sum, { requests }) => sum + requests, 0)
}

/** What our tables lack, or have wrong; empty when they are equal to what is true. */
export async function differencesOf({
  database,
  simulator: { world },
  sourceAccess,
  include,
}: Site): Promise<Difference[]> {
  // The access tokens of a workspace have no scope for issues.
  const known = compared.filter((entity) => !entity.startsWith('issue'))
  // Where only some repositories are read, whom they name is known, and nobody else.
  const entities = include ? known.filter((entity) => entity !== 'accounts') : known
  const all = await compareWithOracle(database.kysely, world, { sourceAccess, entities })
  if (!include) return all
  const uuids = world.workspaces
    .flatMap(({ uuid }) => world.repositories(uuid))
    .filter(({ slug }) => include.includes(slug))
    .map(({ uuid }) => uuid)
  return all.filter(({ key, kind }) => kind === 'too much' || uuids.some((uuid) => key.includes(uuid)))
}

export async function demandTruth(site: Site): Promise<void> {
  const differences = await differencesOf(site)
  demand(
    differences.length === 0,
    `the tables differ from what is true:\n${describeDifferences(differences)}`,
  )
}

/** The faults have stopped: a week later one more sync reads what is missing. */
export async function recover(site: Site): Promise<void> {
  site.simulator.simulation.faults.clear()
  await leasesEnd(site)
  await aWeekPasses(site)
  await syncInPeace(site)
}

export async function demandRecovery(site: Site): Promise<void> {
  await recover(site)
  await demandTruth(site)
}

export function demandRequests(site: Site, most: number): void {
  const made = requestsOf(site)
  const templates = Object.entries(site.simulator.ledger.report().byTemplate)
  const each = templates.map(([template, { requests }]) => `${requests} ${template}`).join('\n')
  demand(made <= most, `${made} requests were made, and ${Math.floor(most)} would have been enough:\n${each}`)
}
