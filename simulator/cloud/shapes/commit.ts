import type { Json } from '../../query/fields.ts'
import type {
  Branch,
  Commit,
  CommitAuthor,
  FileChange,
  Hash,
  Repository,
  Tag,
  TreeEntry,
} from '../../world/model.ts'
import { isoSeconds } from '../../world/time.ts'
import type { Cloud } from '../cloud.ts'
import { accountStub } from './account.ts'
import { api, pathOf, rendered, web } from './links.ts'
import { repositoryPath, repositoryStub, repositoryWeb } from './repository.ts'

function authorShape(cloud: Cloud, author: CommitAuthor): Json {
  const base = { type: 'author', raw: author.raw }
  return author.account === null ? base : { ...base, user: accountStub(cloud, author.account) }
}

export function commitStub(cloud: Cloud, repository: Repository, hash: Hash): Json {
  return {
    hash,
    links: {
      self: api(cloud, `${repositoryPath(cloud, repository)}/commit/${hash}`),
      html: web(cloud, `${repositoryWeb(cloud, repository)}/commits/${hash}`),
    },
    type: 'commit',
  }
}

// Pull requests show twelve characters, and `fields` does not lengthen them.
export function shortCommit(cloud: Cloud, repository: Repository, hash: Hash | null): Json {
  return hash === null ? null : commitStub(cloud, repository, hash.slice(0, 12))
}

function commitLinks(cloud: Cloud, repository: Repository, hash: Hash): Json {
  const path = repositoryPath(cloud, repository)
  const self = `${path}/commit/${hash}`
  return {
    self: api(cloud, self),
    html: web(cloud, `${repositoryWeb(cloud, repository)}/commits/${hash}`),
    diff: api(cloud, `${path}/diff/${hash}`),
    approve: api(cloud, `${self}/approve`),
    comments: api(cloud, `${self}/comments`),
    statuses: api(cloud, `${self}/statuses`),
    patch: api(cloud, `${path}/patch/${hash}`),
  }
}

// As refs embed it: no summary, nothing rendered.
function targetCommit(cloud: Cloud, repository: Repository, commit: Commit): Record<string, Json> {
  return {
    type: 'commit',
    hash: commit.hash,
    date: isoSeconds(commit.date),
    author: authorShape(cloud, commit.author),
    message: commit.message,
    links: commitLinks(cloud, repository, commit.hash),
    parents: commit.parents.map((parent) => commitStub(cloud, repository, parent)),
    repository: repositoryStub(cloud, repository),
  }
}

export function pullRequestCommit(
  cloud: Cloud,
  repository: Repository,
  commit: Commit,
): Record<string, Json> {
  return { ...targetCommit(cloud, repository, commit), summary: rendered(commit.message) }
}

export function listedCommit(cloud: Cloud, repository: Repository, commit: Commit): Record<string, Json> {
  const listed = pullRequestCommit(cloud, repository, commit)
  return { ...listed, rendered: { message: rendered(commit.message) } }
}

export function commitFull(cloud: Cloud, repository: Repository, commit: Commit): Record<string, Json> {
  return { ...listedCommit(cloud, repository, commit), participants: [] }
}

function refLinks(cloud: Cloud, repository: Repository, kind: 'branches' | 'tags', name: string): Json {
  const path = repositoryPath(cloud, repository)
  const page = kind === 'branches' ? 'branch' : 'commits/tag'
  return {
    self: api(cloud, `${path}/refs/${kind}${pathOf(name)}`),
    commits: api(cloud, `${path}/commits${pathOf(name)}`),
    html: web(cloud, `${repositoryWeb(cloud, repository)}/${page}${pathOf(name)}`),
  }
}

export function branchShape(cloud: Cloud, repository: Repository, branch: Branch, target: Commit): Json {
  return {
    name: branch.name,
    target: targetCommit(cloud, repository, target),
    links: refLinks(cloud, repository, 'branches', branch.name),
    type: 'branch',
    merge_strategies: [...branch.mergeStrategies],
    default_merge_strategy: branch.defaultMergeStrategy,
  }
}

// A lightweight tag has neither message nor tagger of its own.
export function tagShape(cloud: Cloud, repository: Repository, tag: Tag, target: Commit): Json {
  return {
    name: tag.name,
    type: 'tag',
    message: tag.message,
    date: tag.date === null ? null : isoSeconds(tag.date),
    tagger: tag.tagger === null ? null : authorShape(cloud, tag.tagger),
    target: targetCommit(cloud, repository, target),
    links: refLinks(cloud, repository, 'tags', tag.name),
  }
}

// Guessed from the extension as Python's table does, which takes TypeScript for Qt's translations.
const mimetypes: Readonly<Record<string, string>> = {
  css: 'text/css',
  html: 'text/html',
  js: 'application/javascript',
  json: 'application/json',
  png: 'image/png',
  py: 'text/x-python',
  svg: 'image/svg+xml',
  ts: 'text/vnd.trolltech.linguist',
  xml: 'text/xml',
}

export function entryShape(cloud: Cloud, repository: Repository, commit: Hash, entry: TreeEntry): Json {
  const path = `${repositoryPath(cloud, repository)}/src/${commit}${pathOf(...entry.path.split('/'))}`
  const stub = commitStub(cloud, repository, commit)
  if (entry.kind === 'directory') {
    return {
      path: entry.path,
      commit: stub,
      type: 'commit_directory',
      links: { self: api(cloud, `${path}/`), meta: api(cloud, `${path}/?format=meta`) },
    }
  }
  const history = `${repositoryPath(cloud, repository)}/filehistory/${commit}${pathOf(...entry.path.split('/'))}`
  return {
    path: entry.path,
    commit: stub,
    type: 'commit_file',
    attributes: entry.mode === '100755' ? ['executable'] : [],
    escaped_path: entry.path,
    size: entry.size,
    mimetype: mimetypes[entry.name.slice(entry.name.lastIndexOf('.') + 1)] ?? null,
    links: {
      self: api(cloud, path),
      meta: api(cloud, `${path}?format=meta`),
      history: api(cloud, history),
    },
  }
}

function changedFile(cloud: Cloud, repository: Repository, commit: Hash, path: string | null): Json {
  if (path === null) return null
  const self = api(cloud, `${repositoryPath(cloud, repository)}/src/${commit}${pathOf(...path.split('/'))}`)
  return { path, type: 'commit_file', escaped_path: path, links: { self } }
}

export function diffstatShape(
  cloud: Cloud,
  repository: Repository,
  change: FileChange,
  from: Hash | null,
  to: Hash,
): Json {
  return {
    type: 'diffstat',
    lines_added: change.linesAdded,
    lines_removed: change.linesRemoved,
    status: change.status,
    old: changedFile(cloud, repository, from ?? to, change.oldPath),
    new: changedFile(cloud, repository, to, change.newPath),
  }
}
