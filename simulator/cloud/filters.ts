// What `q` and `sort` may name, resource by resource. A path that is missing here answers 400.
import type { Field, Fields } from '../query/match.ts'
import type { RepositoryContent } from '../world/interface.ts'
import type {
  Account,
  Branch,
  Comment,
  Commit,
  Issue,
  Member,
  Project,
  PullRequest,
  PullRequestEnd,
  Repository,
  Tag,
  TreeEntry,
} from '../world/model.ts'
import type { Cloud } from './cloud.ts'

type Get<T> = Field<T>['get']
const text = <T>(get: Get<T>): Field<T> => ({ kind: 'text', get })
const number = <T>(get: Get<T>): Field<T> => ({ kind: 'number', get })
const boolean = <T>(get: Get<T>): Field<T> => ({ kind: 'boolean', get })
const time = <T>(get: Get<T>): Field<T> => ({ kind: 'time', get })
const present = <T>(get: (item: T) => unknown): Field<T> => ({
  kind: 'present',
  get: (item) => (get(item) === null || get(item) === undefined ? null : true),
})

type Accounts<T> = (item: T) => readonly (Account | undefined)[]

// Names are gone from the language since GDPR: uuid, account_id, nickname and display_name remain.
function people<T>(path: string, accounts: Accounts<T>): Record<string, Field<T>> {
  const known = (item: T) => accounts(item).filter((one): one is Account => one !== undefined)
  return {
    [path]: present((item) => known(item)[0]),
    [`${path}.uuid`]: text((item) => known(item).map((one) => one.uuid)),
    [`${path}.account_id`]: text((item) => known(item).map((one) => one.accountId)),
    [`${path}.nickname`]: text((item) => known(item).map((one) => one.nickname)),
    [`${path}.display_name`]: text((item) => known(item).map((one) => one.displayName)),
  }
}

export function repositoryFields(cloud: Cloud): Fields<Repository> {
  const { world } = cloud
  const project = (item: Repository) => world.project(item.workspace, item.project)
  const parent = (item: Repository) => (item.parent === null ? undefined : world.repository(item.parent))
  const account = (uuid: string) => world.account(uuid)
  return {
    uuid: text((item) => item.uuid),
    slug: text((item) => item.slug),
    name: text((item) => item.name),
    full_name: text((item) => world.fullName(item)),
    description: text((item) => item.description),
    language: text((item) => item.language),
    website: text((item) => item.website),
    is_private: boolean((item) => item.isPrivate),
    has_issues: boolean((item) => item.hasIssues),
    has_wiki: boolean((item) => item.hasWiki),
    fork_policy: text((item) => item.forkPolicy),
    scm: text(() => 'git'),
    size: number((item) => item.size),
    created_on: time((item) => item.createdOn),
    updated_on: time((item) => item.updatedOn),
    'mainbranch.name': text((item) => item.mainBranch),
    'workspace.slug': text((item) => world.workspace(item.workspace)?.slug),
    'workspace.uuid': text((item) => item.workspace),
    'project.key': text((item) => project(item)?.key),
    'project.name': text((item) => project(item)?.name),
    'project.uuid': text((item) => item.project),
    parent: present((item) => item.parent),
    'parent.uuid': text((item) => item.parent),
    'parent.full_name': text((item) => {
      const repository = parent(item)
      return repository && world.fullName(repository)
    }),
    ...people('owner', (item) => [account(item.owner)]),
    ...people('parent.owner', (item) => {
      const repository = parent(item)
      return repository ? [account(repository.owner)] : []
    }),
  }
}

function endFields(
  cloud: Cloud,
  path: string,
  end: (item: PullRequest) => PullRequestEnd,
): Record<string, Field<PullRequest>> {
  const repository = (item: PullRequest) => {
    const { repository: uuid } = end(item)
    return uuid === null ? undefined : cloud.world.repository(uuid)
  }
  return {
    [`${path}.branch.name`]: text((item) => end(item).branch),
    [`${path}.commit.hash`]: text((item) => end(item).commit?.slice(0, 12)),
    [`${path}.repository`]: present((item) => end(item).repository),
    [`${path}.repository.uuid`]: text((item) => end(item).repository),
    [`${path}.repository.name`]: text((item) => repository(item)?.name),
    [`${path}.repository.full_name`]: text((item) => {
      const known = repository(item)
      return known && cloud.world.fullName(known)
    }),
  }
}

export function pullRequestFields(cloud: Cloud): Fields<PullRequest> {
  const account = (uuid: string | null) => (uuid === null ? undefined : cloud.world.account(uuid))
  return {
    id: number((item) => item.id),
    title: text((item) => item.title),
    description: text((item) => item.description),
    state: text((item) => item.state),
    draft: boolean((item) => item.draft),
    reason: text((item) => item.reason),
    created_on: time((item) => item.createdOn),
    updated_on: time((item) => item.updatedOn),
    comment_count: number((item) => item.commentCount),
    task_count: number((item) => item.taskCount),
    close_source_branch: boolean((item) => item.closeSourceBranch),
    merge_commit: present((item) => item.mergeCommit),
    'merge_commit.hash': text((item) => item.mergeCommit?.slice(0, 12)),
    ...people('author', (item) => [account(item.author)]),
    ...people('closed_by', (item) => [account(item.closedBy)]),
    ...people('reviewers', (item) => item.reviewers.map(account)),
    ...people('participants.user', (item) => item.participants.map((one) => account(one.account))),
    ...endFields(cloud, 'source', (item) => item.source),
    ...endFields(cloud, 'destination', (item) => item.destination),
  }
}

export type Ref =
  | { readonly kind: 'branch'; readonly name: string; readonly ref: Branch }
  | { readonly kind: 'tag'; readonly name: string; readonly ref: Tag }

export function refFields(content: RepositoryContent): Fields<Ref> {
  const target = (item: Ref): Commit | undefined => content.commit(item.ref.target)
  return {
    name: text((item) => item.name),
    type: text((item) => item.kind),
    'target.hash': text((item) => item.ref.target),
    'target.date': time((item) => target(item)?.date),
    'target.message': text((item) => target(item)?.message),
    'target.author.raw': text((item) => target(item)?.author.raw),
  }
}

export function commentFields(cloud: Cloud): Fields<Comment> {
  return {
    id: number((item) => item.id),
    deleted: boolean((item) => item.deleted),
    created_on: time((item) => item.createdOn),
    updated_on: time((item) => item.updatedOn),
    'content.raw': text((item) => item.content),
    'parent.id': number((item) => item.parent),
    parent: present((item) => item.parent),
    'inline.path': text((item) => item.inline?.path),
    inline: present((item) => item.inline),
    ...people('user', (item) => [cloud.world.account(item.author)]),
  }
}

export function memberFields(cloud: Cloud): Fields<Member> {
  const account = (item: Member) => cloud.world.account(item.account)
  return {
    ...people('user', (item) => [account(item)]),
    'user.email': text((item) => account(item)?.emails.map((email) => email.toLowerCase()) ?? []),
    permission: text((item) => item.permission),
  }
}

export const projectFields: Fields<Project> = {
  key: text((item) => item.key),
  name: text((item) => item.name),
  uuid: text((item) => item.uuid),
  description: text((item) => item.description),
  is_private: boolean((item) => item.isPrivate),
  created_on: time((item) => item.createdOn),
  updated_on: time((item) => item.updatedOn),
}

export function issueFields(cloud: Cloud): Fields<Issue> {
  const account = (uuid: string | null) => (uuid === null ? undefined : cloud.world.account(uuid))
  return {
    id: number((item) => item.id),
    title: text((item) => item.title),
    'content.raw': text((item) => item.content),
    state: text((item) => item.state),
    kind: text((item) => item.kind),
    priority: {
      ...text((item) => item.priority),
      ranks: ['trivial', 'minor', 'major', 'critical', 'blocker'],
    },
    votes: number((item) => item.votes),
    created_on: time((item) => item.createdOn),
    updated_on: time((item) => item.updatedOn),
    edited_on: time((item) => item.editedOn),
    component: present(() => null),
    milestone: present(() => null),
    version: present(() => null),
    ...people('reporter', (item) => [account(item.reporter)]),
    ...people('assignee', (item) => [account(item.assignee)]),
  }
}

export const entryFields: Fields<TreeEntry> = {
  path: text((item) => item.path),
  type: text((item) => (item.kind === 'file' ? 'commit_file' : 'commit_directory')),
  size: number((item) => item.size),
}
