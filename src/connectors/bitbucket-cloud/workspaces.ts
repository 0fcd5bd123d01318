import { Type } from '@sinclair/typebox'
import { defineStream } from '../../sync/stream.ts'
import { atlassian, bare, flag, instant, text, workspacePath } from './shape.ts'

export const workspaces = defineStream({
  name: 'workspaces',
  doc: 'The workspace itself: its name and slug.',
  documentation: atlassian('workspaces/#api-workspaces-workspace-get'),
  per: 'workspace',
  scopes: [],
  cost: '1',
  tables: ['workspaces'],
  walk: 'all',
  single: true,
  again: 'daily',
  projectionVersion: 1,
  request: (at) => ({ path: workspacePath(at), query: {} }),
  item: Type.Object({
    uuid: Type.String(),
    slug: Type.String(),
    name: Type.String(),
    is_private: flag,
    created_on: text,
  }),
  key: (item) => bare(item.uuid),
  rows: ({ uuid, slug, name, is_private, created_on }) => ({
    workspaces: [
      { uuid: bare(uuid), slug, name, is_private: is_private ?? null, created_on: instant(created_on) },
    ],
  }),
})
