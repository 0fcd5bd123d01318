import { defineStream } from '../../sync/stream.ts'
import { pullRequestActivity } from './pull-request-activity.ts'
import { atlassian, repositoryPath } from './shape.ts'

export const pullRequestHistory = defineStream({
  ...pullRequestActivity,
  name: 'pull_request_history',
  doc: 'The whole activity of one pull request that changed after it was read: comments that were edited or resolved and approvals that were taken back stay where they are in the feed, or leave it.',
  documentation: atlassian(
    'pullrequests/#api-repositories-workspace-repo-slug-pullrequests-pull-request-id-activity-get',
  ),
  per: 'pull_request',
  cost: '⌈entries / 50⌉ for a pull request with comments or reviews that changed since',
  walk: 'all',
  recordsOf: pullRequestActivity.name,
  request: (at) => ({
    path: `${repositoryPath(at)}/pullrequests/${encodeURIComponent(at.parent ?? '')}/activity`,
    query: { pagelen: '50' },
  }),
})
