import { Type } from '@sinclair/typebox'
import { defineStream } from '../../sync/stream.ts'
import { account, atlassian, bare, Person, workspacePath } from './shape.ts'

export const members = defineStream({
  name: 'members',
  doc: 'Who belongs to the workspace.',
  documentation: atlassian('workspaces/#api-workspaces-workspace-members-get'),
  per: 'workspace',
  scopes: ['account'],
  cost: '⌈members / 100⌉',
  tables: ['members', 'accounts'],
  walk: 'all',
  again: 'daily',
  projectionVersion: 1,
  request: (at) => ({ path: `${workspacePath(at)}/members`, query: { pagelen: '100' } }),
  item: Type.Object({ user: Person }),
  key: ({ user }) => bare(user.uuid),
  rows: ({ user }) => ({ members: [{ account_id: account(user) }] }),
})
