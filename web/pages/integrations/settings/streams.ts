/** What a connection may do with or without; projects, repositories and members are always read. A test holds it complete. */
export const offeredStreams = [
  { value: 'pull_requests', label: 'Pull requests' },
  {
    value: 'pull_request_activity',
    label: 'Activity of pull requests',
    doc: 'Comments, approvals, updates.',
  },
  {
    value: 'pull_request_commits',
    label: 'Commits of lost heads',
    doc: 'Of squashed, rebased and declined pull requests whose branch is gone: a request each.',
  },
  { value: 'commits', label: 'Commits' },
  { value: 'refs', label: 'Branches and tags' },
  { value: 'pipelines', label: 'Pipelines' },
  {
    value: 'pipeline_steps',
    label: 'Steps of pipelines',
    doc: 'Of pipelines that deploy: a request each.',
  },
  { value: 'environments', label: 'Environments' },
  { value: 'deployments', label: 'Deployments' },
  { value: 'branch_restrictions', label: 'Branch restrictions' },
  {
    value: 'issues',
    label: 'Issues',
    doc: 'Bitbucket ended its issue tracker on 20 August 2026; where it still answers, it is read.',
  },
  { value: 'issue_comments', label: 'Comments on issues', doc: 'A request for each issue that has some.' },
  {
    value: 'commit_statuses',
    label: 'Statuses of commits',
    doc: 'What builds say, as webhooks tell it: no request.',
  },
] as const

/** Read only when they are chosen: each thing of them costs a request of its own. */
const extras: readonly string[] = ['pull_request_commits', 'pipeline_steps']

export const usualStreams = offeredStreams.map(({ value }) => value).filter((name) => !extras.includes(name))
