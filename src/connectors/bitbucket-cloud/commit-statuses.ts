import { Type } from '@sinclair/typebox'
import { defineStream } from '../../sync/stream.ts'
import { atlassian, instant, repositoryPath, text, withHash } from './shape.ts'

export const commitStatuses = defineStream({
  name: 'commit_statuses',
  doc: 'What builds say of commits: from webhooks, and of one commit when somebody asks.',
  documentation: atlassian(
    'commit-statuses/#api-repositories-workspace-repo-slug-commit-commit-statuses-get',
  ),
  per: 'commit',
  scopes: ['repository'],
  cost: '0; 1 for a commit that somebody asks for',
  tables: ['commit_statuses'],
  walk: 'all',
  // No cycle reads them of each commit: there are too many commits, and most are never looked at.
  again: 'when-told',
  parents: { table: 'commits', id: 'hash', position: 'date', version: '0', where: 'false' },
  projectionVersion: 1,
  request: (at) => ({
    path: `${repositoryPath(at)}/commit/${encodeURIComponent(at.parent ?? '')}/statuses`,
    query: { pagelen: '100' },
  }),
  item: Type.Object({
    key: Type.String(),
    type: text,
    state: Type.String(),
    name: text,
    url: text,
    description: text,
    refname: text,
    commit: withHash,
    created_on: text,
    updated_on: text,
  }),
  key: ({ commit, key }, { parent }) => `${commit?.hash ?? parent} ${key}`,
  version: ({ updated_on }) => updated_on ?? null,
  rows: (item, { parent }) => ({
    commit_statuses: [
      {
        commit_hash: item.commit?.hash ?? parent,
        key: item.key,
        type: item.type ?? null,
        state: item.state,
        name: item.name ?? null,
        url: item.url ?? null,
        description: item.description ?? null,
        refname: item.refname ?? null,
        created_on: instant(item.created_on),
        updated_on: instant(item.updated_on),
      },
    ],
  }),
})
