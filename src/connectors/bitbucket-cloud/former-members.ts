import { defineStream } from '../../sync/stream.ts'
import { account, atlassian, bare, Person } from './shape.ts'

export const formerMembers = defineStream({
  name: 'former_members',
  doc: 'What became of those who left the workspace: an account that was closed has no name any more.',
  documentation: atlassian('users/#api-users-selected-user-get'),
  per: 'workspace',
  scopes: ['account'],
  cost: '1 for each who left',
  tables: ['members', 'accounts'],
  walk: 'all',
  again: 'every-cycle',
  ofLeavers: true,
  single: true,
  projectionVersion: 1,
  request: ({ parent }) => ({ path: `/users/${encodeURIComponent(`{${parent}}`)}`, query: {} }),
  item: Person,
  key: ({ uuid }) => bare(uuid),
  // Names the account, and makes nobody a member again.
  rows: (person) => ({ members: [{ account_id: account(person) }] }),
})
