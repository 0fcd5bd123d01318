import type { Db } from '../../db/pool.ts'
import { storeRows } from '../batch.ts'
import { type Counts, countsOf } from '../counts.ts'
import type { Slice } from '../slice.ts'
import type { StreamRow } from '../stream.ts'
import { type Comparison, compareAll, type Ends } from './graph.ts'
import { parseObject, parseSignature, readObjects } from './objects.ts'
import type { Place } from './read.ts'
import { commitsIn } from './resolve.ts'
import { pieces } from './run.ts'
import { missingBlobs, readSizes } from './sizes.ts'

interface HeadOptions {
  readonly place: Place
  readonly leaseSeconds: number
  /**
   * Brings the contents that are missing, in one request; from a fork, or from the repository itself with null. What is
   * not there any more stays missing.
   */
  fetchBlobs(oids: readonly string[], fork: Fork | null): Promise<void>
  /** Brings the branches of a fork; false when it cannot be read. */
  fetchFork(fork: Fork): Promise<boolean>
}

/** A repository of the same workspace that pull requests come from. */
export interface Fork {
  readonly id: string
  readonly slug: string
  readonly updatedOn: Date | null
}

interface Candidate {
  readonly id: number
  readonly head: string | undefined
  readonly destination: string | undefined
  readonly fork: Fork | null
  /** Newest commit that is stored of it. */
  readonly newest: string | null
  readonly storedHead: string | null
  readonly unreachable: boolean | null
}

interface Known extends Ends, Comparison {
  readonly id: number
  readonly fork: Fork | null
}

/** Pull requests compared at a time: those of about the same age, so that not all of a long history is held. */
const compared = 500

/**
 * What the mirror knows of pull requests: the commits of heads that a branch or tag still reaches, the time of the
 * first and the size of the difference. The contents of all differences come by one fetch. A head that nothing reaches
 * any more is said to be so, and its numbers are unknown.
 */
export async function storePullRequests(db: Db, slice: Slice, options: HeadOptions): Promise<Counts> {
  let candidates = await loadCandidates(db, slice, options.place)
  if (await fetchForks(options, candidates)) candidates = await loadCandidates(db, slice, options.place)
  // The mirror may still have heads that nothing reaches any more, but only until it is made anew.
  const lost = await beyond(options.place, candidates, ['--all'])
  const isLost = ({ head }: Candidate) => head === undefined || lost.has(head)
  const gone = candidates.filter((one) => isLost(one) && one.unreachable !== true)
  const stale = candidates.filter(
    (one) =>
      !isLost(one) && (one.unreachable !== false || one.newest !== one.head || one.storedHead !== one.head),
  )
  const foreign = await beyond(options.place, stale, ['--branches', '--tags'])
  const known = (await compareEach(options.place, stale)).map((one) =>
    // A fork may have dropped what was merged here.
    foreign.has(one.head) ? one : { ...one, fork: null },
  )
  const rows = await describe(options, known)
  return writeAll(db, slice, options, gone, known, rows)
}

/** Heads that lie in forks of the workspace; whether any came. */
async function fetchForks({ fetchFork }: HeadOptions, candidates: readonly Candidate[]): Promise<boolean> {
  const forks = candidates.flatMap(({ head, fork }) => (head === undefined && fork ? [fork] : []))
  let came = false
  for (const fork of new Map(forks.map((one) => [one.id, one])).values())
    came = (await fetchFork(fork)) || came
  return came
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
    .leftJoin('repositories as fork', (join) =>
      join
        .onRef('fork.uuid', '=', 'pull_requests.source_repository_uuid')
        .onRef('fork.workspace_id', '=', 'pull_requests.workspace_id')
        .onRef('fork.id', '!=', 'pull_requests.repository_id')
        .on('fork.removed_at', 'is', null)
        .on('fork.is_chosen', 'is', true),
    )
    .select([
      'pull_requests.id',
      'source_commit',
      'fork.id as fork_id',
      'fork.slug as fork_slug',
      'fork.updated_on as fork_updated_on',
      'source_commit_prefix',
      'destination_commit_prefix',
      'head_unreachable',
      'pull_request_commits.hash',
    ])
    .where('pull_requests.workspace_id', '=', slice.workspaceId)
    .where('pull_requests.repository_id', '=', slice.repositoryId)
    .where('pull_requests.removed_at', 'is', null)
    .orderBy('pull_requests.id')
    .execute()
  const prefixes = rows.flatMap((row) =>
    [row.source_commit_prefix ?? [], row.destination_commit_prefix ?? []].flat(),
  )
  const found = await commitsIn(place, [...new Set(prefixes)])
  const full = (prefix: string | null) => found.get(prefix ?? '')
  return rows.map((row) => ({
    id: row.id,
    head: full(row.source_commit_prefix),
    destination: full(row.destination_commit_prefix),
    fork:
      row.fork_id === null
        ? null
        : { id: row.fork_id, slug: row.fork_slug ?? '', updatedOn: row.fork_updated_on },
    newest: row.hash,
    storedHead: row.source_commit,
    unreachable: row.head_unreachable,
  }))
}

/** Heads that none of these refs reaches. */
async function beyond(
  place: Place,
  candidates: readonly Candidate[],
  refs: readonly string[],
): Promise<Set<string>> {
  const heads = [...new Set(candidates.flatMap(({ head }) => head ?? []))]
  const found = new Set<string>()
  if (heads.length === 0) return found
  const input = `${heads.join('\n')}\n`
  const list = ['rev-list', '--stdin', '--not', ...refs]
  for await (const line of pieces({ ...place, arguments: list, input }, '\n')) found.add(line.toString())
  return found
}

async function compareEach(place: Place, stale: readonly Candidate[]): Promise<Known[]> {
  const whole = stale.flatMap(({ id, fork, head, destination }) =>
    head === undefined || destination === undefined ? [] : [{ id, fork, head, destination }],
  )
  const known: Known[] = []
  for (let start = 0; start < whole.length; start += compared) {
    const some = whole.slice(start, start + compared)
    const found = await compareAll(place, some)
    known.push(...some.flatMap((one, at): Known[] => (found[at] ? [{ ...one, ...found[at] }] : [])))
  }
  return known
}

async function describe({ place, fetchBlobs }: HeadOptions, known: readonly Known[]): Promise<StreamRow[]> {
  const read = await readAll(place, known)
  const pairs = known.map(({ base, head }) => treesOf(read, base, head))
  const compared = [...new Set(pairs.flatMap((pair) => pair ?? []))]
  // Both sides of a comparison lie where the head does: the base is in its history.
  for (const fork of new Map(known.map((one) => [one.fork?.id, one.fork])).values()) {
    const those = pairs.filter((_, index) => known[index]?.fork?.id === fork?.id)
    const missing = await missingBlobs(place, [...new Set(those.flatMap((pair) => pair ?? []))])
    if (missing.size > 0) await fetchBlobs([...new Set([...missing.values()].flat())], fork)
  }
  const unknown = await missingBlobs(place, compared)
  const sizes = await readSizes(
    place,
    compared.filter((pair) => !unknown.has(pair)),
  )
  return known.map(({ id, head, destination, commits }, index) => {
    const times = commits.map((hash) => read.get(hash)?.at.getTime() ?? Number.POSITIVE_INFINITY)
    return {
      id,
      source_commit: head,
      destination_commit: destination,
      head_unreachable: false,
      first_commit_on: times.length === 0 ? null : new Date(Math.min(...times)),
      ...(sizes.get(pairs[index] ?? '') ?? unknownSize),
    }
  })
}

/** Tree of each commit, and when it was written. */
async function readAll(place: Place, known: readonly Known[]) {
  const wanted = new Set(
    known.flatMap(({ base, head, commits }) => [head, ...commits, ...(base ? [base] : [])]),
  )
  const read = new Map<string, { readonly tree: string; readonly at: Date }>()
  for await (const { hash, content } of readObjects(place, wanted)) {
    const { headers } = parseObject(content)
    const { at } = parseSignature(headers.get('author')?.[0])
    read.set(hash, { tree: headers.get('tree')?.[0] ?? '', at })
  }
  return read
}

/** As `git diff-tree --stdin` takes two trees and shows them; null where there is nothing to compare with. */
function treesOf(
  read: ReadonlyMap<string, { readonly tree: string }>,
  base: string | null,
  head: string,
): string | null {
  const [before, after] = [read.get(base ?? '')?.tree, read.get(head)?.tree]
  return before && after ? `${before} ${after}` : null
}

const unknownSize = { files_changed: null, lines_added: null, lines_removed: null }

async function writeAll(
  db: Db,
  slice: Slice,
  { leaseSeconds }: HeadOptions,
  gone: readonly Candidate[],
  known: readonly Known[],
  rows: readonly StreamRow[],
): Promise<Counts> {
  const blank = gone.map(({ id }) => ({ id, head_unreachable: true, first_commit_on: null, ...unknownSize }))
  const commits = known.flatMap(({ id, commits: all }) =>
    all.map((hash, position) => ({ pull_request_id: id, hash, position })),
  )
  if (blank.length + rows.length === 0) return {}
  const { tables } = await storeRows(db, slice, {
    rows: { pull_request_commits: commits },
    owned: [...gone, ...known].map(({ id }) => ({ pull_request_commits: { pull_request_id: id } })),
    patches: { pull_requests: [...rows, ...blank] },
    leaseSeconds,
  })
  return countsOf(tables)
}
