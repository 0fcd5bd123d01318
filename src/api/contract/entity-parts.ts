import { Type } from '@sinclair/typebox'
import { named, params } from './entity-shapes.ts'
import { Nullable, Page, paging, Timestamp, text } from './page.ts'
import { defineResource } from './resource.ts'

const url = Type.String({ description: 'Where people see it at Bitbucket.' })
const Repository = Type.Object({ full_name: Type.String(), url })
const below = '/entities/{blueprint}/{identifier}'

const Source = Type.Object({
  origin: Type.Union([Type.Literal('hand'), Type.Literal('mapping'), Type.Literal('discovery')]),
  mapping: Nullable(Type.String({ description: 'Name of the mapping; null for other origins.' })),
  mapping_id: Nullable(Type.String({ description: 'Its id; null for other origins.' })),
  kind: Nullable(Type.String({ description: 'Kind of the record it was mapped from.' })),
  repository: Nullable(Type.String()),
  key: Nullable(Type.String({ description: 'Key of the record.' })),
  title: Nullable(Type.String()),
  icon: Nullable(Type.String()),
  team: Type.Unknown(),
  properties: named(),
  relations: named(),
  is_whole: Type.Boolean({ description: 'Whether what is believed less does not count beside it.' }),
  believed: Type.Array(Type.String(), {
    description: 'What is shown because this source says so, such as title or properties.language.',
  }),
  errors: Type.Array(Type.Object({ field: Type.String(), jq: Type.String(), message: Type.String() }), {
    description: 'What could not be mapped of the record.',
  }),
  updated_at: Timestamp,
  gone_at: Nullable(Timestamp),
})

const Happened = Type.Object({
  kind: Type.Union([
    Type.Literal('commit'),
    Type.Literal('tag'),
    Type.Literal('merge'),
    Type.Literal('deployment'),
  ]),
  at: Timestamp,
  title: Type.String({ description: 'First line of a message, name of a tag, title of a pull request.' }),
  who: Nullable(Type.String()),
  hash: Nullable(Type.String({ description: 'Commit.' })),
  repository: Repository,
  url,
})

const RepositoryFacts = Type.Object({
  ...Repository.properties,
  name: Type.String(),
  description: Nullable(Type.String()),
  is_private: Nullable(Type.Boolean()),
  main_branch: Nullable(Type.String()),
  updated_on: Nullable(Timestamp),
  language: Nullable(Type.String({ description: 'As Bitbucket has it.' })),
  languages: Type.Array(
    Type.Object({ language: Type.String(), bytes: Type.Integer(), files: Type.Integer() }),
    { description: 'Of its files, the most first; empty where none is known.' },
  ),
  languages_by: Type.Union([Type.Literal('bytes'), Type.Literal('files')], {
    description: 'What they are measured by: files, while the size of most is not known.',
  }),
  unmeasured: Type.Integer({ description: 'Files of a known language whose size is not known.' }),
  contributors: Type.Array(Type.Object({ name: Type.String(), commits: Type.Integer() }), {
    description: 'Three with most commits on the main branch within a year, merges left out.',
  }),
  commits: Type.Array(
    Type.Object({
      hash: Type.String(),
      message: Type.String(),
      author: Nullable(Type.String()),
      at: Timestamp,
      url,
    }),
    { description: 'The ten newest.' },
  ),
  releases: Type.Array(
    Type.Object({ name: Type.String(), hash: Type.String(), at: Nullable(Timestamp), url }),
    { description: 'The five newest tags.' },
  ),
})

const PullRequest = Type.Object({
  number: Type.Integer(),
  title: Type.String(),
  state: Type.String(),
  draft: Nullable(Type.Boolean()),
  author: Nullable(Type.String()),
  source_branch: Nullable(Type.String()),
  destination_branch: Nullable(Type.String()),
  created_on: Timestamp,
  updated_on: Timestamp,
  repository: Repository,
  url,
})

const Build = Type.Object({
  number: Nullable(Type.String()),
  branch: Nullable(Type.String()),
  commit: Nullable(Type.String()),
  result: Type.String({
    description: 'SUCCESSFUL, FAILED, STOPPED …, or the state of one that is not done.',
  }),
  seconds: Nullable(Type.Integer()),
  who: Nullable(Type.String()),
  environment: Nullable(Type.String()),
  at: Timestamp,
  repository: Repository,
  url,
})

const Node = Type.Object({
  key: Type.String({ description: 'Key within this answer.' }),
  blueprint: Type.String(),
  identifier: Type.String(),
  title: Type.String(),
  hop: Type.Integer({ description: 'Steps away from the entity.' }),
  is_there: Type.Boolean({ description: 'False for what is referred to and is not there.' }),
})

const environment = Type.Optional(text({ max: 200, description: 'Deployments to one environment alone.' }))

export const entityParts = defineResource({
  name: 'entity-parts',
  doc: 'What the page of an entity shows beside its properties, of the repositories that belong to it.',
  endpoints: {
    sources: {
      method: 'GET',
      path: `${below}/sources`,
      access: 'catalog:view',
      doc: 'Why its values are so: what each source says, the one that is believed most first.',
      params,
      answer: Type.Object({ items: Type.Array(Source) }),
    },
    yaml: {
      method: 'GET',
      path: `${below}/yaml`,
      access: 'catalog:view',
      doc: 'The entity in Port’s form, as YAML, with the repositories that are named for it, and what discoveries ingested for it.',
      params,
      answer: Type.Object({
        text: Type.String(),
        ingested: Nullable(
          Type.String({
            description:
              '`metadata.integration` and `integration_properties` as YAML; null where no discovery has imported for it.',
          }),
        ),
      }),
    },
    graph: {
      method: 'GET',
      path: `${below}/graph`,
      access: 'catalog:view',
      doc: 'What it refers to and what refers to it, and the same of those; some of each relation, at most 60 entities.',
      params,
      query: Type.Object({ hops: Type.Optional(Type.Integer({ minimum: 1, maximum: 2, default: 2 })) }),
      answer: Type.Object({
        nodes: Type.Array(Node),
        edges: Type.Array(Type.Object({ from: Type.String(), to: Type.String(), name: Type.String() })),
        more: Type.Array(
          Type.Object({
            key: Type.String({ description: 'The entity that has more.' }),
            way: Type.Union([Type.Literal('out'), Type.Literal('in')]),
            name: Type.String(),
            count: Type.Integer({ description: 'Those that are not among the nodes; counted to 1,000.' }),
          }),
        ),
      }),
    },
    activity: {
      method: 'GET',
      path: `${below}/activity`,
      access: 'catalog:view',
      doc: 'What happened last in its repositories: commits, tags, merges and deployments.',
      params,
      answer: Type.Object({ items: Type.Array(Happened) }),
    },
    repositories: {
      method: 'GET',
      path: `${below}/repositories`,
      access: 'catalog:view',
      doc: 'Its repositories: what they are written in, by whom, and what came last.',
      params,
      answer: Type.Object({ items: Type.Array(RepositoryFacts) }),
    },
    events: {
      method: 'GET',
      path: `${below}/events`,
      access: 'catalog:view',
      doc: 'All commits and tags of its repositories, the newest first.',
      params,
      query: Type.Object(paging),
      answer: Page(Happened),
    },
    pullRequests: {
      method: 'GET',
      path: `${below}/pull-requests`,
      access: 'catalog:view',
      doc: 'Pull requests of its repositories, those that changed last first.',
      params,
      query: Type.Object({
        ...paging,
        state: Type.Optional(
          Type.Union([
            Type.Literal('OPEN'),
            Type.Literal('MERGED'),
            Type.Literal('DECLINED'),
            Type.Literal('SUPERSEDED'),
          ]),
        ),
      }),
      answer: Type.Object({
        ...Page(PullRequest).properties,
        counts: Type.Array(Type.Object({ state: Type.String(), count: Type.Integer() }), {
          description: 'How many there are of each state.',
        }),
      }),
    },
    pipelines: {
      method: 'GET',
      path: `${below}/pipelines`,
      access: 'catalog:view',
      doc: 'Pipelines of its repositories, the newest first.',
      params,
      query: Type.Object(paging),
      answer: Page(Build),
    },
    deployments: {
      method: 'GET',
      path: `${below}/deployments`,
      access: 'catalog:view',
      doc: 'Deployments of its repositories, the newest first.',
      params,
      query: Type.Object({ ...paging, environment }),
      answer: Page(Build),
    },
    deploymentDays: {
      method: 'GET',
      path: `${below}/deployment-days`,
      access: 'catalog:view',
      doc: 'Deployments that ended by the day they began, in UTC, over the last 30 days, and the environments there are.',
      params,
      query: Type.Object({ environment }),
      answer: Type.Object({
        items: Type.Array(
          Type.Object({ day: Type.String(), successful: Type.Integer(), other: Type.Integer() }),
        ),
        environments: Type.Array(Type.String()),
      }),
    },
  },
})
