import type { Db } from '../../db/pool.ts'
import { storeRows } from '../batch.ts'
import type { Slice } from '../slice.ts'
import type { StreamRow } from '../stream.ts'
import { parseObject, parseSignature, readObjects } from './objects.ts'
import type { Place } from './read.ts'
import { resolverFor } from './resolve.ts'
import { GitError, pieces, runGit } from './run.ts'
import { missingBlobs, type Pair, readSizes } from './sizes.ts'

interface HeadOptions {
  readonly place: Place
  readonly leaseSeconds: number
  /** Brings the contents that are missing, in one request. */
  fetchBlobs(oids: readonly string[]): Promise<void>
}

interface Candidate {
  readonly id: number
  readonly head: string | undefined
  readonly destination: string | undefined
  /** Newest commit that is stored of it. */
  readonly newest: string | null
  readonly unreachable: boolean | null
}

interface Known {
  readonly id: number
  readonly head: string
  readonly destination: string
  readonly base: string | null
  readonly commits: readonly string[]
}

/**
 * What the mirror knows of pull requests: the commits of heads that a branch or tag still reaches, the time of the
 * first and the size of the difference. The contents of all differences come by one fetch. A head that nothing reaches
 * any more is said to be so, and its numbers are unknown.
 */
export async function storePullRequests(db: Db, slice: Slice, options: HeadOptions): Promise<number> {
  const candidates = await loadCandidates(db, slice, options.place)
  const lost = await unreachable(options.place, candidates)
  const isLost = ({ head }: Candidate) => head === undefined || lost.has(head)
  const gone = candidates.filter((one) => isLost(one) && one.unreachable !== true)
  const stale = candidates.filter(
    (one) => !isLost(one) && (one.unreachable !== false || one.newest !== one.head),
  )
  const known: Known[] = []
  for (const one of stale) {
    const found = await commitsOf(options.place, one)
    if (found) known.push(found)
  }
  const rows = await describe(options, known)
  return writeAll(db, slice, options, gone, known, rows)
}

async function loadCandidates(db: Db, slice: Slice, place: Place): Promise<Candidate[]> {
  const rows = await db
    .selectFrom('pull_requests')
    .leftJoin('pull_request_commits', (join) =>
      join
        .onRef('pull_request_commits.workspace_id', '=', 'pull_requests.workspace_id')
        .onRef('pull_request_commits.repository_id', '=', 'pull_requests.repository_id')
        .onRef('pull_request_commits.pull_request_id', '=', 'pull_requests.id')
        .on('pull_request_commits.position', '=', 0),
    )
    .select([
      'pull_requests.id',
      'source_commit_prefix',
      'destination_commit_prefix',
      'head_unreachable',
      'pull_request_commits.hash',
    ])
    .where('pull_requests.workspace_id', '=', slice.workspaceId)
    .where('pull_requests.repository_id', '=', slice.repositoryId)
    .where('removed_at', 'is', null)
    .execute()
  const prefixes = rows.flatMap((row) =>
    [row.source_commit_prefix ?? [], row.destination_commit_prefix ?? []].flat(),
  )
  const found = await resolverFor(place)([...new Set(prefixes)])
  const full = (prefix: string | null) => {
    const commits = found.get(prefix ?? '') ?? []
    return commits.length === 1 ? commits[0] : undefined
  }
  return rows.map((row) => ({
    id: row.id,
    head: full(row.source_commit_prefix),
    destination: full(row.destination_commit_prefix),
    newest: row.hash,
    unreachable: row.head_unreachable,
  }))
}

/** Heads that no branch or tag reaches. The mirror may still have them, but only until it is made anew. */
async function unreachable(place: Place, candidates: readonly Candidate[]): Promise<Set<string>> {
  const heads = [...new Set(candidates.flatMap(({ head }) => head ?? []))]
  const lost = new Set<string>()
  if (heads.length === 0) return lost
  const input = `${heads.join('\n')}\n`
  const list = ['rev-list', '--stdin', '--not', '--all']
  for await (const line of pieces({ ...place, arguments: list, input }, '\n')) lost.add(line.toString())
  return lost
}

async function commitsOf(place: Place, { id, head, destination }: Candidate): Promise<Known | undefined> {
  if (head === undefined || destination === undefined) return undefined
  const commits: string[] = []
  const list = ['rev-list', `${destination}..${head}`]
  for await (const line of pieces({ ...place, arguments: list }, '\n')) commits.push(line.toString())
  return { id, head, destination, base: await mergeBase(place, destination, head), commits }
}

/** Null where two histories have nothing in common, which git says by its exit code alone. */
async function mergeBase(place: Place, left: string, right: string): Promise<string | null> {
  try {
    return (await runGit({ ...place, arguments: ['merge-base', left, right] })).toString().trim()
  } catch (error) {
    if (error instanceof GitError && error.complaint === 'exit code 1') return null
    throw error
  }
}

async function describe({ place, fetchBlobs }: HeadOptions, known: readonly Known[]): Promise<StreamRow[]> {
  const pairs = known.flatMap(({ base, head }): Pair[] => (base === null ? [] : [{ base, head }]))
  if (pairs.length > 0) {
    const missing = await missingBlobs(place, pairs)
    if (missing.length > 0) await fetchBlobs(missing)
  }
  const sizes = pairs.length > 0 ? await readSizes(place, pairs) : new Map()
  const written = new Map<string, Date>()
  for await (const { hash, content } of readObjects(place, new Set(known.flatMap(({ commits }) => commits))))
    written.set(hash, parseSignature(parseObject(content).headers.get('author')?.[0]).at)
  return known.map(({ id, head, destination, base, commits }) => {
    const times = commits.map((hash) => written.get(hash)?.getTime() ?? Number.POSITIVE_INFINITY)
    return {
      id,
      source_commit: head,
      destination_commit: destination,
      head_unreachable: false,
      first_commit_on: times.length === 0 ? null : new Date(Math.min(...times)),
      ...(sizes.get(`${base} ${head}`) ?? unknownSize),
    }
  })
}

const unknownSize = { files_changed: null, lines_added: null, lines_removed: null }

async function writeAll(
  db: Db,
  slice: Slice,
  { leaseSeconds }: HeadOptions,
  gone: readonly Candidate[],
  known: readonly Known[],
  rows: readonly StreamRow[],
): Promise<number> {
  const blank = gone.map(({ id }) => ({ id, head_unreachable: true, first_commit_on: null, ...unknownSize }))
  const commits = known.flatMap(({ id, commits: all }) =>
    all.map((hash, position) => ({ pull_request_id: id, hash, position })),
  )
  if (blank.length + rows.length === 0) return 0
  const { changed } = await storeRows(db, slice, {
    rows: { pull_request_commits: commits },
    owned: [...gone, ...known].map(({ id }) => ({ pull_request_commits: { pull_request_id: id } })),
    patches: { pull_requests: [...rows, ...blank] },
    leaseSeconds,
  })
  return changed
}
