import { Type } from '@sinclair/typebox'
import { defineStream } from '../../sync/stream.ts'
import { atlassian, maybe, repositoryPath, text } from './shape.ts'

export const branches = defineStream({
  name: 'branches',
  doc: 'Branches and the commits they stand at.',
  documentation: atlassian('refs/#api-repositories-workspace-repo-slug-refs-branches-get'),
  per: 'repository',
  scopes: ['repository'],
  cost: '0 with git; ⌈branches / 100⌉ without',
  tables: ['branches'],
  walk: 'all',
  again: 'when-pushed',
  withoutGitOnly: true,
  projectionVersion: 1,
  request: (at) => ({ path: `${repositoryPath(at)}/refs/branches`, query: { pagelen: '100' } }),
  item: Type.Object({
    name: Type.String(),
    target: Type.Object({ hash: Type.String() }),
    merge_strategies: maybe(Type.Array(Type.String())),
    default_merge_strategy: text,
  }),
  key: ({ name }) => name,
  rows: ({ name, target, merge_strategies, default_merge_strategy }) => ({
    branches: [
      {
        name,
        target: target.hash,
        merge_strategies: merge_strategies ?? null,
        default_merge_strategy: default_merge_strategy ?? null,
      },
    ],
  }),
})
