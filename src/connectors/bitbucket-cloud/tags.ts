import { Type } from '@sinclair/typebox'
import { defineStream } from '../../sync/stream.ts'
import { Author } from './commit.ts'
import { atlassian, instant, repositoryPath, text } from './shape.ts'

/** A lightweight tag has neither message, date nor tagger of its own. */
export const tags = defineStream({
  name: 'tags',
  doc: 'Tags and the commits they stand at.',
  documentation: atlassian('refs/#api-repositories-workspace-repo-slug-refs-tags-get'),
  per: 'repository',
  scopes: ['repository'],
  cost: '0 with git; ⌈tags / 100⌉ without',
  tables: ['tags'],
  walk: 'all',
  again: 'when-pushed',
  withoutGitOnly: true,
  projectionVersion: 1,
  request: (at) => ({ path: `${repositoryPath(at)}/refs/tags`, query: { pagelen: '100' } }),
  item: Type.Object({
    name: Type.String(),
    target: Type.Object({ hash: Type.String() }),
    message: text,
    date: text,
    tagger: Author,
  }),
  key: ({ name }) => name,
  rows: ({ name, target, message, date, tagger }) => ({
    tags: [
      {
        name,
        target: target.hash,
        message: message ?? null,
        date: instant(date),
        tagger_raw: tagger?.raw ?? null,
      },
    ],
  }),
})
