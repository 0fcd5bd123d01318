import { type Static, Type } from '@sinclair/typebox'
import { defineStream, type Rows } from '../../sync/stream.ts'
import { Author } from './commit.ts'
import { atlassian, instant, maybe, repositoryPath, text } from './shape.ts'

const Ref = Type.Object({
  type: Type.Union([Type.Literal('branch'), Type.Literal('tag')]),
  name: Type.String(),
  target: Type.Object({ hash: Type.String() }),
  merge_strategies: maybe(Type.Array(Type.String())),
  default_merge_strategy: text,
  message: text,
  date: text,
  tagger: Author,
})

export const refs = defineStream({
  name: 'refs',
  doc: 'Branches and tags, and the commits they stand at, from the one listing that has both.',
  documentation: atlassian('refs/#api-repositories-workspace-repo-slug-refs-get'),
  per: 'repository',
  scopes: ['repository'],
  cost: '0 with git; max(1, ⌈branches and tags / 100⌉) without',
  tables: ['branches', 'tags'],
  walk: 'all',
  again: 'when-pushed',
  withoutGitOnly: true,
  projectionVersion: 1,
  request: (at) => ({ path: `${repositoryPath(at)}/refs`, query: { pagelen: '100' } }),
  item: Ref,
  key: ({ type, name }) => `${type} ${name}`,
  rows: (ref) => (ref.type === 'branch' ? { branches: [branch(ref)] } : { tags: [tag(ref)] }),
})

function branch({ name, target, merge_strategies, default_merge_strategy }: Static<typeof Ref>) {
  return {
    name,
    target: target.hash,
    merge_strategies: merge_strategies ?? null,
    default_merge_strategy: default_merge_strategy ?? null,
  }
}

/** A lightweight tag has neither message, date nor tagger of its own. */
function tag({ name, target, message, date, tagger }: Static<typeof Ref>): NonNullable<Rows['tags']>[number] {
  return {
    name,
    target: target.hash,
    message: message ?? null,
    date: instant(date),
    tagger_raw: tagger?.raw ?? null,
  }
}
