import { Type } from '@sinclair/typebox'
import { defineStream } from '../../sync/stream.ts'
import { Account, account, atlassian, instant, markup, repositoryPath, text } from './shape.ts'

const Comment = Type.Object({
  id: Type.Integer(),
  content: markup,
  user: Account,
  created_on: Type.String(),
  updated_on: text,
})

export const issueComments = defineStream({
  name: 'issue_comments',
  doc: 'Comments on issues, and the changes of state that stand among them.',
  documentation: atlassian(
    'issue-tracker/#api-repositories-workspace-repo-slug-issues-issue-id-comments-get',
  ),
  per: 'issue',
  scopes: ['issue'],
  cost: '0 while there is no tracker; max(1, ⌈comments / 100⌉) for an issue that changed',
  tables: ['issue_comments', 'accounts'],
  walk: 'all',
  again: 'every-cycle',
  probed: true,
  parents: {
    table: 'issues',
    id: 'id',
    position: 'updated_on',
    version: 'extract(epoch from parent.updated_on)',
    where: 'true',
    whole: true,
  },
  projectionVersion: 1,
  request: (at) => ({
    path: `${repositoryPath(at)}/issues/${encodeURIComponent(at.parent ?? '')}/comments`,
    query: { pagelen: '100' },
  }),
  item: Type.Object({ values: Type.Array(Comment) }),
  key: (_, { parent }) => String(parent),
  owns: (_, { parent }) => ({ issue_comments: { issue_id: Number(parent) } }),
  rows: ({ values }, { parent }) => ({
    issue_comments: values.map(({ id, content, user, created_on, updated_on }) => ({
      issue_id: Number(parent),
      id,
      author_account_id: account(user),
      // A change of state is a comment without text.
      content: content?.raw ?? '',
      created_on: instant(created_on),
      updated_on: instant(updated_on),
    })),
  }),
})
