/** Growing a commit graph: branches move, commits get parents and authors. Trees and hashes come later. */
import type { CommitRecord, Identity, RepositoryState, TreeChange } from '../content/state.ts'
import type { Account } from '../model.ts'
import type { Random } from '../random.ts'
import { type Instant, SECOND } from '../time.ts'

export interface NewCommit {
  parents: readonly number[]
  author: Identity
  committer?: Identity
  at: Instant
  /** Author date where it differs: rebased or back-dated work. */
  authoredAt?: Instant
  message: string
  change: TreeChange
}

export function addCommit(state: RepositoryState, commit: NewCommit): number {
  // A child is never committed before its parents: logs by date then keep the graph's order, as with sane clocks.
  let committedOn = toSecond(commit.at)
  for (const parent of commit.parents) {
    const before = recordAt(state, parent).committedOn
    if (before >= committedOn) committedOn = before + SECOND
  }
  state.commits.push({
    hash: '',
    treeHash: '',
    tree: null,
    parents: commit.parents,
    author: commit.author,
    committer: commit.committer ?? commit.author,
    date: commit.authoredAt === undefined ? committedOn : toSecond(commit.authoredAt),
    committedOn,
    message: commit.message,
    change: commit.change,
  })
  return state.commits.length - 1
}

export function recordAt(state: RepositoryState, index: number): CommitRecord {
  const record = state.commits[index]
  if (record === undefined) throw new RangeError(`no commit ${index}`)
  return record
}

export function toSecond(at: Instant): Instant {
  return Math.floor(at / SECOND) * SECOND
}

/** The name and address a person commits with on that day; one of the addresses may be unknown to Bitbucket. */
export function identityOf(random: Random, account: Account, at: Instant): Identity {
  const past = account.previousNames.find((name) => at < name.until)
  const name =
    account.status === 'closed' ? nameFromAddress(account) : (past?.displayName ?? account.displayName)
  const unknown = account.unresolvedEmails.length > 0 && random.chance(0.35)
  const known = account.emails.length > 1 && random.chance(0.2) ? account.emails[1] : account.emails[0]
  const address = unknown ? account.unresolvedEmails[0] : known
  return { raw: `${name} <${address}>`, account: unknown ? null : account.uuid, offset: account.utcOffset }
}

/** Git remembers who has left: `ada.lovelace@…` still says Ada Lovelace. */
function nameFromAddress(account: Account): string {
  const words = (account.emails[0] ?? '').split('@')[0]?.split('.') ?? []
  return words.map((word) => word.replace(/^./, (letter) => letter.toUpperCase())).join(' ')
}

/** Replays commits onto another one; merges among them are left out, as `git rebase` does. Oldest first. */
export function replay(
  state: RepositoryState,
  commits: readonly number[],
  onto: number,
  committer: Identity,
  at: Instant,
): number[] {
  const replayed: number[] = []
  let parent = onto
  for (const index of commits) {
    const old = recordAt(state, index)
    if (old.parents.length !== 1) continue
    parent = addCommit(state, {
      parents: [parent],
      author: old.author,
      committer,
      at,
      authoredAt: old.date,
      message: old.message,
      change: { kind: 'merge', base: old.parents[0] ?? 0, theirs: index },
    })
    replayed.push(parent)
  }
  return replayed
}

/** Marks every commit that the given ones reach. Parents always come before children, so one sweep down is enough. */
export function reach(commits: readonly CommitRecord[], heads: Iterable<number>): Uint8Array {
  const marks = new Uint8Array(commits.length)
  for (const head of heads) marks[head] = 1
  for (let i = commits.length - 1; i >= 0; i--) {
    if (marks[i] === 1) for (const parent of commits[i]?.parents ?? []) marks[parent] = 1
  }
  return marks
}

/** The newest commit that both reach, or -1. */
export function mergeBase(commits: readonly CommitRecord[], left: number, right: number): number {
  const sides = new Map<number, number>()
  sides.set(left, 1)
  sides.set(right, (sides.get(right) ?? 0) | 2)
  for (let i = Math.max(left, right); i >= 0; i--) {
    const side = sides.get(i)
    if (side === 3) return i
    if (side === undefined) continue
    for (const parent of commits[i]?.parents ?? []) sides.set(parent, (sides.get(parent) ?? 0) | side)
  }
  return -1
}

type Dated = Pick<CommitRecord, 'parents' | 'committedOn'>

/** Commits that `head` reaches and `base` does not, newest first by committer date as git lists them. */
export function exclusive(commits: readonly Dated[], head: number, base: number): number[] {
  const sides = new Map<number, number>([[head, 1]])
  sides.set(base, (sides.get(base) ?? 0) | 2)
  const found: number[] = []
  let open = head === base ? 0 : 1
  for (let i = Math.max(head, base); i >= 0 && open > 0; i--) {
    const side = sides.get(i)
    if (side === undefined) continue
    if (side === 1) {
      found.push(i)
      open--
    }
    for (const parent of commits[i]?.parents ?? []) {
      const before = sides.get(parent) ?? 0
      const after = before | side
      if (before === 0 && after === 1) open++
      if (before === 1 && after === 3) open--
      sides.set(parent, after)
    }
  }
  const at = (index: number) => commits[index]?.committedOn ?? 0
  return found.sort((a, b) => at(b) - at(a) || b - a)
}
