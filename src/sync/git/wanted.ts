import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Db } from '../../db/pool.ts'
import { storeRows } from '../batch.ts'
import { addCounts, type Counts, countsOf } from '../counts.ts'
import type { Slice } from '../slice.ts'
import type { StreamRow } from '../stream.ts'
import { isWanted, largestContent } from '../wanted-files.ts'
import type { Mirror } from './read.ts'

/** Contents in one transaction, so that memory holds few of them. */
const batchBytes = 8 * 1024 * 1024

/** A file of the mirror that names the commit whose files were stored last; another may name a branch the main one. */
export const listing = 'windlass-files'
/** The same of their contents. */
const contents = 'windlass-contents'
export const nothing = 'none'

/** Contents that are still to be stored. */
export interface Wanted {
  /** Commit whose files they are of. */
  readonly commit: string
  /** Those that the workspace does not have yet, whichever repository they were first seen in. */
  readonly missing: readonly string[]
}

/** Null when those of the files that are stored are stored, too. */
export async function loadWanted(db: Db, slice: Slice, directory: string): Promise<Wanted | null> {
  const [commit, done] = await Promise.all(
    [listing, contents].map((name) => readFile(join(directory, name), 'utf8').catch(() => nothing)),
  )
  if (commit === undefined || commit === done) return null
  const { rows } = await sql<{ path: string; oid: string }>`
    select path, oid from repository_files
     where workspace_id = ${slice.workspaceId} and repository_id = ${slice.repositoryId}
       and not exists (select from blobs where blobs.workspace_id = repository_files.workspace_id
                          and blobs.oid = repository_files.oid)`.execute(db)
  const missing = rows.filter(({ path }) => isWanted(path)).map(({ oid }) => oid)
  return { commit, missing: [...new Set(missing)] }
}

/** To be called when the mirror has them; those that it has not are left out. */
export async function storeWanted(
  db: Db,
  slice: Slice,
  { directory, objects }: Mirror,
  { wanted: { commit, missing }, leaseSeconds }: { readonly wanted: Wanted; readonly leaseSeconds: number },
): Promise<Counts> {
  let changed: Counts = {}
  let blobs: StreamRow[] = []
  let bytes = 0
  const flush = async () => {
    const { tables } = await storeRows(db, slice, { rows: { blobs }, leaseSeconds })
    changed = addCounts(changed, countsOf(tables))
    blobs = []
    bytes = 0
  }
  for await (const { hash, content } of objects.read(missing)) {
    const kept = content.length <= largestContent
    blobs.push({ oid: hash, size: content.length, content: kept ? content : null })
    bytes += kept ? content.length : 0
    if (bytes >= batchBytes) await flush()
  }
  if (blobs.length > 0) await flush()
  changed = addCounts(changed, await storeSizes(db, slice, leaseSeconds))
  await writeFile(join(directory, contents), commit)
  return changed
}

/** Sizes of files that were stored before their contents. */
async function storeSizes(db: Db, slice: Slice, leaseSeconds: number): Promise<Counts> {
  const { rows } = await sql<{ path: string; size: string }>`
    select path, blobs.size from repository_files join blobs using (workspace_id, oid)
     where workspace_id = ${slice.workspaceId} and repository_id = ${slice.repositoryId}
       and repository_files.size is null`.execute(db)
  if (rows.length === 0) return {}
  const { tables } = await storeRows(db, slice, { patches: { repository_files: rows }, leaseSeconds })
  return countsOf(tables)
}

/** The files with the sizes of those whose contents are stored. */
export async function withSizes(
  db: Db,
  { workspaceId }: Slice,
  files: readonly StreamRow[],
): Promise<StreamRow[]> {
  const { rows } = await sql<{ oid: string; size: string }>`
    select oid, size from blobs
     where workspace_id = ${workspaceId} and oid = any(${files.map(({ oid }) => String(oid))}::text[])`.execute(
    db,
  )
  const sizes = new Map(rows.map(({ oid, size }) => [oid, size]))
  return files.map((file) => ({ ...file, size: sizes.get(String(file.oid)) ?? null }))
}
