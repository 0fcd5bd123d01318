import { Type } from '@sinclair/typebox'
import {
  alias,
  Check,
  Choices,
  Connection,
  label,
  optional,
  reserved_for,
  Settings,
  Summary,
  Tokens,
  workspace,
} from './connection-shapes.ts'
import { Id, Nullable } from './page.ts'
import { defineResource } from './resource.ts'

const Consequences = Type.Object({
  rows: Type.Array(Type.Object({ table: Type.String(), count: Type.Integer() }), {
    description: 'Rows read of its workspaces, by table.',
  }),
  suspend: Type.Object({
    running: Type.Boolean({ description: 'Whether a run is under way, which then rests.' }),
    workspaces: Type.Array(Type.String(), { description: 'Workspaces that nobody reads meanwhile.' }),
    webhooks: Type.Integer({ description: 'Webhooks that Bitbucket goes on sending by.' }),
  }),
  remove: Type.Object({
    workspaces: Type.Array(Type.String(), { description: 'Workspaces that nobody reads afterwards.' }),
    credentials: Type.Integer(),
    runs: Type.Integer(),
    webhooks: Type.Integer({ description: 'Webhooks that are deleted at Bitbucket, as far as it lets us.' }),
    named_repositories: Type.Integer({
      description: 'Repositories that people named for entities as read by it: they are named no more.',
    }),
    next_default: Nullable(Type.String({ description: 'The connection that becomes the default.' })),
  }),
  make_default: Type.Object({
    in_place_of: Nullable(
      Type.String({ description: 'The default there is now; null when it is this one.' }),
    ),
    named_repositories: Type.Integer({
      description:
        'Repositories that people named for entities without a connection: they are looked for in the default.',
    }),
  }),
})

const params = Type.Object({ id: Id })
const withRows = Type.Object({
  rows: Type.Union([Type.Literal('keep'), Type.Literal('remove')], {
    description: 'What happens to what was read: keep it for another connection, or remove it too.',
  }),
})

export const connections = defineResource({
  name: 'connections',
  doc: 'Connections to Bitbucket: what they read, with which credentials, and whether that works.',
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
        { alias, workspace, ...Tokens, ...optional(Settings), choices: Type.Optional(Choices) },
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
      doc: 'Changes what it reads, how often and by which way. Where the way changes every credential is tried first; when one fails nothing changes. A range that goes further back costs what is older alone.',
      params,
      body: Type.Object(
        { ...optional({ alias }), ...optional(Settings) },
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
    verifyAll: {
      method: 'POST',
      path: '/connections/verify',
      access: 'integration:edit',
      doc: 'Tries each credential of every connection on each of its workspaces.',
      answer: Type.Object({
        connections: Type.Array(
          Type.Object({ id: Id, alias: Type.String(), ok: Type.Boolean(), checks: Type.Array(Check) }),
        ),
      }),
      audit: 'connection.verify_all',
    },
    consequences: {
      method: 'GET',
      path: '/connections/{id}/consequences',
      access: 'integration:view',
      doc: 'What suspending or removing it, or making it the default, does to what is there.',
      params,
      answer: Consequences,
    },
    addWorkspace: {
      method: 'POST',
      path: '/connections/{id}/workspaces',
      access: 'integration:edit',
      doc: 'Reads one more workspace, tried first with every credential. One that another connection reads is taken over only when that is asked for; its rows stay.',
      params,
      body: Type.Object(
        {
          workspace,
          hand_over: Type.Optional(Type.Boolean()),
          only_chosen: Type.Optional(
            Type.Boolean({ description: 'Collects only repositories that are chosen one by one.' }),
          ),
        },
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
    updateCredential: {
      method: 'PATCH',
      path: '/connections/{id}/credentials/{credential_id}',
      access: 'integration:edit',
      doc: 'Changes what it is called, what it is kept for, or when it ends.',
      params: Type.Object({ id: Id, credential_id: Id }),
      body: Type.Object(
        optional({ label, reserved_for, expires_at: Nullable(Type.String({ format: 'date-time' })) }),
        { additionalProperties: false, minProperties: 1 },
      ),
      answer: Connection,
      audit: 'connection.update_credential',
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
  },
})
