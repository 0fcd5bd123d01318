import { Type } from '@sinclair/typebox'
import { defineStream } from '../../sync/stream.ts'
import { Account, account, atlassian, count, maybe, repositoryPath, text } from './shape.ts'

export const branchRestrictions = defineStream({
  name: 'branch_restrictions',
  doc: 'Who may push to and merge into which branches, and what a merge needs.',
  documentation: atlassian(
    'branch-restrictions/#api-repositories-workspace-repo-slug-branch-restrictions-get',
  ),
  per: 'repository',
  scopes: ['repository:admin'],
  cost: '1',
  tables: ['branch_restrictions', 'accounts'],
  walk: 'all',
  again: 'daily',
  projectionVersion: 1,
  request: (at) => ({ path: `${repositoryPath(at)}/branch-restrictions`, query: { pagelen: '100' } }),
  item: Type.Object({
    id: Type.Integer(),
    kind: Type.String(),
    branch_match_kind: text,
    pattern: text,
    branch_type: text,
    value: count,
    users: maybe(Type.Array(Account)),
    groups: maybe(Type.Array(Type.Object({ slug: text, name: text }))),
  }),
  key: ({ id }) => String(id),
  rows: (item) => ({
    branch_restrictions: [
      {
        id: item.id,
        kind: item.kind,
        branch_match_kind: item.branch_match_kind ?? null,
        pattern: item.pattern ?? null,
        branch_type: item.branch_type ?? null,
        value: item.value ?? null,
        user_account_ids: (item.users ?? []).map(account).filter((one) => one !== null),
        groups: (item.groups ?? []).map(({ slug, name }) => slug ?? name ?? '').filter((name) => name !== ''),
      },
    ],
  }),
})
