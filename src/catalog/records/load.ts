import type { Db } from '../../db/pool.ts'
import type { Resource, Selector } from '../mapping/config.ts'
import { readFilter } from '../mapping/filter-text.ts'
import { filesOf, foldersOf, withIncludedFiles } from './files.ts'
import type { MappedRecord } from './record.ts'
import { storedOfWorkspaces, storedPullRequests } from './stored.ts'

/**
 * The records that a resource of a mapping is about, from what is stored: no request is made. Whether the mapping's
 * own query takes them is not decided here.
 */
export async function* loadRecords(db: Db, { kind, selector }: Resource): AsyncGenerator<MappedRecord> {
  if (kind === 'project') return yield* storedOfWorkspaces(db, 'projects')
  if (kind === 'user') return yield* storedOfWorkspaces(db, 'members')
  for await (const record of repositories(db, selector)) {
    if (kind === 'repository') yield await withIncludedFiles(db, record, selector.includedFiles)
    else if (kind === 'pull-request') yield* pullRequests(db, record, selector)
    else if (kind === 'folder') yield* foldersOf(db, record, selector)
    else yield* filesOf(db, record, selector)
  }
}

async function* repositories(db: Db, { repoQuery }: Selector): AsyncGenerator<MappedRecord> {
  const fits = repoQuery === null ? () => true : readFilter(repoQuery)
  for await (const record of storedOfWorkspaces(db, 'repositories')) if (fits(record.item)) yield record
}

async function* pullRequests(
  db: Db,
  repository: MappedRecord,
  selector: Selector,
): AsyncGenerator<MappedRecord> {
  const { pullRequestQuery, maxResults } = selector
  const fits = pullRequestQuery === null ? () => true : readFilter(pullRequestQuery)
  let count = 0
  for await (const record of storedPullRequests(db, repository, selector)) {
    if (!fits(record.item)) continue
    count += 1
    yield record
    if (count === maxResults) return
  }
}
