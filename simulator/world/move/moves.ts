/** One entry per kind of move; frequent ones are listed more than once. */
import type * as m from '../model.ts'
import { REASONS, REMARKS, THINGS, VERBS } from '../plan/words.ts'
import type { Random } from '../random.ts'
import { HOUR, MINUTE } from '../time.ts'
import { Impossible } from '../verbs.ts'
import type { Ground } from '../world.ts'

export type Move = (ground: Ground, random: Random) => void

function repositoryOf(ground: Ground, random: Random): m.Repository {
  const live = [...ground.repositories.values()].filter(
    (one) => !one.isArchived && !one.isForbidden && !one.isEmpty,
  )
  if (live.length === 0) throw new Impossible('No repository to change.')
  return random.pickSkewed(live)
}

/** Time passes between moves, up to half an hour. */
function somebody(ground: Ground, random: Random): m.Uuid {
  ground.world.setNow(ground.world.now() + random.int(1, 30) * MINUTE)
  const people = ground.accounts.filter((one) => one.kind === 'user' && one.status === 'active' && !one.isBot)
  return random.pick(people).uuid
}

function openOne(ground: Ground, random: Random, repository: m.Repository): m.PullRequest {
  const open = ground.world.content(repository.uuid).pullRequests.filter((one) => one.state === 'OPEN')
  if (open.length === 0) throw new Impossible('No open pull request.')
  return random.pick(open)
}

const push: Move = (ground, random) => {
  const repository = repositoryOf(ground, random)
  const branch = random.chance(0.3)
    ? (repository.mainBranch ?? 'main')
    : random.pick(ground.world.content(repository.uuid).branches).name
  const message = `${random.pick(VERBS)} ${random.pick(THINGS)}`
  ground.world.mutate.push(repository.uuid, {
    branch,
    actor: somebody(ground, random),
    message,
    commits: random.int(1, 3),
  })
}

const forcePush: Move = (ground, random) => {
  const repository = repositoryOf(ground, random)
  const { branch } = openOne(ground, random, repository).source
  if (ground.world.content(repository.uuid).branch(branch) === undefined)
    throw new Impossible('The branch is gone.')
  ground.world.mutate.push(repository.uuid, {
    branch,
    actor: somebody(ground, random),
    message: 'Start over',
    force: true,
  })
}

const open: Move = (ground, random) => {
  const repository = repositoryOf(ground, random)
  const author = somebody(ground, random)
  const title = `${random.pick(VERBS)} ${random.pick(THINGS)}`
  const source = `feature/${title.replaceAll(' ', '-')}-${random.int(1, 1e6)}`
  ground.world.mutate.push(repository.uuid, {
    branch: source,
    actor: author,
    message: title,
    commits: random.int(1, 3),
  })
  const reviewers = [somebody(ground, random), somebody(ground, random)].filter((one) => one !== author)
  const draft = random.chance(0.15)
  ground.world.mutate.openPullRequest(repository.uuid, {
    title,
    author,
    source,
    draft,
    reviewers: [...new Set(reviewers)],
  })
}

/** A verb on some open pull request by somebody who did not write it. */
function onPullRequest(
  play: (
    ground: Ground,
    random: Random,
    repository: m.Uuid,
    pullRequest: m.PullRequest,
    actor: m.Uuid,
  ) => void,
): Move {
  return (ground, random) => {
    const repository = repositoryOf(ground, random)
    const pullRequest = openOne(ground, random, repository)
    const actor = somebody(ground, random)
    play(ground, random, repository.uuid, pullRequest, actor)
  }
}

const approve = onPullRequest((ground, _random, uuid, { id }, actor) =>
  ground.world.mutate.approve(uuid, id, actor),
)

const requestChanges = onPullRequest((ground, _random, uuid, { id }, actor) =>
  ground.world.mutate.requestChanges(uuid, id, actor),
)

const takeBack = onPullRequest((ground, _random, uuid, { id, participants }) => {
  const decided = participants.find((one) => one.state !== null)
  if (decided === undefined) throw new Impossible('Nothing to take back.')
  const { mutate } = ground.world
  if (decided.state === 'approved') mutate.unapprove(uuid, id, decided.account)
  else mutate.removeChangeRequest(uuid, id, decided.account)
})

const merge = onPullRequest((ground, random, uuid, { id }, actor) => {
  const strategy = random.pick([
    'squash',
    'merge_commit',
    'merge_commit',
    'rebase_fast_forward',
    'fast_forward',
  ] as const)
  ground.world.mutate.mergePullRequest(uuid, id, actor, strategy, random.chance(0.6))
})

const decline = onPullRequest((ground, random, uuid, { id }, actor) =>
  ground.world.mutate.declinePullRequest(uuid, id, actor, random.pick(REASONS)),
)

const comment = onPullRequest((ground, random, uuid, { id }, author) => {
  const inline = random.chance(0.4) ? { inline: { path: 'README.md', from: null, to: random.int(1, 9) } } : {}
  ground.world.mutate.comment(uuid, id, { author, content: random.pick(REMARKS), ...inline })
})

const changeComment = onPullRequest((ground, random, uuid, { id }, actor) => {
  const comments = ground.world
    .content(uuid)
    .comments(id)
    .filter((one) => !one.deleted)
  if (comments.length === 0) throw new Impossible('No comment.')
  const { id: number, parent } = random.pick(comments)
  const { mutate } = ground.world
  const roll = random.next()
  if (roll < 0.4) mutate.editComment(uuid, number, random.pick(REMARKS), actor)
  else if (roll < 0.7 || parent !== null) mutate.deleteComment(uuid, number, actor)
  else mutate.resolveComment(uuid, number, actor)
})

const edit = onPullRequest((ground, random, uuid, { id, title, author }) =>
  ground.world.mutate.editPullRequest(
    uuid,
    id,
    { title: `${title} (${random.int(2, 9)})`, draft: false },
    author,
  ),
)

const retarget = onPullRequest((ground, random, uuid, { id, author, source, destination }) => {
  const names = ground.world.content(uuid).branches.map((one) => one.name)
  const others = names.filter(
    (name) => name !== source.branch && name !== destination.branch && !name.includes('/'),
  )
  if (others.length === 0) throw new Impossible('Nowhere else to go.')
  ground.world.mutate.editPullRequest(uuid, id, { destination: random.pick(others) }, author)
})

const task = onPullRequest((ground, random, uuid, { id }, actor) => {
  const added = ground.world.mutate.addTask(uuid, id, 'Write it down', actor)
  if (random.chance(0.6)) ground.world.mutate.resolveTask(uuid, added.id, actor)
})

const pipeline: Move = (ground, random) => {
  const repository = repositoryOf(ground, random)
  if (!repository.pipelinesEnabled) throw new Impossible('No pipelines.')
  const { environments } = ground.world.content(repository.uuid)
  const result = random.pick(['SUCCESSFUL', 'SUCCESSFUL', 'SUCCESSFUL', 'FAILED', 'STOPPED'] as const)
  const deployTo =
    environments.length > 0 && random.chance(0.5) ? { deployTo: random.pick(environments).name } : {}
  ground.world.mutate.runPipeline(repository.uuid, {
    creator: somebody(ground, random),
    trigger: 'PUSH',
    result,
    ...deployTo,
  })
}

const rollBack: Move = (ground, random) => {
  const repository = repositoryOf(ground, random)
  const { environments } = ground.world.content(repository.uuid)
  if (environments.length === 0) throw new Impossible('Nowhere to deploy.')
  ground.world.mutate.rollBack(repository.uuid, random.pick(environments).name, somebody(ground, random))
}

const status: Move = (ground, random) => {
  const repository = repositoryOf(ground, random)
  const head = ground.world.content(repository.uuid).resolve('HEAD')
  if (head === undefined) throw new Impossible('No commit.')
  const state = random.pick(['SUCCESSFUL', 'FAILED', 'INPROGRESS'] as const)
  ground.world.mutate.setStatus(
    repository.uuid,
    head.hash,
    { key: 'ci/nightly', state },
    somebody(ground, random),
  )
}

const tag: Move = (ground, random) => {
  const repository = repositoryOf(ground, random)
  const head = ground.world.content(repository.uuid).resolve('HEAD')
  if (head === undefined) throw new Impossible('No commit.')
  const name = `v${random.int(10, 99)}.${random.int(0, 99)}.${random.int(0, 99)}`
  ground.world.mutate.createTag(
    repository.uuid,
    name,
    head.hash,
    somebody(ground, random),
    random.chance(0.5) ? name : undefined,
  )
}

const deleteBranch: Move = (ground, random) => {
  const repository = repositoryOf(ground, random)
  const content = ground.world.content(repository.uuid)
  const busy = new Set(
    content.pullRequests
      .filter((one) => one.state === 'OPEN')
      .flatMap((one) => [one.source.branch, one.destination.branch]),
  )
  const idle = content.branches.filter((one) => !busy.has(one.name) && one.name.includes('/'))
  if (idle.length === 0) throw new Impossible('No branch to spare.')
  ground.world.mutate.deleteBranch(repository.uuid, random.pick(idle).name, somebody(ground, random))
}

const issue: Move = (ground, random) => {
  const tracked = [...ground.repositories.values()].filter((one) => one.hasIssues && !one.isArchived)
  if (tracked.length === 0) throw new Impossible('No tracker.')
  const { uuid } = random.pick(tracked)
  const actor = somebody(ground, random)
  const made = ground.world.mutate.openIssue(uuid, `The ${random.pick(THINGS)} is slow`, actor)
  if (random.chance(0.5)) ground.world.mutate.commentOnIssue(uuid, made.id, random.pick(REMARKS), actor)
  if (random.chance(0.3)) ground.world.mutate.editIssue(uuid, made.id, { state: 'resolved' }, actor)
}

/** Rare changes of the house itself. */
const rebuild: Move = (ground, random) => {
  const repository = repositoryOf(ground, random)
  const actor = somebody(ground, random)
  const { mutate } = ground.world
  const number = random.int(1, 1e6)
  const roll = random.next()
  if (roll < 0.25)
    mutate.createRepository({
      workspace: repository.workspace,
      slug: `new-${number}`,
      actor,
      withReadme: random.chance(0.7),
    })
  else if (roll < 0.45)
    mutate.renameRepository(repository.uuid, `${repository.slug.replace(/-n\d+$/, '')}-n${number}`, actor)
  else if (roll < 0.6) moveProject(ground, random, repository, actor)
  else if (roll < 0.7) replaceRepository(ground, random, actor)
  else if (roll < 0.9)
    mutate.renameAccount(
      actor,
      `${random.pick(['Ada', 'Ben', 'Cleo'])} ${random.pick(['Stone', 'Reed', 'Vale'])}`,
    )
  else
    mutate.addMember(repository.workspace, `Newcomer ${number}`, [`newcomer.${number}@harbourline.example`])
}

function moveProject(ground: Ground, random: Random, repository: m.Repository, actor: m.Uuid): void {
  const others = ground.projects.filter(
    (one) => one.workspace === repository.workspace && one.uuid !== repository.project,
  )
  if (others.length === 0) throw new Impossible('Only one project.')
  ground.world.mutate.moveRepository(repository.uuid, random.pick(others).uuid, actor)
}

/** Deleted, and another one made under the same name: a new identity behind an old address. */
function replaceRepository(ground: Ground, random: Random, actor: m.Uuid): void {
  const spare = [...ground.repositories.values()].filter((one) => one.slug.startsWith('new-'))
  if (spare.length === 0) throw new Impossible('Nothing to spare.')
  const { uuid, slug, workspace } = random.pick(spare)
  ground.world.mutate.deleteRepository(uuid, actor)
  ground.world.setNow(ground.world.now() + HOUR)
  ground.world.mutate.createRepository({ workspace, slug, actor, withReadme: true })
}

export const MOVES: readonly Move[] = [
  push,
  push,
  push,
  open,
  open,
  open,
  approve,
  approve,
  approve,
  comment,
  comment,
  comment,
  merge,
  merge,
  merge,
  requestChanges,
  takeBack,
  decline,
  changeComment,
  edit,
  retarget,
  forcePush,
  task,
  pipeline,
  pipeline,
  rollBack,
  status,
  tag,
  deleteBranch,
  issue,
  rebuild,
]
