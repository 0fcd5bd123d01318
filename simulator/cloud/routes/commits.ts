import type { Answer } from '../../http/answer.ts'
import type { Order } from '../../query/sort.ts'
import type { Commit } from '../../world/model.ts'
import { type Here, here } from '../access.ts'
import { type Call, get, type Route, route } from '../cloud.ts'
import { list, paging, scopeOf, single } from '../collection.ts'
import { badRequest, commitsNotFound, notFound } from '../errors.ts'
import { type Ref, refFields } from '../filters.ts'
import { branchShape, commitFull, listedCommit, tagShape } from '../shapes/commit.ts'
import { statusShape } from '../shapes/pipeline.ts'
import { pullRequestShape } from '../shapes/pullrequest.ts'

// BCLOUD-13229: long lists of includes and excludes are refused; no limit was ever documented.
const mostRevisions = 100

export function commitOf(place: Here, key: string): Commit {
  const commit = place.content.resolve(key)
  if (!commit) throw commitsNotFound(key)
  return commit
}

function revisions(place: Here, keys: readonly string[]): string[] {
  if (keys.length > mostRevisions) throw badRequest('Too many revisions')
  const missing = keys.filter((key) => !place.content.resolve(key))
  if (missing.length > 0) throw commitsNotFound(...missing)
  return keys.map((key) => commitOf(place, key).hash)
}

// An iterator for as long as its range lives: page after page reads on instead of walking the log again.
function walked(commits: Iterable<Commit>): Iterable<Commit> {
  const source = commits[Symbol.iterator]()
  const seen: Commit[] = []
  return {
    *[Symbol.iterator]() {
      for (let at = 0; ; at += 1) {
        if (at === seen.length) {
          const step = source.next()
          if (step.done) return
          seen.push(step.value)
        }
        const commit = seen[at]
        if (commit) yield commit
      }
    },
  }
}

function log(call: Call): Answer {
  const place = here(call)
  const form =
    call.method === 'POST' ? new URLSearchParams(call.body.toString('utf8')) : new URLSearchParams()
  const both = (name: string) => [...call.query.getAll(name), ...form.getAll(name)]
  const revision = call.params.revision ? [call.params.revision] : []
  const include = revisions(place, [...revision, ...both('include')])
  const exclude = revisions(place, both('exclude'))
  const path = call.query.get('path') ?? form.get('path') ?? undefined
  const scope = scopeOf(call.cloud, 'commits', place.repository.uuid)
  const range = `${scope} ${JSON.stringify([include, exclude, path])}`
  const commits = call.cloud.cache.object(`log ${range}`, () =>
    walked(
      // An empty include means every branch and tag.
      place.content.log({
        ...(include.length > 0 ? { include } : {}),
        exclude,
        ...(path === undefined ? {} : { path }),
      }),
    ),
  )
  return list(call, {
    items: commits,
    paging: paging.commits,
    scope,
    key: (commit) => commit.hash,
    present: (commit) => listedCommit(call.cloud, place.repository, commit),
  })
}

function commit(call: Call): Answer {
  const place = here(call)
  const key = call.params.commit ?? ''
  const found = /^[0-9a-f]{7,40}$/i.test(key) ? place.content.commit(key.toLowerCase()) : undefined
  const known = found ?? place.content.resolve(key)
  if (!known) throw notFound('Changeset not found.')
  return single(call, () => commitFull(call.cloud, place.repository, known))
}

function statuses(call: Call): Answer {
  const place = here(call)
  const { hash } = commitOf(place, call.params.commit ?? '')
  const refname = call.query.get('refname')
  return list(call, {
    items: place.content.statuses(hash),
    paging: { ...paging.numbered },
    fields: {
      key: { kind: 'text', get: (item) => item.key },
      state: { kind: 'text', get: (item) => item.state },
      created_on: { kind: 'time', get: (item) => item.createdOn },
      updated_on: { kind: 'time', get: (item) => item.updatedOn },
    },
    filter: (status) => refname === null || status.refname === refname,
    present: (status) => statusShape(place, status),
  })
}

function pullRequestsOfCommit(call: Call): Answer {
  const place = here(call)
  const { hash } = commitOf(place, call.params.commit ?? '')
  const within = place.content.pullRequests.filter((one) =>
    place.content.pullRequestCommits(one.id).some((each) => each.hash === hash),
  )
  return list(call, {
    items: within,
    paging: paging.thirty,
    present: (pullRequest, asks) => pullRequestShape(place, pullRequest, asks),
  })
}

const plainly: Order<Ref> = (left, right) => (left.name < right.name ? -1 : left.name > right.name ? 1 : 0)

function refs(kinds: readonly Ref['kind'][]) {
  return (call: Call): Answer => {
    const place = here(call)
    const { content } = place
    const branches = content.branches.map((ref): Ref => ({ kind: 'branch', name: ref.name, ref }))
    const tags = content.tags.map((ref): Ref => ({ kind: 'tag', name: ref.name, ref }))
    const items = [...(kinds.includes('branch') ? branches : []), ...(kinds.includes('tag') ? tags : [])]
    return list(call, {
      items: items.sort(plainly),
      paging: kinds.length === 2 ? paging.tokens : paging.numbered,
      fields: refFields(content),
      present: (ref) => refShape(place, ref),
    })
  }
}

function refShape(place: Here, ref: Ref) {
  const target = commitOf(place, ref.ref.target)
  if (ref.kind === 'branch') return branchShape(place.cloud, place.repository, ref.ref, target)
  return tagShape(place.cloud, place.repository, ref.ref, target)
}

function oneRef(kind: Ref['kind']) {
  return (call: Call): Answer => {
    const place = here(call)
    const name = call.params.name ?? ''
    const branch = kind === 'branch' ? place.content.branch(name) : undefined
    const tag = kind === 'tag' ? place.content.tag(name) : undefined
    if (branch) return single(call, () => refShape(place, { kind: 'branch', name, ref: branch }))
    if (tag) return single(call, () => refShape(place, { kind: 'tag', name, ref: tag }))
    throw notFound(`${kind === 'branch' ? 'Branch' : 'Tag'} "${name}" does not exist.`)
  }
}

const repo = '/repositories/{workspace}/{repo_slug}'
const greedy = { greedy: true }
const read = ['repository']

export const commitRoutes: readonly Route[] = [
  get(`${repo}/commits`, read, log),
  route('POST', `${repo}/commits`, read, log),
  get(`${repo}/commits/{revision}`, read, log, greedy),
  route('POST', `${repo}/commits/{revision}`, read, log, greedy),
  get(`${repo}/commit/{commit}`, read, commit),
  get(`${repo}/commit/{commit}/statuses`, read, statuses),
  get(`${repo}/commit/{commit}/pullrequests`, ['pullrequest'], pullRequestsOfCommit),
  get(`${repo}/refs`, read, refs(['branch', 'tag'])),
  get(`${repo}/refs/branches`, read, refs(['branch'])),
  get(`${repo}/refs/branches/{name}`, read, oneRef('branch'), greedy),
  get(`${repo}/refs/tags`, read, refs(['tag'])),
  get(`${repo}/refs/tags/{name}`, read, oneRef('tag'), greedy),
]
