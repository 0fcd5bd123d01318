import type { Answer } from '../../http/answer.ts'
import type { Issue } from '../../world/model.ts'
import { type Here, here } from '../access.ts'
import { type Call, get, type Route } from '../cloud.ts'
import { list, paging, single } from '../collection.ts'
import { gone, notFound } from '../errors.ts'
import { issueFields } from '../filters.ts'
import { issueCommentShape, issueShape } from '../shapes/issue.ts'

const trackerEnds = '2026-08-20'

function tracked(call: Call): Here {
  const { settings } = call.cloud
  const offered = settings.issues === 'on' || (settings.issues === 'date' && call.cloud.today() < trackerEnds)
  if (!offered) throw gone('CHANGE-3071')
  const place = here(call)
  if (!place.repository.hasIssues) throw notFound('Repository has no issue tracker.')
  return place
}

function issues(call: Call): Answer {
  const place = tracked(call)
  return list(call, {
    items: place.content.issues.toReversed(),
    paging: { ...paging.numbered, pagelen: 20 },
    fields: issueFields(call.cloud),
    present: (issue) => issueShape(place, issue),
  })
}

function issueOf(call: Call): Here & { readonly issue: Issue } {
  const place = tracked(call)
  const issue = place.content.issues.find((one) => String(one.id) === call.params.issue_id)
  if (!issue) throw notFound('No Issue matches the given query.')
  return { ...place, issue }
}

function comments(call: Call): Answer {
  const place = issueOf(call)
  return list(call, {
    items: place.content.issueComments(place.issue.id),
    paging: { ...paging.numbered, pagelen: 20 },
    present: (comment) => issueCommentShape(place, place.issue, comment),
  })
}

const all = '/repositories/{workspace}/{repo_slug}/issues'

export const issueRoutes: readonly Route[] = [
  get(all, ['issue'], issues),
  get(`${all}/{issue_id}`, ['issue'], (call) => {
    const place = issueOf(call)
    return single(call, () => issueShape(place, place.issue))
  }),
  get(`${all}/{issue_id}/comments`, ['issue'], comments),
]
