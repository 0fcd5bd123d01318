import type { Db } from '../../db/pool.ts'
import { storeRows } from '../batch.ts'
import { type Counts, countsOf } from '../counts.ts'
import type { Slice } from '../slice.ts'
import type { StreamRow } from '../stream.ts'
import { type Comparison, compareAll, type Ends } from './graph.ts'
import { parseObject, parseSignature } from './objects.ts'
import type { Mirror, Place } from './read.ts'
import { commitsIn } from './resolve.ts'
import { pieces } from './run.ts'
import { blobsOf, missingOf, readSizes } from './sizes.ts'
import type { Fork, Unsettled } from './unsettled.ts'

interface HeadOptions {
  readonly place: Mirror
  readonly leaseSeconds: number
  /** Contents of the repository that are fetched with the others. */
  readonly beside: readonly string[]
  /**
   * Brings the contents that are missing, in one request; from a fork, or from the repository itself with null. What is
   * not there any more stays missing.
   */
  fetchBlobs(oids: readonly string[], fork: Fork | null): Promise<void>
  /** Brings the branches of a fork; false when it cannot be read. */
  fetchFork(fork: Fork): Promise<boolean>
}

interface Candidate extends Unsettled {
  readonly head: string | undefined
  readonly destination: string | undefined
}

interface Known extends Ends, Comparison {
  readonly id: number
  readonly isShown: boolean
  readonly fork: Fork | null
}

/** Pull requests compared at a time: those of about the same age, so that not all of a long history is held. */
const compared = 500

/**
 * What the mirror knows of pull requests: the commits of heads that a branch or tag still reaches, the time of the
 * first and the size of the difference. The contents of all differences come by one fetch. A head that nothing reaches
 * any more is said to be so, and its numbers are unknown.
 */
export async function storePullRequests(
  db: Db,
  slice: Slice,
  unsettled: readonly Unsettled[],
  options: HeadOptions,
): Promise<Counts> {
  let candidates = await lookUp(options.place, unsettled)
  if (await fetchForks(options, candidates)) candidates = await lookUp(options.place, unsettled)
  // The mirror may still have heads that nothing reaches any more, but only until it is made anew.
  const lost = await beyond(options.place, candidates, ['--all'])
  const isLost = ({ head }: Candidate) => head === undefined || lost.has(head)
  const gone = candidates.filter((one) => isLost(one) && one.unreachable !== true)
  const stale = candidates.filter((one) => !isLost(one))
  const fromForks = stale.filter(({ fork }) => fork !== null)
  const foreign = await beyond(options.place, fromForks, ['--branches', '--tags'])
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

async function lookUp(place: Mirror, unsettled: readonly Unsettled[]): Promise<Candidate[]> {
  const prefixes = unsettled.flatMap(({ headPrefix, destinationPrefix }) =>
    [headPrefix ?? [], destinationPrefix ?? []].flat(),
  )
  const found = await commitsIn(place, [...new Set(prefixes)])
  const full = (prefix: string | null) => found.get(prefix ?? '')
  return unsettled.map((one) => ({
    ...one,
    head: full(one.headPrefix),
    destination: full(one.destinationPrefix),
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
  const whole = stale.flatMap(({ id, isShown, fork, head, destination }) =>
    head === undefined || destination === undefined ? [] : [{ id, isShown, fork, head, destination }],
  )
  const known: Known[] = []
  for (let start = 0; start < whole.length; start += compared) {
    const some = whole.slice(start, start + compared)
    const found = await compareAll(place, some)
    known.push(...some.flatMap((one, at): Known[] => (found[at] ? [{ ...one, ...found[at] }] : [])))
  }
  return known
}

async function describe(
  { place, beside, fetchBlobs }: HeadOptions,
  known: readonly Known[],
): Promise<StreamRow[]> {
  const read = await readAll(place, known)
  const pairs = known.map(({ base, head }) => treesOf(read, base, head))
  const compared = [...new Set(pairs.flatMap((pair) => pair ?? []))]
  const needed = await blobsOf(place, compared)
  const missing = await missingOf(place, [...beside, ...[...needed.values()].flat()])
  // Both sides of a comparison lie where the head does: the base is in its history.
  for (const fork of [
    null,
    ...new Map(known.flatMap(({ fork: one }) => (one ? [[one.id, one]] : []))).values(),
  ]) {
    const those = pairs.flatMap((pair, index) => (pair && known[index]?.fork?.id === fork?.id ? pair : []))
    const all = [...(fork ? [] : beside), ...those.flatMap((pair) => needed.get(pair) ?? [])]
    const wanted = new Set(all.filter((oid) => missing.has(oid)))
    if (wanted.size > 0) await fetchBlobs([...wanted], fork)
  }
  const gone = await missingOf(place, [...missing])
  const isWhole = (pair: string) => !needed.get(pair)?.some((oid) => gone.has(oid))
  const sizes = await readSizes(place, compared.filter(isWhole))
  return known.map(({ id, isShown, head, destination, commits }, index) => {
    const times = commits.map((hash) => read.get(hash)?.at.getTime() ?? Number.POSITIVE_INFINITY)
    return {
      id,
      // What Bitbucket hides stays hidden in the column that repeats what it shows.
      ...(isShown && { source_commit: head }),
      destination_commit: destination,
      compared_with: destination,
      head_unreachable: false,
      first_commit_on: times.length === 0 ? null : new Date(Math.min(...times)),
      ...(sizes.get(pairs[index] ?? '') ?? unknownSize),
    }
  })
}

/** Tree of each commit, and when it was written. */
async function readAll({ objects }: Mirror, known: readonly Known[]) {
  const wanted = new Set(
    known.flatMap(({ base, head, commits }) => [head, ...commits, ...(base ? [base] : [])]),
  )
  const read = new Map<string, { readonly tree: string; readonly at: Date }>()
  for await (const { hash, content } of objects.read(wanted)) {
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
