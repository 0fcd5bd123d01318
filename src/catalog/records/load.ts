import type { Db } from '../../db/pool.ts'
import type { Resource, Selector } from '../mapping/config.ts'
import { readFilter } from '../mapping/filter-text.ts'
import { filesOf, foldersOf, withIncludedFiles } from './files.ts'
import type { MappedRecord } from './record.ts'
import { storedOfWorkspaces, storedPullRequests, storedRepositories } from './stored.ts'
import type { Unit } from './unit.ts'

/**
 * The records that a resource of a mapping is about, or those of some units, from what is stored: no request is made.
 * Whether the mapping's own query takes them is not decided here.
 */
export async function* loadRecords(
  db: Db,
  { kind, selector }: Resource,
  units: readonly Unit[] | null = null,
): AsyncGenerator<MappedRecord> {
  if (kind === 'project') return yield* storedOfWorkspaces(db, 'projects', units)
  if (kind === 'user') return yield* storedOfWorkspaces(db, 'members', units)
  if (kind === 'repository') {
    for await (const record of chosen(storedOfWorkspaces(db, 'repositories', units), selector))
      yield await withIncludedFiles(db, record, selector.includedFiles)
    return
  }
  const wanted = units && byRepository(units)
  const repositories = wanted
    ? storedRepositories(db, [...wanted.keys()])
    : storedOfWorkspaces(db, 'repositories')
  for await (const record of chosen(repositories, selector)) {
    const keys = wanted?.get(record.repositoryId ?? '') ?? null
    if (kind === 'pull-request') yield* pullRequests(db, record, selector, keys)
    else if (kind === 'folder') yield* foldersOf(db, record, selector)
    else yield* filesOf(db, record, selector)
  }
}

function byRepository(units: readonly Unit[]): Map<string, string[]> {
  const keys = new Map<string, string[]>()
  for (const { repositoryId, key } of units) {
    const own = keys.get(repositoryId ?? '')
    if (own) own.push(key)
    else keys.set(repositoryId ?? '', [key])
  }
  return keys
}

async function* chosen(
  repositories: AsyncGenerator<MappedRecord>,
  { repoQuery }: Selector,
): AsyncGenerator<MappedRecord> {
  const fits = repoQuery === null ? () => true : readFilter(repoQuery)
  for await (const record of repositories) if (fits(record.item)) yield record
}

async function* pullRequests(
  db: Db,
  repository: MappedRecord,
  selector: Selector,
  keys: readonly string[] | null,
): AsyncGenerator<MappedRecord> {
  const { pullRequestQuery, maxResults } = selector
  const fits = pullRequestQuery === null ? () => true : readFilter(pullRequestQuery)
  let count = 0
  // Which are the newest, only all of them together tell.
  const asked = maxResults === null ? keys : null
  for await (const record of storedPullRequests(db, repository, selector, asked)) {
    if (!fits(record.item)) continue
    count += 1
    yield record
    if (count === maxResults) return
  }
}
