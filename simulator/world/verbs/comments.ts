/** Comments and tasks of pull requests. */
import type { Change } from '../change.ts'
import type { PullRequestRecord } from '../content/state.ts'
import { participantOf } from '../life/review.ts'
import type * as m from '../model.ts'
import { type CommentOptions, Impossible, type Verbs } from '../verbs.ts'
import type { Ground } from '../world.ts'
import { addActivity, touchNow } from './activity.ts'
import { enter, happening, leave, pullRequestOf, type Scene } from './scene.ts'

type CommentVerbs = Pick<
  Verbs,
  'comment' | 'editComment' | 'deleteComment' | 'resolveComment' | 'reopenComment' | 'addTask' | 'resolveTask'
>

export function commentVerbs(ground: Ground): CommentVerbs {
  return {
    comment: (repository, id, options) => comment(enter(ground, repository, options.author), id, options),
    editComment: (repository, id, content, actor) => {
      const scene = enter(ground, repository, actor)
      return change(scene, id, 'pullrequest:comment_updated', (one) =>
        Object.assign(one, { content, updatedOn: scene.at }),
      )
    },
    deleteComment: (repository, id, actor) => deleteComment(enter(ground, repository, actor), id),
    resolveComment: (repository, id, actor) => {
      const scene = enter(ground, repository, actor)
      return change(scene, id, 'pullrequest:comment_resolved', (one) => {
        if (one.parent !== null) throw new Impossible('Only the first comment of a thread can be resolved.')
        one.resolution = { by: actor, on: scene.at }
      })
    },
    reopenComment: (repository, id, actor) =>
      change(enter(ground, repository, actor), id, 'pullrequest:comment_reopened', (one) => {
        one.resolution = null
      }),
    addTask: (repository, id, content, actor) => addTask(enter(ground, repository, actor), id, content),
    resolveTask: (repository, id, actor) => resolveTask(enter(ground, repository, actor), id),
  }
}

function comment(scene: Scene, id: number, options: CommentOptions): m.Comment {
  const record = pullRequestOf(scene, id)
  if (options.parent !== undefined) commentOf(scene, options.parent)
  const added: m.Comment = {
    id: scene.state.nextId++,
    pullRequest: id,
    author: options.author,
    content: options.content,
    createdOn: scene.at,
    updatedOn: scene.at,
    deleted: false,
    pending: false,
    parent: options.parent ?? null,
    inline: options.inline === undefined ? null : { ...options.inline, outdated: false },
    resolution: null,
  }
  record.comments.push(added)
  record.shown.commentCount++
  addActivity(record, {
    kind: 'comment',
    pullRequest: id,
    date: scene.at,
    actor: options.author,
    comment: added.id,
  })
  const participant = participantOf(record, options.author)
  if (participant.state === null) participant.participatedOn = scene.at
  touchNow(scene, record)
  leave(scene, {
    ...happening(scene),
    kind: 'pullrequest:comment_created',
    pullRequest: id,
    comment: added.id,
  })
  return added
}

function commentOf(scene: Scene, id: number): { record: PullRequestRecord; comment: m.Comment } {
  const found = scene.content.comment(id)
  if (found === undefined || found.deleted) throw new Impossible(`There is no comment ${id}.`)
  return { record: pullRequestOf(scene, found.pullRequest), comment: found }
}

type CommentEvent = Extract<Change, { comment: number; pullRequest: number }>['kind']

function change(
  scene: Scene,
  id: number,
  kind: CommentEvent,
  apply: (comment: m.Comment) => void,
): m.Comment {
  const { record, comment: found } = commentOf(scene, id)
  apply(found)
  touchNow(scene, record)
  leave(scene, { ...happening(scene), kind, pullRequest: found.pullRequest, comment: id })
  return found
}

function deleteComment(scene: Scene, id: number): void {
  const { record } = commentOf(scene, id)
  change(scene, id, 'pullrequest:comment_deleted', (one) => {
    Object.assign(one, { content: '', deleted: true, updatedOn: scene.at, resolution: null })
    record.shown.commentCount--
  })
}

function addTask(scene: Scene, id: number, content: string): m.Task {
  const record = pullRequestOf(scene, id)
  const { at, actor } = scene
  const task: m.Task = {
    id: scene.state.nextId++,
    pullRequest: id,
    creator: actor,
    content,
    state: 'UNRESOLVED',
    comment: null,
    createdOn: at,
    updatedOn: at,
    resolvedOn: null,
    resolvedBy: null,
  }
  record.tasks.push(task)
  record.shown.taskCount++
  leave(scene, { ...happening(scene), kind: 'pullrequest:task_changed', pullRequest: id, task: task.id })
  return task
}

function resolveTask(scene: Scene, id: number): m.Task {
  for (const record of scene.state.pullRequests) {
    const task = record.tasks.find((one) => one.id === id)
    if (task === undefined) continue
    if (task.state === 'RESOLVED') throw new Impossible('The task is done already.')
    Object.assign(task, {
      state: 'RESOLVED',
      resolvedOn: scene.at,
      resolvedBy: scene.actor,
      updatedOn: scene.at,
    })
    record.shown.taskCount--
    leave(scene, {
      ...happening(scene),
      kind: 'pullrequest:task_changed',
      pullRequest: record.shown.id,
      task: id,
    })
    return task
  }
  throw new Impossible(`There is no task ${id}.`)
}
