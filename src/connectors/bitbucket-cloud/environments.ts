import { Type } from '@sinclair/typebox'
import { defineStream } from '../../sync/stream.ts'
import { atlassian, bare, count, flag, maybe, named, repositoryPath, text } from './shape.ts'

export const environments = defineStream({
  name: 'environments',
  doc: 'Where a repository deploys to.',
  documentation: atlassian('deployments/#api-repositories-workspace-repo-slug-environments-get'),
  per: 'repository',
  scopes: ['pipeline'],
  cost: '1',
  tables: ['environments'],
  walk: 'all',
  absentWhenMissing: true,
  again: 'daily',
  projectionVersion: 1,
  request: (at) => ({ path: `${repositoryPath(at)}/environments/`, query: { pagelen: '100' } }),
  item: Type.Object({
    uuid: Type.String(),
    name: Type.String(),
    slug: text,
    rank: count,
    hidden: flag,
    environment_type: named,
    lock: named,
    restrictions: maybe(Type.Object({ admin_only: flag })),
  }),
  key: ({ uuid }) => bare(uuid),
  rows: ({ uuid, name, slug, rank, hidden, environment_type, lock, restrictions }) => ({
    environments: [
      {
        uuid: bare(uuid),
        name,
        slug: slug ?? null,
        type: environment_type?.name ?? null,
        rank: rank ?? null,
        hidden: hidden ?? null,
        lock: lock?.name ?? null,
        admin_only: restrictions?.admin_only ?? null,
      },
    ],
  }),
})
