import type { Place } from './read.ts'
import { GitError, pieces, runGit } from './run.ts'

export interface Ends {
  readonly head: string
  readonly destination: string
}

/** Commits between pull requests and where they go, children before their parents. */
interface Graph {
  readonly places: ReadonlyMap<string, number>
  readonly commits: readonly Commit[]
}

interface Commit {
  readonly hash: string
  /** Seconds; rewritten histories and wrong clocks may have a parent younger than its child. */
  readonly at: number
  readonly parents: readonly string[]
}

export interface Comparison {
  /** Newest commit that both have; null where two histories have nothing in common. */
  readonly base: string | null
  /** Those that the head has and the destination has not, newest first. */
  readonly commits: readonly string[]
}

/**
 * Compares every head with its destination as `git rev-list` and `git merge-base` would, by two processes in all and
 * not by two for each: starting one costs more than the comparison.
 */
export async function compareAll(place: Place, ends: readonly Ends[]): Promise<Comparison[]> {
  if (ends.length === 0) return []
  const graph = await readGraph(place, ends)
  return ends.map((one) => compare(graph, one))
}

async function readGraph(place: Place, ends: readonly Ends[]): Promise<Graph> {
  const tips = [...new Set(ends.flatMap(({ head, destination }) => [head, destination]))]
  const base = await commonBase(place, tips)
  const commits: Commit[] = []
  const places = new Map<string, number>()
  const input = [...tips, ...(base === null ? [] : [`^${base}^@`])].map((line) => `${line}\n`).join('')
  const list = ['rev-list', '--topo-order', '--parents', '--timestamp', '--stdin']
  for await (const line of pieces({ ...place, arguments: list, input }, '\n')) {
    const [at, hash = '', ...parents] = line.toString().split(' ')
    places.set(hash, commits.length)
    commits.push({ hash, at: Number(at), parents })
  }
  return { places, commits }
}

/** What lies below it is in the history of every head and every destination, and makes no difference. */
async function commonBase(place: Place, tips: readonly string[]): Promise<string | null> {
  try {
    return (await runGit({ ...place, arguments: ['merge-base', '--octopus', ...tips] })).toString().trim()
  } catch (error) {
    if (error instanceof GitError && error.complaint === 'exit code 1') return null
    throw error
  }
}

const ofHead = 1
const ofDestination = 2
const common = ofHead | ofDestination
/** In the history of a commit that both have. */
const below = 4

/** From both ends downwards, children before parents: what is reached from where is settled when a commit's turn comes. */
function compare({ places, commits }: Graph, { head, destination }: Ends): Comparison {
  const marks = new Map<number, number>()
  const waiting = new Waiting()
  let undecided = 0
  const mark = (hash: string, flags: number) => {
    const at = places.get(hash)
    if (at === undefined) return
    const before = marks.get(at)
    if (before === undefined) waiting.add(at)
    const after = (before ?? 0) | flags
    marks.set(at, after)
    undecided += Number((after & below) === 0) - Number(before !== undefined && (before & below) === 0)
  }
  mark(head, ofHead)
  mark(destination, ofDestination)
  let base: string | null = null
  const own = new Set<string>()
  while (undecided > 0) {
    const at = waiting.first()
    const commit = commits[at]
    if (commit === undefined) break
    const flags = marks.get(at) ?? 0
    if ((flags & below) === 0) undecided -= 1
    if (flags === common) base ??= commit.hash
    if (flags === ofHead) own.add(commit.hash)
    const handed = (flags & common) === common ? common | below : flags
    for (const parent of commit.parents) mark(parent, handed)
  }
  return { base, commits: newestFirst({ places, commits }, head, own) }
}

/** In the order of their times, but none before a child that leads to it. */
function newestFirst({ places, commits }: Graph, head: string, own: ReadonlySet<string>): string[] {
  const seen = new Set([head])
  const queue = [head].filter((hash) => own.has(hash)).map((hash) => commits[places.get(hash) ?? -1])
  const ordered: string[] = []
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    ordered.push(next.hash)
    for (const hash of next.parents) {
      const parent = commits[places.get(hash) ?? -1]
      if (parent === undefined || !own.has(hash) || seen.has(hash)) continue
      seen.add(hash)
      const older = queue.findIndex((one) => one !== undefined && one.at < parent.at)
      queue.splice(older < 0 ? queue.length : older, 0, parent)
    }
  }
  return ordered
}

/** A heap: the smallest number first. */
class Waiting {
  readonly #heap: number[] = []

  add(value: number): void {
    const heap = this.#heap
    let at = heap.length
    for (;;) {
      const above = (at - 1) >> 1
      const parent = heap[above]
      if (at === 0 || parent === undefined || parent <= value) break
      heap[at] = parent
      at = above
    }
    heap[at] = value
  }

  first(): number {
    const heap = this.#heap
    const [least = -1] = heap
    const last = heap.pop()
    if (last === undefined || heap.length === 0) return least
    let at = 0
    for (;;) {
      const left = heap[at * 2 + 1]
      const right = heap[at * 2 + 2]
      const isRight = right !== undefined && left !== undefined && right < left
      const child = isRight ? right : left
      if (child === undefined || child >= last) break
      heap[at] = child
      at = at * 2 + (isRight ? 2 : 1)
    }
    heap[at] = last
    return least
  }
}
