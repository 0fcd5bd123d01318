import { defineStream } from '../../sync/stream.ts'
import { pullRequestActivity } from './pull-request-activity.ts'
import { pullRequests } from './pull-requests.ts'
import { atlassian, repositoryPath } from './shape.ts'

const below = `
  (one.workspace_id, one.repository_id, one.pull_request_id) = (parent.workspace_id, parent.repository_id, parent.id)`

/** The participants say whether it stands. One who reviewed again has two, of which the older was taken back. */
const mayBeTakenBack = `
  exists (
    select from pull_request_activity one
     where ${below} and one.kind in ('approval', 'changes_requested') and one.removed_at is null
       and (not exists (
              select from pull_request_participants who
               where (who.workspace_id, who.repository_id, who.pull_request_id)
                   = (parent.workspace_id, parent.repository_id, parent.id)
                 and who.account_id = one.actor_account_id
                 and who.state = case one.kind when 'approval' then 'approved' else 'changes_requested' end)
            or exists (
              select from pull_request_activity again
               where (again.workspace_id, again.repository_id, again.pull_request_id)
                   = (parent.workspace_id, parent.repository_id, parent.id)
                 and again.kind = one.kind and again.actor_account_id = one.actor_account_id
                 and again.key <> one.key and again.removed_at is null)))`

/**
 * A comment can be edited, resolved or deleted, which the record of the pull request does not tell. One that the feed
 * brought after that record is as it was when the record last changed; one that a webhook brought may be older.
 */
const mayBeEdited = `
  exists (
    select from pull_request_comments one
     where ${below} and not one.deleted and one.removed_at is null
       and not exists (
         select from raw_records record
           join raw_records said on (said.workspace_id, said.repository_id)
                                  = (record.workspace_id, record.repository_id)
          where (record.workspace_id, record.repository_id) = (parent.workspace_id, parent.repository_id)
            and record.stream = '${pullRequests.name}' and record.key = parent.id::text
            and said.stream = '${pullRequestActivity.name}' and said.key = parent.id || ' comment ' || one.id
            and said.shape <> 'webhook' and said.stored_at > record.stored_at))`

/** The record counts its comments, it began with an update, and how it was closed was one. */
const lacksSomething = `
  not exists (
    select from pull_request_activity one
     where ${below} and one.kind = 'update' and one.removed_at is null)
  or parent.comment_count > (
    select count(*) from pull_request_comments one
     where ${below} and not one.deleted and one.removed_at is null)
  or parent.state <> 'OPEN' and not exists (
    select from pull_request_activity one
     where ${below} and one.kind = 'update' and one.state = parent.state and one.removed_at is null)`

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
  cost: '⌈entries / 50⌉ for a pull request that changed and had comments before, or whose reviews were taken back',
  walk: 'all',
  recordsOf: pullRequestActivity.name,
  parents: {
    table: 'pull_requests',
    id: 'id',
    position: 'updated_on',
    version: 'extract(epoch from parent.updated_on)',
    where: `${mayBeTakenBack} or ${mayBeEdited}`,
    lacking: 'repository_activity',
    goesBy: 'fields',
    known: { began: 'created_on', suspect: lacksSomething },
  },
  request: (at) => ({
    path: `${repositoryPath(at)}/pullrequests/${encodeURIComponent(at.parent ?? '')}/activity`,
    query: { pagelen: '50' },
  }),
})
