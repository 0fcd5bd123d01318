import type { Json } from '../../query/fields.ts'
import type {
  BranchingModel,
  BranchRestriction,
  Download,
  Issue,
  IssueComment,
  Repository,
} from '../../world/model.ts'
import { isoMicros } from '../../world/time.ts'
import type { Cloud } from '../cloud.ts'
import { accountOrNull, accountStub } from './account.ts'
import { api, pathOf, rendered, web } from './links.ts'
import { repositoryPath, repositoryStub, repositoryWeb } from './repository.ts'

type Where = { readonly cloud: Cloud; readonly repository: Repository }

function issueLinks({ cloud, repository }: Where, id: number) {
  return {
    self: api(cloud, `${repositoryPath(cloud, repository)}/issues/${id}`),
    html: web(cloud, `${repositoryWeb(cloud, repository)}/issues/${id}`),
  }
}

export function issueShape(where: Where, issue: Issue): Json {
  const { self, html } = issueLinks(where, issue.id)
  const below = (name: string) => ({ href: `${self.href}/${name}` })
  return {
    type: 'issue',
    id: issue.id,
    priority: issue.priority,
    kind: issue.kind,
    repository: repositoryStub(where.cloud, where.repository),
    links: {
      attachments: below('attachments'),
      self,
      watch: below('watch'),
      comments: below('comments'),
      html,
      vote: below('vote'),
    },
    reporter: accountStub(where.cloud, issue.reporter),
    title: issue.title,
    component: null,
    votes: issue.votes,
    watches: issue.watches,
    content: rendered(issue.content),
    assignee: accountOrNull(where.cloud, issue.assignee),
    state: issue.state,
    version: null,
    edited_on: issue.editedOn === null ? null : isoMicros(issue.editedOn),
    created_on: isoMicros(issue.createdOn),
    milestone: null,
    updated_on: isoMicros(issue.updatedOn),
  }
}

export function issueCommentShape(where: Where, issue: Issue, comment: IssueComment): Json {
  const { self, html } = issueLinks(where, issue.id)
  return {
    type: 'issue_comment',
    id: comment.id,
    content: rendered(comment.content),
    user: accountStub(where.cloud, comment.author),
    created_on: isoMicros(comment.createdOn),
    updated_on: comment.updatedOn === null ? null : isoMicros(comment.updatedOn),
    issue: {
      type: 'issue',
      id: issue.id,
      title: issue.title,
      repository: repositoryStub(where.cloud, where.repository),
      links: { self },
    },
    links: {
      self: { href: `${self.href}/comments/${comment.id}` },
      html: { href: `${html.href}#comment-${comment.id}` },
    },
  }
}

export function restrictionShape({ cloud, repository }: Where, restriction: BranchRestriction): Json {
  const path = `${repositoryPath(cloud, repository)}/branch-restrictions/${restriction.id}`
  return {
    kind: restriction.kind,
    users: restriction.users.map((uuid) => accountStub(cloud, uuid)),
    links: { self: api(cloud, path) },
    pattern: restriction.pattern,
    value: restriction.value,
    branch_match_kind: restriction.matchKind,
    ...(restriction.branchType === null ? {} : { branch_type: restriction.branchType }),
    groups: restriction.groups.map((name) => ({ type: 'group', name, slug: name })),
    type: 'branchrestriction',
    id: restriction.id,
  }
}

function modelBranch({ cloud, repository }: Where, name: string | null): Record<string, Json> {
  const branch = name === null ? undefined : cloud.world.content(repository.uuid).branch(name)
  return branch ? { branch: { type: 'branch', name: branch.name, target: { hash: branch.target } } } : {}
}

export function branchingModelShape(where: Where, model: BranchingModel): Json {
  const { cloud, repository } = where
  const development = model.developmentUsesMain ? repository.mainBranch : model.developmentBranch
  const production = model.productionBranch
  return {
    development: {
      name: development ?? '',
      ...modelBranch(where, development),
      use_mainbranch: model.developmentUsesMain,
    },
    ...(production === null
      ? {}
      : { production: { name: production, ...modelBranch(where, production), use_mainbranch: false } }),
    branch_types: model.branchTypes.map(({ kind, prefix }) => ({ kind, prefix })),
    type: 'branching_model',
    links: { self: api(cloud, `${repositoryPath(cloud, repository)}/branching-model`) },
  }
}

export function downloadShape({ cloud, repository }: Where, download: Download): Json {
  return {
    name: download.name,
    size: download.size,
    downloads: download.downloads,
    user: accountStub(cloud, download.user),
    created_on: isoMicros(download.createdOn),
    type: 'download',
    links: { self: api(cloud, `${repositoryPath(cloud, repository)}/downloads${pathOf(download.name)}`) },
  }
}
