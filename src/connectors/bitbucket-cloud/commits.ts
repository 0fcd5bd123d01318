import { Type } from '@sinclair/typebox'
import { defineStream } from '../../sync/stream.ts'
import { Author, Parents } from './commit.ts'
import { account, atlassian, instant, repositoryPath, text } from './shape.ts'

export const commits = defineStream({
  name: 'commits',
  doc: 'Commits that a branch or tag reaches, newest first.',
  documentation: atlassian('commits/#api-repositories-workspace-repo-slug-commits-get'),
  per: 'repository',
  scopes: ['repository'],
  cost: '0 with git; ⌈commits / 100⌉ without',
  tables: ['commits', 'accounts'],
  // A push may bring commits of any date, so no date ends the walk.
  walk: 'all',
  again: 'when-pushed',
  withoutGitOnly: true,
  projectionVersion: 1,
  request: (at) => ({ path: `${repositoryPath(at)}/commits`, query: { pagelen: '100' } }),
  item: Type.Object({
    hash: Type.String(),
    date: Type.String(),
    message: text,
    author: Author,
    parents: Parents,
  }),
  key: ({ hash }) => hash,
  rows: ({ hash, date, message, author, parents }) => ({
    commits: [
      {
        hash,
        parents: (parents ?? []).map((parent) => parent.hash),
        author_raw: author?.raw ?? '',
        author_account_id: account(author?.user),
        date: instant(date),
        message: message ?? '',
      },
    ],
  }),
})
