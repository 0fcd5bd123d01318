import { defineStream } from '../../sync/stream.ts'
import { moreFields, pullRequests } from './pull-requests.ts'
import { atlassian, repositoryPath } from './shape.ts'

const { urgent: _open, lacksFields: _listed, ...shared } = pullRequests

export const pullRequestDetails = defineStream({
  ...shared,
  name: 'pull_request_details',
  doc: 'One pull request by itself, with the reviewers that its listing leaves out where it does not honour what it is asked for.',
  documentation: atlassian(
    'pullrequests/#api-repositories-workspace-repo-slug-pullrequests-pull-request-id-get',
  ),
  per: 'pull_request',
  cost: '0; 1 for each pull request that changed where a listing does not honour `fields`',
  walk: 'all',
  single: true,
  recordsOf: pullRequests.name,
  parents: {
    table: 'pull_requests',
    id: 'id',
    position: 'updated_on',
    version: 'extract(epoch from parent.updated_on)',
    where: 'false',
    lacking: 'fields',
  },
  request: (at) => ({
    path: `${repositoryPath(at)}/pullrequests/${encodeURIComponent(at.parent ?? '')}`,
    query: { fields: moreFields.map((field) => `+${field}`).join(',') },
  }),
})
