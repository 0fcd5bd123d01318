/** Commits, branches and tags. */
import type { Change } from '../change.ts'
import { hashTags } from '../life/grow.ts'
import { addCommit, exclusive, mergeBase } from '../life/history.ts'
import { newSource } from '../life/sources.ts'
import type * as m from '../model.ts'
import { editLines } from '../tree/compare.ts'
import { LINE_NUMBERS } from '../tree/line.ts'
import { type Directory, EMPTY, fileAt, textFile, walkFiles, withFile } from '../tree/node.ts'
import { Impossible, type PushOptions, type Verbs } from '../verbs.ts'
import type { Ground } from '../world.ts'
import { addUpdate } from './activity.ts'
import { importCommits } from './forks.ts'
import { branchHead, enter, happening, identity, leave, moveBranch, type Scene, settle } from './scene.ts'

type PushVerbs = Pick<Verbs, 'push' | 'createBranch' | 'deleteBranch' | 'createTag' | 'deleteTag'>

export function pushVerbs(ground: Ground): PushVerbs {
  return {
    push: (repository, options) => push(enter(ground, repository, options.actor), options),
    createBranch: (repository, name, target, actor) =>
      createBranch(enter(ground, repository, actor), name, target),
    deleteBranch: (repository, name, actor) => {
      const scene = enter(ground, repository, actor)
      branchHead(scene, name)
      leave(scene, { ...happening(scene), kind: 'repo:push', changes: [moveBranch(scene, name, null)] })
    },
    createTag: (repository, name, target, actor, message) =>
      createTag(enter(ground, repository, actor), name, target, message),
    deleteTag: (repository, name, actor) => deleteTag(enter(ground, repository, actor), name),
  }
}

function push(scene: Scene, options: PushOptions): m.Commit[] {
  const { state, content, repository } = scene
  const first = state.commits.length
  let head = startOf(scene, options)
  for (let n = options.commits ?? 1; n > 0; n--) {
    const tree = head === undefined ? EMPTY : content.treeAt(head)
    const author = identity(scene, options.actor)
    head = addCommit(state, {
      parents: head === undefined ? [] : [head],
      author:
        options.authorRaw === undefined
          ? author
          : { ...author, raw: options.authorRaw, account: resolves(scene, options.authorRaw) },
      committer: author,
      at: scene.at,
      message: options.message.endsWith('\n') ? options.message : `${options.message}\n`,
      change: { kind: 'given' },
    })
    content.recordOf(head).tree =
      options.edits === undefined ? somehowEdited(scene, tree) : withEdits(tree, options.edits)
  }
  if (head === undefined) return []
  settle(scene, first)
  repository.isEmpty = false
  repository.mainBranch ??= options.branch
  const changes: Change[] = [
    { ...happening(scene), kind: 'repo:push', changes: [moveBranch(scene, options.branch, head)] },
  ]
  changes.push(...followSource(scene, options.branch, head))
  leave(scene, ...changes)
  return exclusiveCommits(scene, first)
}

function exclusiveCommits(scene: Scene, first: number): m.Commit[] {
  const made: m.Commit[] = []
  for (let index = scene.state.commits.length - 1; index >= first; index--)
    made.push(scene.content.commitAt(index))
  return made
}

function startOf(scene: Scene, { branch, from, force }: PushOptions): number | undefined {
  const { state, content, repository } = scene
  const current = state.branches.get(branch)
  if (from !== undefined && (current === undefined || force)) {
    const index = content.indexOf(from)
    if (index === undefined) throw new Impossible(`There is no commit ${from}.`)
    return index
  }
  if (current === undefined) return state.branches.get(repository.mainBranch ?? '')
  // A force push without a place to restart from drops the branch's last commit.
  return force ? content.recordOf(current).parents[0] : current
}

function resolves(scene: Scene, raw: string): m.Uuid | null {
  const address = /<([^>]*)>/.exec(raw)?.[1] ?? ''
  return scene.ground.accounts.find((account) => account.emails.includes(address))?.uuid ?? null
}

function withEdits(tree: Directory, edits: NonNullable<PushOptions['edits']>): Directory {
  let next = tree
  for (const { path, content } of edits)
    next = withFile(next, path, content === null ? null : textFile(content))
  return next
}

function somehowEdited({ random }: Scene, tree: Directory): Directory {
  const sources = [...walkFiles(tree)].filter(([, file]) => file.kind === 'source')
  if (sources.length === 0) return withFile(tree, `notes/${random.int(1, 1e6)}.md`, newSource(random, 'a.md'))
  const [path] = random.pick(sources)
  const file = fileAt(tree, path)
  if (file?.kind !== 'source') return tree
  const added = Array.from({ length: random.int(1, 6) }, () => random.int(0, LINE_NUMBERS - 1))
  return withFile(tree, path, editLines(file, added, [random.pick(file.lines)]))
}

/** Open pull requests from this branch, here and in the repositories this one was forked from, see the new head. */
function followSource(scene: Scene, branch: string, head: number): Change[] {
  const changes: Change[] = []
  const { ground, repository } = scene
  const targets =
    repository.parent !== null && ground.repositories.has(repository.parent)
      ? [repository.uuid, repository.parent]
      : [repository.uuid]
  for (const uuid of targets) {
    const there = uuid === repository.uuid ? scene : { ...enter(ground, uuid, scene.actor), at: scene.at }
    const index = uuid === repository.uuid ? head : importCommits(there.state, scene.state, head)
    for (const record of there.state.pullRequests) {
      const { shown } = record
      if (
        shown.state !== 'OPEN' ||
        shown.source.repository !== repository.uuid ||
        shown.source.branch !== branch
      )
        continue
      const target = there.state.branches.get(shown.destination.branch)
      if (target === undefined) continue
      record.head = index
      record.base = mergeBase(there.state.commits, index, target)
      record.commits = exclusive(there.state.commits, index, target)
      shown.source.commit = there.content.recordOf(index).hash
      shown.destination.commit = there.content.recordOf(target).hash
      addUpdate(there, record, {})
      changes.push({ ...happening(there), kind: 'pullrequest:push', pullRequest: shown.id })
    }
    if (uuid !== repository.uuid) there.content.changed()
  }
  return changes
}

function createBranch(scene: Scene, name: string, target: m.Hash): m.Branch {
  const index = scene.content.indexOf(target)
  if (index === undefined) throw new Impossible(`There is no commit ${target}.`)
  if (scene.state.branches.has(name)) throw new Impossible(`Branch "${name}" already exists.`)
  leave(scene, { ...happening(scene), kind: 'repo:push', changes: [moveBranch(scene, name, index)] })
  const branch = scene.content.branch(name)
  if (branch === undefined) throw new RangeError(`branch ${name} was just made`)
  return branch
}

function createTag(scene: Scene, name: string, target: m.Hash, message: string | undefined): m.Tag {
  const { state, content } = scene
  const index = content.indexOf(target)
  if (index === undefined) throw new Impossible(`There is no commit ${target}.`)
  if (content.tag(name) !== undefined) throw new Impossible(`Tag "${name}" already exists.`)
  const date = Math.floor(scene.at / 1e6) * 1e6
  const annotation =
    message === undefined
      ? null
      : { object: '', message: `${message}\n`, date, tagger: identity(scene, scene.actor) }
  state.tags.push({ name, target: index, annotation })
  hashTags(state)
  scene.repository.updatedOn = scene.at
  const change = { type: 'tag', name, old: null, new: target, forced: false, commits: [] } as const
  leave(scene, { ...happening(scene), kind: 'repo:push', changes: [{ ...change, commits: [] }] })
  const tag = content.tag(name)
  if (tag === undefined) throw new RangeError(`tag ${name} was just made`)
  return tag
}

function deleteTag(scene: Scene, name: string): void {
  const tag = scene.content.tag(name)
  if (tag === undefined) throw new Impossible(`There is no tag ${name}.`)
  scene.state.tags = scene.state.tags.filter((one) => one.name !== name)
  scene.repository.updatedOn = scene.at
  leave(scene, {
    ...happening(scene),
    kind: 'repo:push',
    changes: [{ type: 'tag', name, old: tag.target, new: null, forced: false, commits: [] }],
  })
}
