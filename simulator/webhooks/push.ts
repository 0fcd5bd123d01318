import type { Cloud } from '../cloud/cloud.ts'
import { branchShape, pullRequestCommit, tagShape } from '../cloud/shapes/commit.ts'
import { pathOf } from '../cloud/shapes/links.ts'
import { repositoryPath, repositoryWeb } from '../cloud/shapes/repository.ts'
import type { Json } from '../query/fields.ts'
import type { RefChange } from '../world/change.ts'
import type { Branch, Commit, Hash, Repository, Tag } from '../world/model.ts'

type Where = { readonly cloud: Cloud; readonly repository: Repository }
type Members = Record<string, Json>

const mostCommits = 5
export const syncStrategies: readonly string[] = ['merge_commit', 'rebase']

function only(links: Json | undefined, names: readonly string[]): Json {
  const all = typeof links === 'object' && links !== null ? Object.entries(links) : []
  return Object.fromEntries(all.filter(([name]) => names.includes(name)))
}

// Pushed commits carry members that are always empty, and lack the repository, which stands beside them.
function pushed({ cloud, repository }: Where, commit: Commit): Members {
  const { repository: _, ...shape } = pullRequestCommit(cloud, repository, commit)
  return { ...shape, committer: {}, rendered: {}, properties: {} }
}

export function pushedHead(where: Where, commit: Commit): Members {
  const { type, hash, date, author, message, links } = pushed(where, commit)
  const shown = only(links, ['self', 'html', 'diff', 'approve', 'comments', 'statuses'])
  return {
    type: type ?? 'commit',
    hash: hash ?? '',
    date: date ?? '',
    author: author ?? {},
    message: message ?? '',
    links: shown,
  }
}

function branchOf({ cloud, repository }: Where, name: string, target: Hash): Branch {
  const known = cloud.world.content(repository.uuid).branch(name)
  if (known) return known
  return {
    name,
    target,
    mergeStrategies: ['merge_commit', 'squash', 'fast_forward'],
    defaultMergeStrategy: 'merge_commit',
  }
}

function membersOf(value: Json | undefined): Members {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : []
  return Object.fromEntries(entries.map(([name, member]) => [name, member ?? null]))
}

function branchRef(where: Where, name: string, commit: Commit): Members {
  const { cloud, repository } = where
  const shape = membersOf(branchShape(cloud, repository, branchOf(where, name, commit.hash), commit))
  const page = `${cloud.origin}${repositoryWeb(cloud, repository)}/pull-requests/new?source=${encodeURIComponent(name)}&t=1`
  const links = { ...membersOf(shape.links), pullrequest_create: { href: page } }
  return { ...shape, links, sync_strategies: syncStrategies }
}

// The tagger of an annotated tag is an empty object in deliveries.
function tagRef({ cloud, repository }: Where, name: string, commit: Commit): Members {
  const light: Tag = { name, target: commit.hash, object: null, message: null, date: null, tagger: null }
  const tag = cloud.world.content(repository.uuid).tag(name) ?? light
  const shape = membersOf(tagShape(cloud, repository, tag, commit))
  return { ...shape, tagger: tag.tagger === null ? null : {} }
}

function refShape(where: Where, change: RefChange, hash: Hash | null): Json {
  if (hash === null) return null
  const target = where.cloud.world.content(where.repository.uuid).commit(hash)
  if (!target) return { name: change.name, type: change.type, target: { type: 'commit', hash } }
  const ref =
    change.type === 'tag' ? tagRef(where, change.name, target) : branchRef(where, change.name, target)
  const head = pushed(where, target)
  return { ...ref, target: { ...head, links: only(head.links, ['self', 'html']) } }
}

function linksOf({ cloud, repository }: Where, change: RefChange): Json {
  const path = `${cloud.origin}/2.0${repositoryPath(cloud, repository)}`
  const page = `${cloud.origin}${repositoryWeb(cloud, repository)}`
  const commits = { href: `${path}/commits?include=${change.new ?? ''}` }
  if (change.type === 'tag') return { commits }
  if (change.old === null) return { commits, html: { href: `${page}/branch${pathOf(change.name)}` } }
  const range = `${change.new ?? ''}..${change.old}`
  return {
    commits,
    html: { href: `${page}/branches/compare/${range}` },
    diff: { href: `${path}/diff/${range}` },
  }
}

export function refChangeShape(where: Where, change: RefChange): Json {
  const content = where.cloud.world.content(where.repository.uuid)
  const commits = change.commits.slice(0, mostCommits).flatMap((hash) => {
    const commit = content.commit(hash)
    return commit ? [pushed(where, commit)] : []
  })
  const closed = change.new === null
  return {
    old: refShape(where, change, change.old),
    new: refShape(where, change, change.new),
    truncated: change.commits.length > mostCommits,
    created: change.old === null,
    forced: change.forced,
    closed,
    ...(closed ? {} : { links: linksOf(where, change) }),
    ...(change.type === 'branch' && !closed ? { commits } : {}),
  }
}
