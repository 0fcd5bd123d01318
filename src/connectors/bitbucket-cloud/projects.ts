import { Type } from '@sinclair/typebox'
import { defineStream } from '../../sync/stream.ts'
import { atlassian, bare, flag, instant, text, workspacePath } from './shape.ts'

export const projects = defineStream({
  name: 'projects',
  doc: 'Projects of the workspace.',
  documentation: atlassian('workspaces/#api-workspaces-workspace-projects-get'),
  per: 'workspace',
  scopes: ['project'],
  cost: '⌈projects / 100⌉',
  tables: ['projects'],
  walk: 'all',
  again: 'daily',
  projectionVersion: 1,
  request: (at) => ({ path: `${workspacePath(at)}/projects`, query: { pagelen: '100' } }),
  item: Type.Object({
    uuid: Type.String(),
    key: Type.String(),
    name: Type.String(),
    description: text,
    is_private: flag,
    created_on: text,
    updated_on: text,
  }),
  key: ({ uuid }) => bare(uuid),
  version: ({ updated_on }) => updated_on ?? null,
  rows: ({ uuid, key, name, description, is_private, created_on, updated_on }) => ({
    projects: [
      {
        uuid: bare(uuid),
        key,
        name,
        description: description ?? null,
        is_private: is_private ?? null,
        created_on: instant(created_on),
        updated_on: instant(updated_on),
      },
    ],
  }),
})
