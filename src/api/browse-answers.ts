import { isWanted, type RepositoryRules } from '../connections/choice/is-wanted.ts'
import { requestsOfCycle, shortestFrequency } from '../connections/cycle.ts'
import type { Db } from '../db/pool.ts'
import type { SeenRepository } from '../sync/browse/browse.ts'
import type { Listing } from '../sync/browse/listing.ts'
import type { Estimate } from '../sync/browse/plan.ts'

/** Which repositories are wanted, for a list that says so. */
export interface Wish {
  readonly rules: RepositoryRules
  readonly choices: ReadonlyMap<string, boolean>
  readonly onlyChosen: boolean
}

export function listedOf<T>({ items, size, next, listed }: Listing<T>) {
  return { items: [...items], size, next_page: next, listed }
}

export async function workspacesOf(db: Db, listing: Listing<{ uuid: string; slug: string }>) {
  const uuids = listing.items.map(({ uuid }) => uuid)
  const rows =
    uuids.length === 0
      ? []
      : await db
          .selectFrom('workspaces')
          .innerJoin('connections', 'connections.id', 'workspaces.connection_id')
          .select(['workspaces.uuid', 'connections.alias'])
          .where('workspaces.uuid', 'in', uuids)
          .execute()
  const readers = new Map(rows.map(({ uuid, alias }) => [uuid, alias]))
  const items = listing.items.map((each) => ({ ...each, read_by: readers.get(each.uuid) ?? null }))
  return listedOf({ ...listing, items })
}

export function repositoriesOf(listing: Listing<SeenRepository>, { rules, choices, onlyChosen }: Wish) {
  const items = listing.items.map((each) => {
    const { created_on: _, updated_on, ...shown } = each
    const choice = choices.get(each.uuid)
    return {
      ...shown,
      updated_on: updated_on?.toISOString() ?? null,
      choice: choice ?? null,
      is_wanted: isWanted(rules, each, choice, onlyChosen),
    }
  })
  return listedOf({ ...listing, items })
}

export function estimateOf(estimate: Estimate, workspaces: number) {
  const { listed, repositories, requests, sampled, per_hour } = estimate
  const hours = (requests.likely ?? requests.least) / per_hour
  const cycle = { requests: requestsOfCycle(workspaces, repositories), perHour: per_hour }
  return {
    ...{ listed, repositories, requests, sampled, per_hour },
    hours: Math.round(hours * 100) / 100,
    shortest_frequency_minutes: shortestFrequency(cycle),
  }
}
