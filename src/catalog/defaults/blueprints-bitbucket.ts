import type { Definition } from '../blueprints/blueprint.ts'

const url = { type: 'string', title: 'Address at Bitbucket', format: 'url' } as const
const createdAt = { type: 'string', title: 'Made', format: 'date-time' } as const
const updatedAt = { type: 'string', title: 'Changed last', format: 'date-time' } as const

/** What is in Bitbucket, as the mapping windlass brings it. */
export const bitbucketBlueprints: readonly Definition[] = [
  {
    identifier: 'project',
    title: 'Project',
    description: 'A project of a workspace: it holds repositories.',
    schema: {
      properties: {
        key: { type: 'string', title: 'Key' },
        description: { type: 'string', title: 'Description', format: 'markdown' },
        private: { type: 'boolean', title: 'Private' },
        url,
      },
      required: [],
    },
    layout: {
      tabs: ['overview', 'relationships', 'events', 'sources', 'yaml'],
      blocks: ['properties', 'owners', 'relations'],
    },
  },
  {
    identifier: 'repository',
    title: 'Repository',
    description: 'A repository of Bitbucket.',
    schema: {
      properties: {
        fullName: { type: 'string', title: 'Full name' },
        description: { type: 'string', title: 'Description', format: 'markdown' },
        language: { type: 'string', title: 'Language', description: 'As Bitbucket says.' },
        private: { type: 'boolean', title: 'Private' },
        defaultBranch: { type: 'string', title: 'Main branch' },
        createdAt,
        updatedAt,
        url,
        readme: { type: 'string', title: 'README', format: 'markdown' },
        codeowners: { type: 'string', title: 'CODEOWNERS' },
      },
      required: [],
    },
    relations: { project: { title: 'Project', target: 'project', required: false, many: false } },
    mirrorProperties: { projectKey: { title: 'Key of its project', path: 'project.key' } },
    layout: {
      tabs: [
        'overview',
        'repository',
        'pull-requests',
        'ci-cd',
        'relationships',
        'events',
        'sources',
        'yaml',
      ],
      blocks: ['repository', 'language', 'owners', 'recent-activity', 'properties', 'relations'],
    },
  },
  {
    identifier: 'pull_request',
    title: 'Pull request',
    description: 'A pull request of a repository.',
    schema: {
      properties: {
        number: { type: 'number', title: 'Number' },
        state: {
          type: 'string',
          title: 'State',
          enum: ['OPEN', 'MERGED', 'DECLINED', 'SUPERSEDED'],
          enumColors: { OPEN: 'green', MERGED: 'purple', DECLINED: 'red', SUPERSEDED: 'lightGray' },
        },
        draft: { type: 'boolean', title: 'Draft' },
        author: { type: 'string', title: 'Author' },
        reviewers: { type: 'array', title: 'Reviewers', items: { type: 'string' } },
        approvedBy: { type: 'array', title: 'Approved by', items: { type: 'string' } },
        sourceBranch: { type: 'string', title: 'Source branch' },
        destinationBranch: { type: 'string', title: 'Destination branch' },
        createdAt,
        updatedAt,
        closedAt: {
          type: 'string',
          title: 'Closed',
          description: 'Merged or declined.',
          format: 'date-time',
        },
        url,
      },
      required: [],
    },
    relations: {
      repository: { title: 'Repository', target: 'repository', required: false, many: false },
      author: { title: 'Author', target: 'person', required: false, many: false },
      reviewers: { title: 'Reviewers', target: 'person', required: false, many: true },
    },
    mirrorProperties: { repositoryName: { title: 'Name of its repository', path: 'repository.fullName' } },
    layout: {
      tabs: ['overview', 'relationships', 'events', 'sources', 'yaml'],
      blocks: ['properties', 'relations'],
    },
  },
  {
    identifier: 'person',
    title: 'Person',
    description: 'A member of a workspace, or somebody who is named in a pull request.',
    schema: {
      properties: { nickname: { type: 'string', title: 'Nickname' }, url },
      required: [],
    },
    layout: {
      tabs: ['overview', 'pull-requests', 'relationships', 'sources', 'yaml'],
      blocks: ['properties', 'relations'],
    },
  },
]
