import type * as m from '../model.ts'
import { Impossible, type Verbs } from '../verbs.ts'
import type { Ground } from '../world.ts'
import { enter, happening, leave, type Scene } from './scene.ts'

type IssueVerbs = Pick<Verbs, 'openIssue' | 'editIssue' | 'commentOnIssue'>

export function issueVerbs(ground: Ground): IssueVerbs {
  return {
    openIssue: (repository, title, actor, edit) =>
      openIssue(enter(ground, repository, actor), title, edit ?? {}),
    editIssue: (repository, id, edit, actor) => editIssue(enter(ground, repository, actor), id, edit),
    commentOnIssue: (repository, id, content, actor) =>
      commentOnIssue(enter(ground, repository, actor), id, content),
  }
}

function openIssue(scene: Scene, title: string, edit: Partial<m.Issue>): m.Issue {
  const { state, at, actor, repository } = scene
  if (!repository.hasIssues) throw new Impossible('The issue tracker is not enabled here.')
  const issue: m.Issue = {
    content: '',
    assignee: null,
    state: 'new',
    kind: 'bug',
    priority: 'major',
    votes: 0,
    watches: 1,
    editedOn: null,
    ...edit,
    id: state.issues.length + 1,
    title,
    reporter: actor,
    createdOn: at,
    updatedOn: at,
  }
  state.issues.push(issue)
  leave(scene, { ...happening(scene), kind: 'issue:created', issue: issue.id })
  return issue
}

function issueOf(scene: Scene, id: number): m.Issue {
  const issue = scene.state.issues[id - 1]
  if (issue === undefined) throw new Impossible(`There is no issue ${id}.`)
  return issue
}

function editIssue(scene: Scene, id: number, edit: Partial<m.Issue>): m.Issue {
  const issue = issueOf(scene, id)
  Object.assign(issue, { ...edit, id, updatedOn: scene.at, editedOn: scene.at })
  leave(scene, { ...happening(scene), kind: 'issue:updated', issue: id })
  return issue
}

function commentOnIssue(scene: Scene, id: number, content: string): m.IssueComment {
  const { state, at, actor } = scene
  issueOf(scene, id).updatedOn = at
  const comment: m.IssueComment = {
    id: state.nextId++,
    issue: id,
    author: actor,
    content,
    createdOn: at,
    updatedOn: null,
  }
  state.issueComments.set(id, [...(state.issueComments.get(id) ?? []), comment])
  leave(scene, { ...happening(scene), kind: 'issue:comment_created', issue: id, comment: comment.id })
  return comment
}
