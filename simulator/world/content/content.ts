/** The content of one repository as the server reads it: views over the state, made on demand and dropped on change. */
import type { LogRange, RepositoryContent } from '../interface.ts'
import { mergeBase, reach } from '../life/history.ts'
import type * as m from '../model.ts'
import { fileChange, treeChanges, unifiedDiff } from '../tree/diff.ts'
import { bytesOf, hashOf, modeOf, sizeOf } from '../tree/hash.ts'
import { type Directory, EMPTY, type Node, nodeAt, walkFiles } from '../tree/node.ts'
import { logOrder, walkLog } from './log.ts'
import type { CommitRecord, Identity, PullRequestRecord, RepositoryState } from './state.ts'
import { statusesByCommit } from './statuses.ts'

/** Views that cost something to make; a change empties them all. */
interface Views {
  branches?: m.Branch[]
  tags?: m.Tag[]
  order?: number[]
  reachable?: Uint8Array
  hashes?: m.Hash[]
  pullRequests?: m.PullRequest[]
  byUpdate?: m.PullRequest[]
  activity?: m.Activity[]
  comments?: Map<number, m.Comment>
  statuses?: Map<m.Hash, m.CommitStatus[]>
}

export class Content implements RepositoryContent {
  readonly repository: m.Uuid
  readonly state: RepositoryState
  readonly #grow: () => void
  #views: Views = {}

  /** `grow` makes the trees of a history whose hashes came from the cache. */
  constructor(state: RepositoryState, grow: () => void) {
    this.repository = state.uuid
    this.state = state
    this.#grow = grow
  }

  /** Makes the trees, where a cached history has none yet. */
  grow(): void {
    this.#grow()
  }

  changed(): void {
    this.#views = {}
  }

  get branches(): readonly m.Branch[] {
    this.#views.branches ??= [...this.state.branches.keys()].sort(plainly).map((name) => this.#branch(name))
    return this.#views.branches
  }

  #branch(name: string): m.Branch {
    return {
      name,
      target: this.recordOf(this.state.branches.get(name) ?? 0).hash,
      mergeStrategies: ['merge_commit', 'squash', 'fast_forward', 'rebase_fast_forward'],
      defaultMergeStrategy: 'merge_commit',
    }
  }

  get tags(): readonly m.Tag[] {
    this.#views.tags ??= this.state.tags
      .toSorted((a, b) => plainly(a.name, b.name))
      .map((tag) => ({
        name: tag.name,
        target: this.recordOf(tag.target).hash,
        object: tag.annotation?.object ?? null,
        message: tag.annotation?.message ?? null,
        date: tag.annotation?.date ?? null,
        tagger: tag.annotation === null ? null : authorOf(tag.annotation.tagger),
      }))
    return this.#views.tags
  }

  branch(name: string): m.Branch | undefined {
    return this.state.branches.has(name) ? this.#branch(name) : undefined
  }

  tag(name: string): m.Tag | undefined {
    return this.tags.find((tag) => tag.name === name)
  }

  commit(hash: string): m.Commit | undefined {
    const index = this.indexOf(hash)
    return index === undefined ? undefined : this.commitAt(index)
  }

  /** By full hash or by a prefix of seven or more. */
  indexOf(hash: string): number | undefined {
    if (hash.length === 40) return this.state.byHash.get(hash)
    if (!/^[0-9a-f]{7,39}$/.test(hash)) return undefined
    this.#views.hashes ??= [...this.state.byHash.keys()].sort()
    const hashes = this.#views.hashes
    const found = hashes[lowerBound(hashes, hash)]
    return found?.startsWith(hash) ? this.state.byHash.get(found) : undefined
  }

  commitAt(index: number): m.Commit {
    const record = this.recordOf(index)
    return {
      hash: record.hash,
      tree: record.treeHash,
      parents: record.parents.map((parent) => this.recordOf(parent).hash),
      author: authorOf(record.author),
      committer: authorOf(record.committer),
      date: record.date,
      committedOn: record.committedOn,
      message: record.message,
    }
  }

  recordOf(index: number): CommitRecord {
    const record = this.state.commits[index]
    if (record === undefined) throw new RangeError(`no commit ${index} in ${this.repository}`)
    return record
  }

  resolve(revision: string): m.Commit | undefined {
    const index = this.resolveIndex(revision)
    return index === undefined ? undefined : this.commitAt(index)
  }

  resolveIndex(revision: string): number | undefined {
    const { branches, tags } = this.state
    if (revision === 'HEAD')
      return branches.get('main') ?? branches.get('master') ?? [...branches.values()][0]
    return (
      branches.get(revision) ?? tags.find((tag) => tag.name === revision)?.target ?? this.indexOf(revision)
    )
  }

  isReachable(hash: m.Hash): boolean {
    const index = this.indexOf(hash)
    return index !== undefined && this.reachable()[index] === 1
  }

  reachable(): Uint8Array {
    this.#views.reachable ??= reach(this.state.commits, this.refTargets())
    return this.#views.reachable
  }

  refTargets(): number[] {
    return [...this.state.branches.values(), ...this.state.tags.map((tag) => tag.target)]
  }

  *log(range: LogRange): Iterable<m.Commit> {
    if (range.path !== undefined) this.#grow()
    this.#views.order ??= logOrder(this.state.commits)
    const include = range.include === undefined ? this.refTargets() : this.#indexes(range.include)
    const wanted = { include, exclude: this.#indexes(range.exclude ?? []), path: range.path }
    for (const index of walkLog(this.state.commits, this.#views.order, wanted)) yield this.commitAt(index)
  }

  #indexes(hashes: readonly m.Hash[]): number[] {
    return hashes.map((hash) => this.indexOf(hash)).filter((index) => index !== undefined)
  }

  get pullRequests(): readonly m.PullRequest[] {
    this.#views.pullRequests ??= this.state.pullRequests.map((record) => record.shown)
    return this.#views.pullRequests
  }

  pullRequest(id: number): m.PullRequest | undefined {
    return this.recordOfPullRequest(id)?.shown
  }

  /** Ids are one more than positions. */
  recordOfPullRequest(id: number): PullRequestRecord | undefined {
    return this.state.pullRequests[id - 1]
  }

  pullRequestsByUpdate(): readonly m.PullRequest[] {
    this.#views.byUpdate ??= this.pullRequests.toSorted((a, b) => b.updatedOn - a.updatedOn || b.id - a.id)
    return this.#views.byUpdate
  }

  activity(): readonly m.Activity[] {
    this.#views.activity ??= this.state.pullRequests
      .flatMap((record) => record.activity)
      .sort((a, b) => b.date - a.date || b.pullRequest - a.pullRequest)
    return this.#views.activity
  }

  activityOf(pullRequest: number): readonly m.Activity[] {
    return this.recordOfPullRequest(pullRequest)?.activity ?? []
  }

  comments(pullRequest: number): readonly m.Comment[] {
    return this.recordOfPullRequest(pullRequest)?.comments ?? []
  }

  comment(id: number): m.Comment | undefined {
    this.#views.comments ??= new Map(this.state.pullRequests.flatMap((r) => r.comments).map((c) => [c.id, c]))
    return this.#views.comments.get(id)
  }

  tasks(pullRequest: number): readonly m.Task[] {
    return this.recordOfPullRequest(pullRequest)?.tasks ?? []
  }

  pullRequestCommits(pullRequest: number): readonly m.Commit[] {
    return (this.recordOfPullRequest(pullRequest)?.commits ?? []).map((index) => this.commitAt(index))
  }

  pullRequestChanges(pullRequest: number): readonly m.FileChange[] {
    const record = this.recordOfPullRequest(pullRequest)
    if (record === undefined) return []
    return treeChanges(this.treeAt(record.base), this.treeAt(record.head)).map(fileChange)
  }

  get pipelines(): readonly m.Pipeline[] {
    return this.state.pipelines
  }

  pipeline(key: string): m.Pipeline | undefined {
    return this.state.pipelines.find((one) => one.uuid === key || String(one.buildNumber) === key)
  }

  steps(pipeline: m.Uuid): readonly m.PipelineStep[] {
    return this.state.steps.get(pipeline) ?? []
  }

  stepLog(uuid: m.Uuid): string | undefined {
    for (const steps of this.state.steps.values()) {
      const step = steps.find((one) => one.uuid === uuid)
      if (step !== undefined) return logText(step)
    }
    return undefined
  }

  get environments(): readonly m.Environment[] {
    return this.state.environments
  }

  get deployments(): readonly m.Deployment[] {
    return this.state.deployments
  }

  statuses(commit: m.Hash): readonly m.CommitStatus[] {
    this.#views.statuses ??= statusesByCommit(this.state)
    return this.#views.statuses.get(commit) ?? []
  }

  get restrictions(): readonly m.BranchRestriction[] {
    return this.state.restrictions
  }

  get defaultReviewers(): readonly m.Uuid[] {
    return this.state.defaultReviewers
  }

  get branchingModel(): m.BranchingModel {
    return this.state.branchingModel
  }

  get issues(): readonly m.Issue[] {
    return this.state.issues
  }

  issueComments(issue: number): readonly m.IssueComment[] {
    return this.state.issueComments.get(issue) ?? []
  }

  get downloads(): readonly m.Download[] {
    return this.state.downloads
  }

  treeAt(index: number): Directory {
    const record = this.recordOf(index)
    if (record.tree === null) this.#grow()
    return record.tree ?? EMPTY
  }

  #treeOf(hash: m.Hash): Directory | undefined {
    const index = this.indexOf(hash)
    return index === undefined ? undefined : this.treeAt(index)
  }

  directory(commit: m.Hash, path: string): readonly m.TreeEntry[] | undefined {
    const tree = this.#treeOf(commit)
    const node = tree === undefined ? undefined : nodeAt(tree, path)
    if (node?.kind !== 'directory') return undefined
    const prefix = path === '' ? '' : `${path}/`
    return node.names.map((name, i) => entryOf(prefix + name, name, node.nodes[i] ?? EMPTY))
  }

  files(commit: m.Hash): readonly m.TreeEntry[] {
    const files = [...walkFiles(this.#treeOf(commit) ?? EMPTY)]
    return files.map(([path, node]) => entryOf(path, path.slice(path.lastIndexOf('/') + 1), node))
  }

  file(commit: m.Hash, path: string): { entry: m.TreeEntry; content: Buffer } | undefined {
    const tree = this.#treeOf(commit)
    const node = tree === undefined ? undefined : nodeAt(tree, path)
    if (node === undefined || node.kind === 'directory') return undefined
    return { entry: entryOf(path, path.slice(path.lastIndexOf('/') + 1), node), content: bytesOf(node) }
  }

  changes(from: m.Hash | null, to: m.Hash): readonly m.FileChange[] {
    return this.#compared(from, to).map(fileChange)
  }

  diff(from: m.Hash | null, to: m.Hash): string {
    return this.#compared(from, to).map(unifiedDiff).join('')
  }

  #compared(from: m.Hash | null, to: m.Hash) {
    const before = from === null ? null : (this.#treeOf(from) ?? EMPTY)
    return treeChanges(before, this.#treeOf(to) ?? EMPTY)
  }

  mergeBase(left: m.Hash, right: m.Hash): m.Commit | undefined {
    const [a, b] = [this.indexOf(left), this.indexOf(right)]
    if (a === undefined || b === undefined) return undefined
    const base = mergeBase(this.state.commits, a, b)
    return base < 0 ? undefined : this.commitAt(base)
  }
}

function plainly(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function authorOf({ raw, account }: Identity): m.CommitAuthor {
  return { raw, account }
}

function entryOf(path: string, name: string, node: Node): m.TreeEntry {
  if (node.kind === 'directory')
    return { path, name, kind: 'directory', mode: '40000', hash: hashOf(node), size: 0 }
  return { path, name, kind: 'file', mode: modeOf(node), hash: hashOf(node), size: sizeOf(node) }
}

function lowerBound(sorted: readonly string[], wanted: string): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] ?? '') < wanted) low = middle + 1
    else high = middle
  }
  return low
}

function logText(step: m.PipelineStep): string {
  const end = step.state.name === 'COMPLETED' ? step.state.result : step.state.name
  return `+ umask 000\n${step.scriptCommands.map((command) => `+ ${command}\n`).join('')}Step "${step.name}": ${end}\n`
}
