import { Type } from '@sinclair/typebox'
import { defineStream } from '../../sync/stream.ts'
import {
  Account,
  account,
  atlassian,
  bare,
  between,
  count,
  flag,
  instant,
  maybe,
  named,
  text,
  uuidOf,
  withUuid,
} from './shape.ts'

export const repositories = defineStream({
  name: 'repositories',
  doc: 'Repositories of the workspace, the last changed first.',
  documentation: atlassian('repositories/#api-repositories-workspace-get'),
  per: 'workspace',
  scopes: ['repository'],
  cost: '⌈repositories / 100⌉; 1 when few changed',
  tables: ['repositories', 'accounts', 'projects'],
  walk: 'keyset',
  again: 'every-cycle',
  projectionVersion: 1,
  request({ workspace }, window) {
    const q = between('updated_on', window).join(' AND ')
    return {
      path: `/repositories/${encodeURIComponent(`{${workspace.uuid}}`)}`,
      query: { pagelen: '100', sort: '-updated_on', ...(q && { q }) },
    }
  },
  item: Type.Object({
    uuid: Type.String(),
    slug: Type.String(),
    name: Type.String(),
    description: text,
    website: text,
    language: text,
    size: count,
    is_private: flag,
    mainbranch: named,
    project: maybe(Type.Object({ uuid: text, key: text, name: text })),
    parent: withUuid,
    owner: Account,
    fork_policy: text,
    has_issues: flag,
    has_wiki: flag,
    created_on: text,
    updated_on: Type.String(),
  }),
  key: ({ uuid }) => bare(uuid),
  position: ({ updated_on }) => updated_on,
  rows(item) {
    const project = uuidOf(item.project)
    return {
      repositories: [
        {
          uuid: bare(item.uuid),
          project_id: project && { to: 'projects', uuid: project, ...toldOf(item.project) },
          slug: item.slug,
          name: item.name,
          description: item.description ?? null,
          website: item.website ?? null,
          language: item.language ?? null,
          size: item.size ?? null,
          is_private: item.is_private ?? null,
          is_empty: item.mainbranch === undefined ? null : item.mainbranch === null,
          main_branch: item.mainbranch?.name ?? null,
          fork_policy: item.fork_policy ?? null,
          parent_uuid: uuidOf(item.parent),
          owner_account_id: account(item.owner),
          has_issues: item.has_issues ?? null,
          has_wiki: item.has_wiki ?? null,
          created_on: instant(item.created_on),
          updated_on: instant(item.updated_on),
        },
      ],
    }
  },
})

/** Enough for a row of its own until projects are listed. */
function toldOf(project: { readonly key?: string | null; readonly name?: string | null } | null | undefined) {
  const { key, name } = project ?? {}
  return key && name ? { known: { key, name } } : {}
}
