import { Type } from '@sinclair/typebox'
import { defineStream } from '../../sync/stream.ts'
import { atlassian, repositoryPath } from './shape.ts'

export const pullRequestCommits = defineStream({
  name: 'pull_request_commits',
  doc: 'Commits of the pull requests whose head no mirror reaches: squashed, rebased, declined or forked, with the branch gone.',
  documentation: atlassian(
    'pullrequests/#api-repositories-workspace-repo-slug-pullrequests-pull-request-id-commits-get',
  ),
  per: 'pull_request',
  scopes: ['pullrequest'],
  cost: '⌈commits / 100⌉ for a pull request whose head cannot be reached; 0 for all others, which git knows',
  tables: ['pull_request_commits'],
  walk: 'all',
  again: 'every-cycle',
  optional: true,
  parents: {
    table: 'pull_requests',
    id: 'id',
    position: 'updated_on',
    version: `concat_ws(' ', parent.source_commit_prefix, parent.destination_commit_prefix)`,
    where: 'parent.head_unreachable',
    whole: true,
  },
  projectionVersion: 1,
  request: (at) => ({
    path: `${repositoryPath(at)}/pullrequests/${encodeURIComponent(at.parent ?? '')}/commits`,
    query: { pagelen: '100' },
  }),
  item: Type.Object({ values: Type.Array(Type.Object({ hash: Type.String() })) }),
  key: (_, { parent }) => String(parent),
  owns: (_, { parent }) => ({ pull_request_commits: { pull_request_id: Number(parent) } }),
  rows: ({ values }, { parent }) => ({
    pull_request_commits: values.map(({ hash }, position) => ({
      pull_request_id: Number(parent),
      hash,
      position,
    })),
  }),
})
