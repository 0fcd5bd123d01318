import { Type } from '@sinclair/typebox'
import { Id, Nullable, Timestamp, text } from './page.ts'

const Behaviour = Type.Union([
  Type.Literal('register_and_merge', {
    description: 'Merges a repository into the entity that fits, and registers it where none does.',
  }),
  Type.Literal('register', { description: 'Registers every repository as an entity of its own.' }),
  Type.Literal('merge', { description: 'Merges repositories into entities that are there, and makes none.' }),
])

const Operator = Type.Union([Type.Literal('equals'), Type.Literal('contains')], {
  description:
    'equals: to the letter; contains: the value of the entity contains that of the repository, in whatever case.',
})

const IngestedPath = Type.Union([
  Type.Literal('name'),
  Type.Literal('slug'),
  Type.Literal('full_name'),
  Type.Literal('url'),
  Type.Literal('project.key'),
  Type.Literal('project.name'),
])

const Field = Type.Union([
  Type.Literal('name'),
  Type.Literal('url'),
  Type.Literal('description'),
  Type.Literal('project'),
  Type.Literal('default_branch'),
  Type.Literal('tags'),
  Type.Literal('is_private'),
  Type.Literal('slug'),
  Type.Literal('full_name'),
  Type.Literal('language'),
  Type.Literal('website'),
])

const TagSource = Type.Union([Type.Literal('project_key'), Type.Literal('none')], {
  description: 'A repository of Bitbucket Cloud has no tags: the key of its project may stand for them.',
})

const SecondaryKind = Type.Union([Type.Literal('pull_requests'), Type.Literal('commits')])

export const frequency_minutes = Type.Union(
  [
    Type.Literal(30),
    Type.Literal(60),
    Type.Literal(180),
    Type.Literal(360),
    Type.Literal(720),
    Type.Literal(1440),
  ],
  { description: 'Minutes between two syncs.' },
)

export const Action = Type.Union([Type.Literal('register'), Type.Literal('merge')])

/** What people may set, at first and later. */
export const Settings = {
  name: text({ max: 100, description: 'Name for people.' }),
  behaviour: Behaviour,
  kind: text({ max: 200, description: 'Identifier of a blueprint.' }),
  entity_type: Nullable(
    text({
      max: 200,
      description: 'Type that registered entities get; null for Merge, and where the kind has none.',
    }),
  ),
  ingested_path: { ...IngestedPath, description: 'Which value of a repository is compared.' },
  operator: Operator,
  catalogue_path: text({
    max: 220,
    description: 'With which value of an entity: title, identifier, or properties and a name.',
  }),
  fields: Type.Array(Field, {
    maxItems: 11,
    uniqueItems: true,
    description: 'Fields that entities get; the name is among them always.',
  }),
  tags_from: TagSource,
}

export const secondary_kinds = Type.Array(SecondaryKind, {
  maxItems: 2,
  uniqueItems: true,
  description: 'What is wanted of each repository besides. It does not change any more.',
})

/** A start, such as what is asked of a connection. */
export const since = Type.String({
  format: 'date-time',
  description: 'Earliest day of what is read.',
})

const Reader = Nullable(
  Type.Object(
    {
      id: Id,
      alias: Type.String(),
      is_active: Type.Boolean({ description: 'False while the connection is suspended: nothing is read.' }),
    },
    { description: 'The connection that reads the workspace.' },
  ),
)

export const Discovery = Type.Object({
  id: Id,
  workspace: Type.Object({ id: Id, slug: Type.String(), name: Type.String() }),
  connection: Reader,
  ...Settings,
  secondary_kinds,
  frequency_minutes: Type.Integer({ description: 'Minutes between two syncs that were asked for.' }),
  since: Nullable(Timestamp),
  auto_import: Type.Boolean({ description: 'Whether what is detected from now on is imported by itself.' }),
  suspended_at: Nullable(Timestamp),
  discovered: Type.Integer({ description: 'Repositories that wait to be imported.' }),
  imported: Type.Integer({ description: 'Repositories that are in the catalogue.' }),
  created_at: Timestamp,
  updated_at: Timestamp,
})

const Entity = Type.Object({
  id: Id,
  identifier: Type.String(),
  title: Type.String(),
  kind: Type.String(),
  type: Nullable(Type.String()),
})

export const Candidate = Type.Object({
  ...Entity.properties,
  belongs_to: Nullable(
    Type.String({
      description: 'Repository of this discovery that it belongs to, so that it cannot be chosen.',
    }),
  ),
})

export const Discovered = Type.Object({
  id: Id,
  name: Type.String(),
  full_name: Type.String(),
  action: Nullable({
    ...Action,
    description: 'What is recommended, or was chosen; null where nothing fits and nothing may be registered.',
  }),
  is_chosen: Type.Boolean({ description: 'Whether a person chose the action or the entity.' }),
  match: Nullable({ ...Entity, description: 'The entity it is merged into.' }),
  other_matches: Type.Integer({ description: 'How many others fit; counted up to five.' }),
  kind: Type.String(),
  type: Nullable(Type.String()),
  detected_at: Timestamp,
  state: Type.Union([Type.Literal('discovered'), Type.Literal('unlinked'), Type.Literal('importing')]),
  problem: Nullable(Type.String({ description: 'Why its last import failed.' })),
})

export const Status = Type.Union([Type.Literal('registered'), Type.Literal('merged')])

export const Imported = Type.Object({
  id: Id,
  name: Type.String(),
  full_name: Type.String(),
  status: Status,
  is_present: Type.Boolean({ description: 'Whether the repository is collected and there.' }),
  problem: Nullable(
    Type.String({ description: 'Why the entity does not follow its repository; null when it does.' }),
  ),
  entity: Entity,
  scope: Type.Literal('account', { description: 'This installation.' }),
  imported_at: Timestamp,
})

export const EventType = Type.Union([
  Type.Literal('sync'),
  Type.Literal('created'),
  Type.Literal('edited'),
  Type.Literal('suspended'),
  Type.Literal('resumed'),
  Type.Literal('manual_import'),
  Type.Literal('auto_import'),
  Type.Literal('unlinked'),
])

export const EventStatus = Type.Union([
  Type.Literal('success'),
  Type.Literal('partial_success'),
  Type.Literal('running'),
  Type.Literal('failed'),
])

export const Event = Type.Object({
  id: Id,
  type: EventType,
  status: EventStatus,
  description: Type.String(),
  caused_by: Nullable(Type.String({ description: 'Who did it; null when nobody did.' })),
  trigger: Type.Union([Type.Literal('manual'), Type.Literal('scheduled'), Type.Literal('automatic')]),
  started_at: Timestamp,
  updated_at: Timestamp,
  ended_at: Nullable(Timestamp),
  registered: Type.Integer(),
  merged: Type.Integer(),
  left_out: Type.Integer({ description: 'Chosen, but with another action than the one that was meant.' }),
  failed: Type.Integer(),
  problems: Type.Array(Type.Object({ repository: Type.String(), message: Type.String() }), {
    description: 'The first twenty that failed.',
  }),
  run: Nullable({ ...Id, description: 'The run of a sync.' }),
  streams: Nullable(
    Type.Array(Type.String(), { description: 'What a sync read; null for others, and after a week.' }),
  ),
  records: Nullable(Type.Integer({ description: 'Records that a sync read.' })),
})

export const Rhythm = Type.Object({
  frequency_minutes: Type.Integer({ description: 'As the connection is synced from now on.' }),
  since: Nullable(Timestamp),
  changes: Type.Boolean({ description: 'Whether something of the connection changes.' }),
  reasons: Type.Array(Type.String()),
})

export const SetUp = Type.Object({
  kinds: Type.Array(
    Type.Object({
      identifier: Type.String(),
      title: Type.String(),
      has_type: Type.Boolean(),
      types: Type.Array(Type.String(), { description: 'Empty where it takes any.' }),
      catalogue_paths: Type.Array(Type.String(), {
        description: 'Values of its entities that can be compared.',
      }),
    }),
  ),
  workspaces: Type.Array(
    Type.Object({
      id: Id,
      slug: Type.String(),
      name: Type.String(),
      connection: Type.Object({ id: Id, alias: Type.String() }),
      discovery: Nullable({ ...Id, description: 'The discovery it has already.' }),
      by_api_token: Type.Boolean({ description: 'Whether it is read with the token of a person.' }),
      uncollected: Type.Array(SecondaryKind, { description: 'What its connection does not collect.' }),
    }),
  ),
})
