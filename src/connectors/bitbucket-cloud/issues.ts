import { Type } from '@sinclair/typebox'
import { defineStream } from '../../sync/stream.ts'
import {
  Account,
  account,
  atlassian,
  between,
  count,
  instant,
  markup,
  repositoryPath,
  text,
} from './shape.ts'

export const issues = defineStream({
  name: 'issues',
  doc: 'Issues of the tracker that Bitbucket had until August 2026, the last changed first.',
  documentation: atlassian('issue-tracker/#api-repositories-workspace-repo-slug-issues-get'),
  per: 'repository',
  scopes: ['issue'],
  cost: '1 for each workspace while there is no tracker; max(1, ⌈issues / 100⌉) where there is one',
  tables: ['issues', 'accounts'],
  walk: 'keyset',
  absentWhenMissing: true,
  probed: true,
  again: 'when-pushed',
  projectionVersion: 1,
  request(at, window) {
    const q = between('updated_on', window).join(' AND ')
    return {
      path: `${repositoryPath(at)}/issues`,
      query: { pagelen: '100', sort: '-updated_on', ...(q && { q }) },
    }
  },
  item: Type.Object({
    id: Type.Integer(),
    title: Type.String(),
    content: markup,
    reporter: Account,
    assignee: Account,
    state: Type.String(),
    kind: text,
    priority: text,
    votes: count,
    watches: count,
    created_on: Type.String(),
    updated_on: text,
    edited_on: text,
  }),
  key: ({ id }) => String(id),
  position: ({ updated_on }) => updated_on ?? null,
  version: ({ updated_on }) => updated_on ?? null,
  rows: (item) => ({
    issues: [
      {
        id: item.id,
        title: item.title,
        content: item.content?.raw ?? null,
        reporter_account_id: account(item.reporter),
        assignee_account_id: account(item.assignee),
        state: item.state,
        kind: item.kind ?? null,
        priority: item.priority ?? null,
        votes: item.votes ?? null,
        watches: item.watches ?? null,
        created_on: instant(item.created_on),
        updated_on: instant(item.updated_on),
        edited_on: instant(item.edited_on),
      },
    ],
  }),
})
