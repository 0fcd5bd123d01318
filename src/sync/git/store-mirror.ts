import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Db } from '../../db/pool.ts'
import { storeRows } from '../batch.ts'
import { addCounts, type Counts, countsOf } from '../counts.ts'
import type { Slice } from '../slice.ts'
import type { StreamRow } from '../stream.ts'
import { type Mirror, newCommits, readCommits, readFiles, readRefs } from './read.ts'
import { listing, nothing, withSizes } from './wanted.ts'

interface StoreOptions {
  readonly place: Mirror
  readonly mainBranch: string | null
  readonly leaseSeconds: number
}

export interface StoredMirror {
  readonly changed: Counts
  /** Whether a branch or tag moved, came or went since the mirror was stored last. */
  readonly moved: boolean
}

/** Some 2 MB of text; a transaction of this size takes about a quarter of a second. */
const batchCommits = 2_000

/** Stores what the mirror knows and the tables do not. Equal refs mean that nothing else can differ. */
export async function storeMirror(db: Db, slice: Slice, options: StoreOptions): Promise<StoredMirror> {
  const { place } = options
  const refs = await readRefs(place)
  const before = await storedRefs(db, slice)
  const now = new Map([
    ...refs.branches.map((row): [string, string] => [`branch ${row.name}`, String(row.target)]),
    ...refs.tags.map((row): [string, string] => [`tag ${row.name}`, `${row.target} ${row.object ?? ''}`]),
  ])
  const moved = !equal(before.refs, now)
  const main = refs.branches.find(({ name }) => name === options.mainBranch)?.target as string | undefined
  const listed = await readFile(join(place.directory, listing), 'utf8').catch(() => '')
  if (!moved && listed === (main ?? nothing)) return { changed: {}, moved }
  const heads = [...new Set([...refs.branches, ...refs.tags].map(({ target }) => String(target)))]
  const commits = await storeCommits(db, slice, options, heads, before.heads)
  const lost = await storeUnreachable(db, slice, options, heads, before.heads)
  const files = main === undefined ? [] : await withSizes(db, slice, await readFiles(place, main))
  const { tables } = await storeRows(db, slice, {
    rows: { branches: refs.branches, tags: refs.tags, repository_files: files },
    owned: [{ branches: {}, tags: {}, repository_files: {} }],
    leaseSeconds: options.leaseSeconds,
  })
  await writeFile(join(place.directory, listing), main ?? nothing)
  return { changed: addCounts(commits, lost, countsOf(tables)), moved }
}

async function storedRefs(db: Db, slice: Slice) {
  const branches = await db
    .selectFrom('branches')
    .select(['name', 'target'])
    .where('workspace_id', '=', slice.workspaceId)
    .where('repository_id', '=', slice.repositoryId)
    .where('removed_at', 'is', null)
    .execute()
  const tags = await db
    .selectFrom('tags')
    .select(['name', 'target', 'object'])
    .where('workspace_id', '=', slice.workspaceId)
    .where('repository_id', '=', slice.repositoryId)
    .where('removed_at', 'is', null)
    .execute()
  return {
    refs: new Map([
      ...branches.map(({ name, target }): [string, string] => [`branch ${name}`, target]),
      ...tags.map(({ name, target, object }): [string, string] => [
        `tag ${name}`,
        `${target} ${object ?? ''}`,
      ]),
    ]),
    heads: [...new Set([...branches, ...tags].map(({ target }) => target))],
  }
}

function equal(left: ReadonlyMap<string, string>, right: ReadonlyMap<string, string>): boolean {
  if (left.size !== right.size) return false
  for (const [name, value] of left) if (right.get(name) !== value) return false
  return true
}

async function storeCommits(
  db: Db,
  slice: Slice,
  { place, leaseSeconds }: StoreOptions,
  heads: readonly string[],
  known: readonly string[],
): Promise<Counts> {
  let changed: Counts = {}
  let hashes: string[] = []
  const flush = async () => {
    const commits: StreamRow[] = []
    for await (const row of readCommits(place, hashes)) commits.push(row)
    hashes = []
    const stored = await storeRows(db, slice, { rows: { commits }, leaseSeconds })
    changed = addCounts(changed, countsOf(stored.tables))
  }
  for await (const hash of newCommits(place, heads, known)) {
    hashes.push(hash)
    if (hashes.length >= batchCommits) await flush()
  }
  if (hashes.length > 0) await flush()
  return changed
}

/** A commit that a force push or a deleted branch left behind stays, and is marked. */
async function storeUnreachable(
  db: Db,
  slice: Slice,
  { place, leaseSeconds }: StoreOptions,
  heads: readonly string[],
  before: readonly string[],
): Promise<Counts> {
  if (before.length === 0 || !(await leftBehind(place, heads, before))) return {}
  const reachable = new Set<string>()
  for await (const hash of newCommits(place, heads, [])) reachable.add(hash)
  const stored = await db
    .selectFrom('commits')
    .select('hash')
    .where('workspace_id', '=', slice.workspaceId)
    .where('repository_id', '=', slice.repositoryId)
    .where('is_reachable', 'is', true)
    .execute()
  const gone = stored.filter(({ hash }) => !reachable.has(hash))
  if (gone.length === 0) return {}
  const patches = { commits: gone.map(({ hash }) => ({ hash, is_reachable: false })) }
  const { tables } = await storeRows(db, slice, { patches, leaseSeconds })
  return countsOf(tables)
}

/** Whether an old head is reached no more; a mirror that was made anew may not even have it. */
async function leftBehind(
  place: Mirror,
  heads: readonly string[],
  before: readonly string[],
): Promise<boolean> {
  let found = 0
  for await (const _ of readCommits(place, before)) found += 1
  if (found < before.length) return true
  for await (const _ of newCommits(place, before, heads)) return true
  return false
}
