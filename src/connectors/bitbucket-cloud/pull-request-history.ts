import { defineStream } from '../../sync/stream.ts'
import { pullRequestActivity } from './pull-request-activity.ts'
import { atlassian, repositoryPath } from './shape.ts'

/** Only what can be edited, resolved or taken back changes where it is. */
const canChangeInPlace = `
  exists (select from pull_request_activity one
           where (one.workspace_id, one.repository_id, one.pull_request_id)
               = (parent.workspace_id, parent.repository_id, parent.id)
             and one.kind in ('approval', 'changes_requested') and one.removed_at is null)
  or exists (select from pull_request_comments one
              where (one.workspace_id, one.repository_id, one.pull_request_id)
                  = (parent.workspace_id, parent.repository_id, parent.id)
                and not one.deleted and one.removed_at is null)`

/** The record counts its comments, it began with an update, and how it was closed was one. */
const lacksSomething = `
  not exists (
    select from pull_request_activity one
     where (one.workspace_id, one.repository_id, one.pull_request_id)
         = (parent.workspace_id, parent.repository_id, parent.id)
       and one.kind = 'update' and one.removed_at is null)
  or parent.comment_count > (
    select count(*) from pull_request_comments one
     where (one.workspace_id, one.repository_id, one.pull_request_id)
         = (parent.workspace_id, parent.repository_id, parent.id)
       and not one.deleted and one.removed_at is null)
  or parent.state <> 'OPEN' and not exists (
    select from pull_request_activity one
     where (one.workspace_id, one.repository_id, one.pull_request_id)
         = (parent.workspace_id, parent.repository_id, parent.id)
       and one.kind = 'update' and one.state = parent.state and one.removed_at is null)`

/** It is there without the feed. */
const { capability: _feed, follows: _pulls, ...shared } = pullRequestActivity

export const pullRequestHistory = defineStream({
  ...shared,
  name: 'pull_request_history',
  doc: 'The whole activity of one pull request that changed after it was read: comments that were edited or resolved and approvals that were taken back stay where they are in the feed, or leave it.',
  documentation: atlassian(
    'pullrequests/#api-repositories-workspace-repo-slug-pullrequests-pull-request-id-activity-get',
  ),
  per: 'pull_request',
  cost: '⌈entries / 50⌉ for a pull request with comments or reviews that changed since',
  walk: 'all',
  recordsOf: pullRequestActivity.name,
  parents: {
    table: 'pull_requests',
    id: 'id',
    position: 'updated_on',
    version: 'extract(epoch from parent.updated_on)',
    where: canChangeInPlace,
    lacking: 'repository_activity',
    known: { began: 'created_on', suspect: lacksSomething },
  },
  request: (at) => ({
    path: `${repositoryPath(at)}/pullrequests/${encodeURIComponent(at.parent ?? '')}/activity`,
    query: { pagelen: '50' },
  }),
})
