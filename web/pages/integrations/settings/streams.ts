/** What a connection may do with or without; projects, repositories and members are always read. A test holds it complete. */
export const offeredStreams = [
  { value: 'pull_requests', label: 'Pull requests' },
  {
    value: 'pull_request_activity',
    label: 'Activity of pull requests',
    doc: 'Comments, approvals, updates.',
  },
  { value: 'commits', label: 'Commits' },
  { value: 'refs', label: 'Branches and tags' },
  { value: 'pipelines', label: 'Pipelines' },
  { value: 'environments', label: 'Environments' },
  { value: 'deployments', label: 'Deployments' },
  { value: 'branch_restrictions', label: 'Branch restrictions' },
  {
    value: 'issues',
    label: 'Issues',
    doc: 'Bitbucket ended its issue tracker on 20 August 2026; where it still answers, it is read.',
  },
] as const
