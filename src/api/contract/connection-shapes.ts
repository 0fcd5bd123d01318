import { type TSchema, Type } from '@sinclair/typebox'
import { Id, Nullable, Timestamp, text } from './page.ts'

const ConnectionState = Type.Union([Type.Literal('active'), Type.Literal('suspended'), Type.Literal('ended')])

const SourceAccess = Type.Union([Type.Literal('git'), Type.Literal('files'), Type.Literal('none')], {
  description:
    'git mirrors repositories without their contents but for named files; files reads those by the API, and never uses git; none never reads source.',
})

const Frequency = Type.Union(
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

export const shortest_frequency_minutes = Nullable({
  ...Frequency,
  description:
    'The shortest frequency at which a sync in which nothing changed takes at most 80 % of what the credentials have; null when not even once a day does.',
})

const StreamGroup = Type.Union([
  Type.Literal('commits'),
  Type.Literal('pull_requests'),
  Type.Literal('pipelines'),
  Type.Literal('issues'),
  Type.Literal('settings'),
])

export const reserved_for = Nullable(
  Type.Array(StreamGroup, {
    minItems: 1,
    maxItems: 5,
    description:
      'What it is kept for; null for all. Commits are commits, branches and tags, by git or the API; pipelines are environments and deployments too; settings are branch restrictions.',
  }),
)

const Credential = Type.Object({
  id: Id,
  kind: Type.String(),
  label: Type.String(),
  email: Nullable(Type.String()),
  last_four: Nullable(Type.String({ description: 'The last four characters of the secret.' })),
  scopes: Nullable(Type.Array(Type.String())),
  expires_at: Nullable(Timestamp),
  expiring: Nullable(
    Type.Object(
      {
        reminded: Type.Integer({ description: 'Days before its end of the reminder that was due last.' }),
        days_left: Type.Integer({ description: 'Whole days that are left.' }),
      },
      { description: 'Set from 30 days before its end.' },
    ),
  ),
  reserved_for,
  health: Type.String(),
  health_detail: Nullable(Type.String()),
  checked_at: Nullable(Timestamp),
  last_used_at: Nullable(Timestamp),
  shares_allowance_with: Type.Array(Type.String(), {
    description:
      'Other connections with a credential that Bitbucket counts as the same: they share one allowance.',
  }),
})

const Workspace = Type.Object({
  id: Id,
  slug: Type.String(),
  name: Type.String(),
  only_chosen: Type.Boolean({
    description: 'Whether only repositories chosen one by one are collected here.',
  }),
})

/** A connection as lists show it. */
export const Summary = {
  id: Id,
  connector: Type.String(),
  alias: Type.String(),
  is_default: Type.Boolean(),
  state: ConnectionState,
  api_url: Type.String(),
  source_access: Type.String(),
  since: Nullable(Timestamp),
  range_days: Type.Integer(),
  rate_limit: Nullable(Type.Integer()),
  proxy_url: Nullable(Type.String()),
  frequency_minutes: Type.Integer(),
  cron: Nullable(Type.String({ description: 'Five fields, UTC, in place of the frequency.' })),
  skip_failed: Type.Boolean(),
  created_at: Timestamp,
  updated_at: Timestamp,
}

const names = (description: string) => Nullable(Type.Array(Type.String(), { description }))

export const Connection = Type.Object({
  ...Summary,
  ca: Nullable(Type.String({ description: 'Certificates trusted beside those of the system, as PEM.' })),
  projects: names('Keys of the projects whose repositories are collected; null for all.'),
  include: names('Patterns of the repositories that are collected; null for all.'),
  exclude: names('Patterns of the repositories that are left out.'),
  auto_add: Type.Boolean({ description: 'Whether repositories that are made later are collected too.' }),
  streams: names('Streams that are collected; null for all that are collected unless told otherwise.'),
  workspaces: Type.Array(Workspace),
  credentials: Type.Array(Credential),
  cycle: Nullable(
    Type.Object(
      {
        repositories: Type.Integer({ description: 'Repositories that are collected.' }),
        requests: Type.Integer({ description: 'Requests that a sync takes in which nothing changed.' }),
        per_hour: Type.Integer({ description: 'Requests that the credentials have in an hour.' }),
        shortest_frequency_minutes,
      },
      {
        description: 'null before the repositories are known, and while no credential works.',
      },
    ),
  ),
})

export const Check = Type.Object({
  label: Type.String(),
  workspace: Type.String(),
  outcome: Type.Union(
    [
      Type.Literal('ok'),
      Type.Literal('invalid_credentials'),
      Type.Literal('invalid_permissions'),
      Type.Literal('no_resources'),
      Type.Literal('unreachable'),
      Type.Literal('tls'),
      Type.Literal('clock'),
      Type.Literal('throttled'),
      Type.Literal('unreadable'),
    ],
    { description: 'ok, or what the credential was answered.' },
  ),
  detail: Nullable(Type.String()),
  repositories: Nullable(Type.Integer({ description: 'Repositories the credential sees.' })),
  missing: Type.Array(
    Type.Object({
      scope: Type.String(),
      need: Type.Union([Type.Literal('needed'), Type.Literal('optional')]),
      streams: Type.Array(Type.String(), { description: 'What is not read without it.' }),
    }),
  ),
  clock_ahead_seconds: Nullable(Type.Integer({ description: 'How far our clock is ahead of Bitbucket’s.' })),
  commands: Type.Array(Type.Object({ what: Type.String(), command: Type.String() }), {
    description: 'What to run by hand to see the same, with placeholders for secrets.',
  }),
  meanings: Type.Array(Type.Object({ answer: Type.String(), meaning: Type.String() }), {
    description: 'What the answers to the commands say.',
  }),
})

export const alias = text({ max: 100, description: 'Name of the connection.' })
export const workspace = text({ max: 500, description: 'Its slug, or the address of one of its pages.' })
export const label = text({ max: 100 })

/** What is typed in to prove oneself. */
export const Tokens = {
  kind: Type.Union([Type.Literal('access_token'), Type.Literal('api_token'), Type.Literal('oauth')]),
  tokens: Type.Optional(text({ max: 10_000, description: 'The token; several by comma or line.' })),
  grant: Type.Optional({ ...Id, description: 'A finished grant of access, for oauth.' }),
  email: Type.Optional(text({ max: 320, description: 'Of the account, for API tokens.' })),
  label: Type.Optional(label),
  expires_at: Type.Optional(Timestamp),
}

const list = (max: number, description: string) =>
  Nullable(Type.Array(text({ max }), { maxItems: 1_000, description }))

/** Where a connection leads: a change is tried before it is stored. */
export const Way = {
  api_url: text({ max: 500, description: 'In place of Bitbucket’s own address.' }),
  proxy_url: Nullable(
    text({
      max: 500,
      description: 'Proxy of this connection, without credentials; null for that of the installation.',
    }),
  ),
  ca: Nullable(
    text({
      max: 100_000,
      description: 'Certificates of authorities trusted beside those of the system, as PEM.',
    }),
  ),
}

/** Which repositories are collected. */
export const Rules = {
  projects: list(100, 'Keys of the projects whose repositories are collected; null for all.'),
  include: list(
    200,
    'Patterns of the repositories that are collected, `*` and `?` as in file names, on the slug or on `project/slug`; null for all, an empty list for those alone that are chosen one by one.',
  ),
  exclude: list(200, 'Patterns of the repositories that are left out.'),
  auto_add: Type.Boolean({ description: 'Whether repositories that are made later are collected too.' }),
}

/** What people may set, at first and later. */
export const Settings = {
  ...Way,
  ...Rules,
  source_access: SourceAccess,
  since: Nullable(
    Type.String({
      format: 'date-time',
      description:
        'Start of what is collected, in place of `range_days`; null for a range that moves with the day.',
    }),
  ),
  range_days: Type.Integer({ minimum: 1, maximum: 36_500, description: 'Days back that are collected.' }),
  rate_limit: Nullable(
    Type.Integer({ minimum: 1, maximum: 60_000, description: 'Requests an hour; null learns it.' }),
  ),
  streams: list(100, 'Streams that are collected; null for all that are collected unless told otherwise.'),
  frequency_minutes: Frequency,
  cron: Nullable(text({ max: 200, description: 'Five fields of cron, UTC, in place of the frequency.' })),
  skip_failed: Type.Boolean({
    description: 'Whether a repository that fails is left out of the run instead of ending it.',
  }),
}

export function optional<T extends Record<string, TSchema>>(properties: T) {
  return Type.Partial(Type.Object(properties)).properties
}

export const Uuid = Type.String({ pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$', maxLength: 36 })

/** The most repositories that one request may name: a body of the API ends at a megabyte. */
export const mostChoices = 2_000

export const Choices = Type.Array(
  Type.Object(
    { uuid: Uuid, full_name: text({ max: 300 }), is_wanted: Type.Boolean() },
    { additionalProperties: false },
  ),
  { maxItems: mostChoices, description: 'What is said of single repositories: it outweighs the rules.' },
)
