import { Type } from '@sinclair/typebox'
import { Id, Nullable, Page, paging, Timestamp, text } from './page.ts'
import { defineResource } from './resource.ts'

const ConnectionState = Type.Union([Type.Literal('active'), Type.Literal('suspended'), Type.Literal('ended')])

const SourceAccess = Type.Union([Type.Literal('git'), Type.Literal('none')], {
  description: 'git mirrors repositories without their contents; none never reads source.',
})

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
  reserved_for: Nullable(Type.Array(Type.String(), { description: 'Streams it is kept for; null for all.' })),
  health: Type.String(),
  health_detail: Nullable(Type.String()),
  checked_at: Nullable(Timestamp),
  last_used_at: Nullable(Timestamp),
})

const Workspace = Type.Object({ id: Id, slug: Type.String(), name: Type.String() })

const Summary = {
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
  created_at: Timestamp,
  updated_at: Timestamp,
}

const Connection = Type.Object({
  ...Summary,
  workspaces: Type.Array(Workspace),
  credentials: Type.Array(Credential),
})

const Check = Type.Object({
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
})

const Run = Type.Object({
  id: Id,
  cause: Type.String(),
  state: Type.String(),
  started_at: Timestamp,
  ended_at: Nullable(Timestamp),
  error: Nullable(Type.String()),
})

const params = Type.Object({ id: Id })
const alias = text({ max: 100, description: 'Name of the connection.' })
const range_days = Type.Integer({ minimum: 1, maximum: 36_500, description: 'Days back that are collected.' })
const rate_limit = Type.Integer({
  minimum: 1,
  maximum: 60_000,
  description: 'Requests an hour; null learns it.',
})
const Tokens = {
  kind: Type.Union([Type.Literal('access_token'), Type.Literal('api_token'), Type.Literal('oauth')]),
  tokens: Type.Optional(text({ max: 10_000, description: 'The token; several by comma or line.' })),
  grant: Type.Optional({ ...Id, description: 'A finished grant of access, for oauth.' }),
  email: Type.Optional(text({ max: 320, description: 'Of the account, for API tokens.' })),
  label: Type.Optional(text({ max: 100 })),
  expires_at: Type.Optional(Timestamp),
}
const workspace = text({ max: 500, description: 'Its slug, or the address of one of its pages.' })
const withRows = Type.Object({
  rows: Type.Union([Type.Literal('keep'), Type.Literal('remove')], {
    description: 'What happens to what was read: keep it for another connection, or remove it too.',
  }),
})

export const connections = defineResource({
  name: 'connections',
  doc: 'Connections to Bitbucket: what they read, with which credentials, whether that works, and what came of it.',
  endpoints: {
    list: {
      method: 'GET',
      path: '/connections',
      access: 'integration:view',
      doc: 'Every connection, the default first.',
      answer: Type.Object({ items: Type.Array(Type.Object(Summary)) }),
    },
    get: {
      method: 'GET',
      path: '/connections/{id}',
      access: 'integration:view',
      doc: 'One connection with its workspaces and credentials. Secrets show as their last four characters.',
      params,
      answer: Connection,
      versioned: true,
    },
    create: {
      method: 'POST',
      path: '/connections',
      access: 'integration:edit',
      doc: 'Adds a connection. Every credential is tried first; when one fails nothing is stored.',
      body: Type.Object(
        {
          alias,
          workspace,
          ...Tokens,
          api_url: Type.Optional(text({ max: 500, description: 'In place of Bitbucket’s own address.' })),
          source_access: Type.Optional(SourceAccess),
          range_days: Type.Optional(range_days),
          rate_limit: Type.Optional(rate_limit),
        },
        { additionalProperties: false },
      ),
      answer: Connection,
      status: 201,
      audit: 'connection.create',
    },
    update: {
      method: 'PATCH',
      path: '/connections/{id}',
      access: 'integration:edit',
      doc: 'Changes its alias, the range that is collected, or the limit of requests.',
      params,
      body: Type.Partial(
        Type.Object({
          alias,
          range_days,
          rate_limit: Nullable(rate_limit),
        }),
        { additionalProperties: false, minProperties: 1 },
      ),
      answer: Connection,
      audit: 'connection.update',
      versioned: true,
    },
    remove: {
      method: 'DELETE',
      path: '/connections/{id}',
      access: 'integration:edit',
      doc: 'Removes a connection with its credentials and runs.',
      params,
      query: withRows,
      answer: null,
      audit: 'connection.remove',
    },
    makeDefault: {
      method: 'POST',
      path: '/connections/{id}/make-default',
      access: 'integration:edit',
      doc: 'Makes it the connection that is meant when none is named.',
      params,
      answer: Connection,
      audit: 'connection.make_default',
    },
    suspend: {
      method: 'POST',
      path: '/connections/{id}/suspend',
      access: 'integration:edit',
      doc: 'Reads nothing more until it is resumed. What was read stays.',
      params,
      answer: Connection,
      audit: 'connection.suspend',
    },
    resume: {
      method: 'POST',
      path: '/connections/{id}/resume',
      access: 'integration:edit',
      doc: 'Reads again from where it stood.',
      params,
      answer: Connection,
      audit: 'connection.resume',
    },
    verify: {
      method: 'POST',
      path: '/connections/{id}/verify',
      access: 'integration:edit',
      doc: 'Tries each credential on each workspace.',
      params,
      answer: Type.Object({ checks: Type.Array(Check) }),
      audit: 'connection.verify',
    },
    addWorkspace: {
      method: 'POST',
      path: '/connections/{id}/workspaces',
      access: 'integration:edit',
      doc: 'Reads one more workspace, tried first with every credential. One that another connection reads is taken over only when that is asked for; its rows stay.',
      params,
      body: Type.Object(
        { workspace, hand_over: Type.Optional(Type.Boolean()) },
        { additionalProperties: false },
      ),
      answer: Connection,
      status: 201,
      audit: 'connection.add_workspace',
    },
    removeWorkspace: {
      method: 'DELETE',
      path: '/connections/{id}/workspaces/{workspace_id}',
      access: 'integration:edit',
      doc: 'Ends reading a workspace.',
      params: Type.Object({ id: Id, workspace_id: Id }),
      query: withRows,
      answer: null,
      audit: 'connection.remove_workspace',
    },
    addCredentials: {
      method: 'POST',
      path: '/connections/{id}/credentials',
      access: 'integration:edit',
      doc: 'Adds credentials, each tried first on every workspace. They share the load.',
      params,
      body: Type.Object(Tokens, { additionalProperties: false }),
      answer: Connection,
      status: 201,
      audit: 'connection.add_credentials',
    },
    replaceCredential: {
      method: 'PUT',
      path: '/connections/{id}/credentials/{credential_id}',
      access: 'integration:edit',
      doc: 'Puts another token in the place of one, tried first. Reading goes on from where it stands.',
      params: Type.Object({ id: Id, credential_id: Id }),
      body: Type.Object(Tokens, { additionalProperties: false }),
      answer: Connection,
      audit: 'connection.replace_credential',
    },
    removeCredential: {
      method: 'DELETE',
      path: '/connections/{id}/credentials/{credential_id}',
      access: 'integration:edit',
      doc: 'Removes a credential, unless it is the last one.',
      params: Type.Object({ id: Id, credential_id: Id }),
      answer: null,
      audit: 'connection.remove_credential',
    },
    runs: {
      method: 'GET',
      path: '/connections/{id}/runs',
      access: 'integration:view',
      doc: 'Runs of a connection, newest first.',
      params,
      query: Type.Object(paging),
      answer: Page(Run),
    },
    gaps: {
      method: 'GET',
      path: '/connections/{id}/gaps',
      access: 'integration:view',
      doc: 'What could not be read, why, and when it is tried again.',
      params,
      query: Type.Object(paging),
      answer: Page(
        Type.Object({
          id: Id,
          workspace: Type.String(),
          repository: Nullable(Type.String({ description: 'Null when the whole workspace is meant.' })),
          stream: Type.String(),
          reason: Type.String(),
          status: Nullable(Type.Integer()),
          detail: Nullable(Type.String()),
          first_at: Timestamp,
          tries: Type.Integer(),
          next_at: Nullable(Timestamp),
        }),
      ),
    },
  },
})
