import type { Definition } from '../blueprints/blueprint.ts'

const lifecycle = {
  type: 'string',
  title: 'Lifecycle',
  enum: ['experimental', 'production', 'deprecated'],
  enumColors: { experimental: 'yellow', production: 'green', deprecated: 'lightGray' },
} satisfies Definition['schema']['properties'][string]
const description = { type: 'string', title: 'Description', format: 'markdown' } as const
const links = { type: 'array', title: 'Links', items: { type: 'string', format: 'url' } } as const
const tags = { type: 'array', title: 'Tags', items: { type: 'string' } } as const

function typed(...types: string[]) {
  return { type: 'string' as const, title: 'Type', enum: types }
}

function one(title: string, target: string) {
  return { title, target, required: false, many: false }
}

function several(title: string, target: string) {
  return { title, target, required: false, many: true }
}

/** What people make of what is in Bitbucket. Which kind of a thing it is, its property `type` says. */
export const softwareBlueprints: readonly Definition[] = [
  {
    identifier: 'Component',
    title: 'Component',
    description: 'A piece of software: a service, a website, a library.',
    schema: {
      properties: {
        type: typed('service', 'website', 'library', 'application', 'job', 'tool', 'documentation'),
        lifecycle,
        description,
        tags,
        links,
      },
      required: [],
    },
    relations: {
      owner: one('Owner', 'Group'),
      system: one('System', 'System'),
      dependsOn: several('Depends on', 'Component'),
      uses: several('Uses', 'Resource'),
      providesApis: several('Provides', 'API'),
      consumesApis: several('Consumes', 'API'),
      repositories: several('Repositories', 'repository'),
    },
    mirrorProperties: { systemTitle: { title: 'Title of its system', path: 'system.$title' } },
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
      blocks: ['properties', 'owners', 'repository', 'language', 'recent-activity', 'relations'],
    },
  },
  {
    identifier: 'API',
    title: 'API',
    description: 'What components offer each other.',
    schema: {
      properties: {
        type: typed('openapi', 'asyncapi', 'graphql', 'grpc', 'soap'),
        lifecycle,
        description,
        definition: { type: 'string', title: 'Definition', format: 'yaml' },
        tags,
        links,
      },
      required: [],
    },
    relations: {
      owner: one('Owner', 'Group'),
      system: one('System', 'System'),
      repositories: several('Repositories', 'repository'),
    },
    layout: {
      tabs: ['overview', 'relationships', 'events', 'sources', 'yaml'],
      blocks: ['properties', 'owners', 'relations'],
    },
  },
  {
    identifier: 'Resource',
    title: 'Resource',
    description: 'What components need to run: a database, a queue, a bucket.',
    schema: {
      properties: {
        type: typed('database', 'cache', 'queue', 'bucket', 'cluster', 'network'),
        lifecycle,
        description,
        tags,
        links,
      },
      required: [],
    },
    relations: {
      owner: one('Owner', 'Group'),
      system: one('System', 'System'),
      dependsOn: several('Depends on', 'Resource'),
      repositories: several('Repositories', 'repository'),
    },
    layout: {
      tabs: ['overview', 'relationships', 'events', 'sources', 'yaml'],
      blocks: ['properties', 'owners', 'relations'],
    },
  },
  {
    identifier: 'System',
    title: 'System',
    description: 'Components that together do one thing; a domain holds systems.',
    schema: {
      properties: { type: typed('system', 'product', 'domain'), lifecycle, description, tags, links },
      required: [],
    },
    relations: {
      owner: one('Owner', 'Group'),
      parent: one('Part of', 'System'),
      repositories: several('Repositories', 'repository'),
    },
    layout: {
      tabs: ['overview', 'relationships', 'events', 'sources', 'yaml'],
      blocks: ['properties', 'owners', 'relations'],
    },
  },
  {
    identifier: 'Group',
    title: 'Group',
    description: 'People who own things together: a team, a department.',
    schema: {
      properties: {
        type: typed('team', 'department', 'organisation'),
        description,
        email: { type: 'string', title: 'E-mail address', format: 'email' },
        tags,
        links,
      },
      required: [],
    },
    relations: {
      members: several('Members', 'person'),
      parent: one('Part of', 'Group'),
      repositories: several('Repositories', 'repository'),
    },
    layout: {
      tabs: ['overview', 'pull-requests', 'relationships', 'sources', 'yaml'],
      blocks: ['properties', 'relations'],
    },
  },
]
