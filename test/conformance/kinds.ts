// For every kind of recording: how to get the same thing from the simulator.
import type { Running } from '../simulator/harness.ts'
import {
  accounts,
  everywhere,
  files,
  followed,
  heads,
  hooks,
  inWorkspace,
  listed,
  listedToPerson,
  pipelines,
  pullRequests,
  single,
  states,
  tags,
} from './asking.ts'

export type Kind = {
  readonly name: string
  // Folders of recordings that show this kind.
  readonly recordings: readonly string[]
  readonly examples?: readonly string[]
  // Which samples of a recording are of this kind, where a recording holds others too.
  readonly like?: string
  readonly simulate: (running: Running) => Promise<readonly unknown[]>
}

export const kinds: readonly Kind[] = [
  { name: 'account', recordings: ['participant', 'workspace-members'], simulate: accounts },
  {
    name: 'branch',
    recordings: ['branch-list'],
    examples: ['branch-list.json'],
    simulate: listed(everywhere('/refs/branches?pagelen=100')),
  },
  {
    name: 'branch restriction',
    recordings: ['branch-restrictions'],
    simulate: listed(everywhere('/branch-restrictions')),
  },
  {
    name: 'branching model',
    recordings: [],
    examples: ['branching-model.json'],
    simulate: single(everywhere('/branching-model')),
  },
  {
    name: 'commit',
    recordings: ['commit-get'],
    like: 'hash',
    examples: ['commit-get.json'],
    simulate: single(heads('/commit/', '')),
  },
  {
    name: 'listed commit',
    recordings: ['commits-list'],
    simulate: listed(everywhere('/commits?pagelen=100')),
  },
  {
    name: 'commit status',
    recordings: ['commit-status', 'commit-statuses'],
    simulate: listed(heads('/commit/', '/statuses')),
  },
  {
    name: 'pull request status',
    recordings: ['pullrequest-statuses'],
    simulate: listed(pullRequests('/statuses')),
  },
  {
    name: 'effective reviewer',
    recordings: [],
    examples: ['effective-default-reviewers.json'],
    simulate: listed(everywhere('/effective-default-reviewers')),
  },
  {
    name: 'deployment',
    recordings: ['deployment-list'],
    simulate: listed(everywhere('/deployments/?pagelen=100')),
  },
  {
    name: 'diffstat',
    recordings: ['diffstat', 'pullrequest-diffstat'],
    simulate: followed(pullRequests('/diffstat')),
  },
  { name: 'environment', recordings: ['environment-list'], simulate: listed(everywhere('/environments/')) },
  { name: 'hook', recordings: ['hooks-repo'], simulate: hooks },
  {
    name: 'hook events',
    recordings: [],
    examples: ['hook-events.json'],
    simulate: single(() => ['/hook_events']),
  },
  {
    name: 'hook event',
    recordings: [],
    examples: ['hook-events-subject.json'],
    simulate: listed(() => ['/hook_events/repository']),
  },
  { name: 'issue', recordings: ['issue-list'], simulate: listedToPerson(everywhere('/issues')) },
  {
    name: 'participant',
    recordings: ['participant', 'pullrequest-request-changes'],
    simulate: async (running) => {
      const all = await single(pullRequests('?fields=participants'))(running)
      return all.flatMap((one) => (one as { participants: unknown[] }).participants)
    },
  },
  {
    name: 'pipeline',
    recordings: ['pipeline-get', 'pipeline-list'],
    simulate: listed(everywhere('/pipelines/?pagelen=100')),
  },
  {
    name: 'pipeline step',
    recordings: ['pipeline-step', 'pipeline-steps'],
    simulate: listed(pipelines('/steps/')),
  },
  {
    name: 'activity',
    recordings: ['pullrequest-activity'],
    examples: [
      'pullrequest-activity-approval.json',
      'pullrequest-activity-comment.json',
      'pullrequest-activity-update.json',
    ],
    simulate: listed(everywhere('/pullrequests/activity?pagelen=50')),
  },
  {
    name: 'comment',
    recordings: ['pullrequest-comment', 'pullrequest-comments'],
    simulate: listed(pullRequests('/comments?pagelen=100')),
  },
  {
    name: 'pull request commit',
    recordings: ['pullrequest-commits'],
    simulate: listed(pullRequests('/commits')),
  },
  {
    name: 'pull request',
    recordings: ['pullrequest-get', 'pullrequest-list'],
    simulate: listed(everywhere(`/pullrequests?${states}`)),
  },
  { name: 'task', recordings: ['pullrequest-tasks'], simulate: listed(pullRequests('/tasks')) },
  {
    name: 'ref',
    recordings: ['refs-list'],
    simulate: listed(everywhere('/refs?pagelen=100')),
  },
  {
    name: 'repository',
    recordings: ['repository-get', 'repository-list'],
    simulate: listed(({ workspace }) => [`/repositories/${workspace}?pagelen=100`]),
  },
  {
    name: 'source entry',
    recordings: ['src-list', 'src-meta'],
    simulate: async (running) => [
      ...(await followed(everywhere('/src'))(running)),
      ...(await single(files)(running)),
    ],
  },
  { name: 'tag', recordings: ['tag-list', 'tag-get'], simulate: single(tags) },
  {
    name: 'workspace access',
    recordings: ['workspace-access'],
    examples: ['user-workspaces.json'],
    simulate: listed(() => ['/user/workspaces']),
  },
  {
    name: 'workspace member',
    recordings: ['workspace-members'],
    simulate: listed(inWorkspace('/members?pagelen=100')),
  },
  {
    name: 'repository permission',
    recordings: ['workspace-repo-permissions'],
    examples: ['workspace-permissions-repositories.json', 'user-workspace-repo-permissions.json'],
    simulate: listedToPerson(inWorkspace('/permissions/repositories?pagelen=100')),
  },
  {
    name: 'code search',
    recordings: [],
    examples: ['code-search.json'],
    simulate: listed(inWorkspace('/search/code?search_query=readme')),
  },
]
