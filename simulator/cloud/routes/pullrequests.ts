import { type Answer, redirect } from '../../http/answer.ts'
import type { Fields } from '../../query/match.ts'
import type { Activity, PullRequest } from '../../world/model.ts'
import {
  accountOf,
  type Here,
  type HerePullRequest,
  here,
  memberOnly,
  permissionOn,
  pullRequestOf,
} from '../access.ts'
import { type Call, get, type Route } from '../cloud.ts'
import { list, paging, scopeOf, single } from '../collection.ts'
import { failed, notFound } from '../errors.ts'
import { commentFields, pullRequestFields } from '../filters.ts'
import { pullRequestCommit } from '../shapes/commit.ts'
import { statusShape } from '../shapes/pipeline.ts'
import {
  activityShape,
  commentShape,
  pullRequestFull,
  pullRequestShape,
  taskShape,
} from '../shapes/pullrequest.ts'

const states: readonly string[] = ['OPEN', 'MERGED', 'DECLINED', 'SUPERSEDED']

// With `q` the top-level `state` is ignored, and so is the implicit OPEN. An unknown value has been seen to answer with open
// and merged ones.
function statesWanted(call: Call): readonly string[] {
  if (call.query.get('q')) return states
  const asked = call.query.getAll('state').map((state) => state.toUpperCase())
  if (asked.length === 0) return ['OPEN']
  const known = asked.filter((state) => states.includes(state))
  return known.length === 0 ? ['OPEN', 'MERGED'] : known
}

const manyPullRequests = 500

// BCLOUD-22709: `closed_on` in a query is an internal error; so is a sort over several states of a large repository.
function refuseWhatFails(call: Call, count: number): void {
  if (/\bclosed_on\b/.test(call.query.get('q') ?? '')) throw failed()
  const several = call.query.getAll('state').length > 1
  if (several && call.query.has('sort') && !call.query.has('q') && count > manyPullRequests) throw failed()
}

function pullRequests(call: Call): Answer {
  const place = here(call)
  const all = place.content.pullRequests
  refuseWhatFails(call, all.length)
  const wanted = statesWanted(call)
  return list(call, {
    items: all,
    paging: paging.pullRequests,
    fields: pullRequestFields(call.cloud),
    filter: (one) => wanted.includes(one.state),
    order: (left, right) => right.id - left.id,
    scope: scopeOf(call.cloud, 'pullrequests', place.repository.uuid),
    by: wanted.join(),
    key: (one) => one.id,
    present: (one, asks) => pullRequestShape(place, one, asks),
  })
}

function ofUser(call: Call): Answer {
  const workspace = memberOnly(call)
  const author = accountOf(call, call.params.selected_user ?? '')
  const wanted = statesWanted(call)
  const { cloud } = call
  const places = cloud.world
    .repositories(workspace.uuid)
    .filter((one) => one.counts.pullRequests > 0 && !one.isForbidden)
    .filter((one) => permissionOn(cloud, call.identity, one) !== 'none')
    .map((repository): Here => ({ cloud, repository, content: cloud.world.content(repository.uuid) }))
  const items = places.flatMap((place) =>
    place.content.pullRequests.filter((one) => one.author === author.uuid).map((one) => ({ place, one })),
  )
  const fields: Fields<{ place: Here; one: PullRequest }> = Object.fromEntries(
    Object.entries(pullRequestFields(cloud)).map(([path, { kind, get }]) => [
      path,
      { kind, get: (item) => get(item.one) },
    ]),
  )
  return list(call, {
    items,
    paging: paging.pullRequests,
    fields,
    filter: ({ one }) => wanted.includes(one.state),
    order: (left, right) => right.one.createdOn - left.one.createdOn,
    present: ({ place, one }, asks) => pullRequestShape(place, one, asks),
  })
}

function activities(call: Call, place: Here, items: readonly Activity[], scope: string): Answer {
  const { content } = place
  return list(call, {
    items,
    paging: paging.activity,
    scope: scopeOf(call.cloud, scope, place.repository.uuid),
    key: (item) =>
      `${item.kind} ${item.pullRequest} ${item.date} ${item.actor} ${'comment' in item ? item.comment : ''}`,
    present: (item) => {
      const pullRequest = content.pullRequest(item.pullRequest)
      if (!pullRequest) return {}
      const comment = item.kind === 'comment' ? content.comment(item.comment) : undefined
      return activityShape(place, item, pullRequest, comment)
    },
  })
}

function repositoryActivity(call: Call): Answer {
  const place = here(call)
  if (call.cloud.settings.repositoryActivity === 'off') throw notFound('Resource not found')
  return activities(call, place, place.content.activity(), 'activity')
}

function activity(call: Call): Answer {
  const place = pullRequestOf(call)
  return activities(call, place, place.content.activityOf(place.pullRequest.id), 'activity')
}

function comments(call: Call): Answer {
  const place = pullRequestOf(call)
  return list(call, {
    items: place.content.comments(place.pullRequest.id),
    paging: paging.numbered,
    fields: commentFields(call.cloud),
    present: (comment) => commentShape(place, place.pullRequest, comment),
  })
}

function comment(call: Call): Answer {
  const place = pullRequestOf(call)
  const id = call.params.comment_id ?? ''
  const known = /^\d{1,12}$/.test(id) ? place.content.comment(Number(id)) : undefined
  // The message of a missing comment is its number and nothing else.
  if (!known || known.pullRequest !== place.pullRequest.id) throw notFound(id)
  return single(call, () => commentShape(place, place.pullRequest, known))
}

function commits(call: Call): Answer {
  const place = pullRequestOf(call)
  return list(call, {
    items: place.content.pullRequestCommits(place.pullRequest.id),
    paging: paging.tokens,
    present: (commit) => pullRequestCommit(call.cloud, place.repository, commit),
  })
}

// The diff lives at a repository address whose spec names both ends: two requests for every client.
function toComparison(kind: 'diff' | 'diffstat') {
  return (call: Call): Answer => {
    const place: HerePullRequest = pullRequestOf(call)
    const { source, destination, id } = place.pullRequest
    const name = call.cloud.world.fullName(place.repository)
    const pair = `${source.commit?.slice(0, 12) ?? ''}%0D${destination.commit?.slice(0, 12) ?? ''}`
    const link = new URL(call.url)
    link.pathname = `/2.0/repositories/${name}/${kind}/${name}:${pair}`
    link.searchParams.set('from_pullrequest_id', String(id))
    link.searchParams.set('topic', 'true')
    return redirect(302, link.href)
  }
}

function statuses(call: Call): Answer {
  const place = pullRequestOf(call)
  const head = place.pullRequest.source.commit
  return list(call, {
    items: head === null ? [] : place.content.statuses(head),
    paging: paging.numbered,
    present: (status) => statusShape(place, status, status.commit.slice(0, 12)),
  })
}

function tasks(call: Call): Answer {
  const place = pullRequestOf(call)
  return list(call, {
    items: place.content.tasks(place.pullRequest.id),
    paging: paging.numbered,
    fields: {
      id: { kind: 'number', get: (item) => item.id },
      state: { kind: 'text', get: (item) => item.state },
      created_on: { kind: 'time', get: (item) => item.createdOn },
    },
    present: (task) => taskShape(place, task),
  })
}

function pullRequest(call: Call): Answer {
  const place = pullRequestOf(call)
  const one: PullRequest = place.pullRequest
  return single(call, (asks) => pullRequestFull(place, one, asks))
}

const all = '/repositories/{workspace}/{repo_slug}/pullrequests'
const each = `${all}/{pull_request_id}`
const read = ['pullrequest']

export const pullRequestRoutes: readonly Route[] = [
  get(all, read, pullRequests),
  get(`${all}/activity`, read, repositoryActivity),
  get(each, read, pullRequest),
  get(`${each}/activity`, read, activity),
  get(`${each}/comments`, read, comments),
  get(`${each}/comments/{comment_id}`, read, comment),
  get(`${each}/commits`, read, commits),
  get(`${each}/diff`, read, toComparison('diff')),
  get(`${each}/diffstat`, read, toComparison('diffstat')),
  get(`${each}/statuses`, read, statuses),
  get(`${each}/tasks`, read, tasks),
  get('/workspaces/{workspace}/pullrequests/{selected_user}', read, ofUser),
]
