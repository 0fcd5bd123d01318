/** What can be read. */
export const products = [
  {
    id: 'bitbucket-cloud',
    title: 'Bitbucket Cloud',
    doc: 'Workspaces on bitbucket.org: repositories, pull requests, pipelines, deployments and people.',
    words: 'atlassian git source code hosting',
  },
] as const
