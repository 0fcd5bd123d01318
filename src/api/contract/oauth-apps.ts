import { Type } from '@sinclair/typebox'
import { Id, Nullable, Timestamp, text } from './page.ts'
import { defineResource } from './resource.ts'

const Connector = Type.Literal('bitbucket-cloud')

const App = Type.Object({
  connector: Type.String(),
  client_id: Type.String({ description: 'What Bitbucket shows as the key of the consumer.' }),
  last_four: Nullable(Type.String({ description: 'The last four characters of the secret.' })),
  site_url: Type.String(),
  health: Type.Union([Type.Literal('unverified'), Type.Literal('ok'), Type.Literal('rejected')]),
  health_detail: Nullable(Type.String()),
  updated_at: Timestamp,
})

export const oauthApps = defineResource({
  name: 'oauth-apps',
  doc: 'The Atlassian app of this installation: the OAuth consumer through which people grant access.',
  endpoints: {
    list: {
      method: 'GET',
      path: '/oauth-apps',
      access: 'integration:view',
      doc: 'The apps that were entered, and the callback URL to enter at Bitbucket.',
      answer: Type.Object({ items: Type.Array(App), callback_url: Type.String() }),
    },
    put: {
      method: 'PUT',
      path: '/oauth-apps/{connector}',
      access: 'integration:edit',
      doc: 'Enters key and secret of the consumer, tried first. Access that another consumer was granted must be granted again.',
      params: Type.Object({ connector: Connector }),
      body: Type.Object(
        {
          client_id: text({ max: 200, description: 'The key of the consumer.' }),
          client_secret: text({ max: 500, description: 'Its secret.' }),
          site_url: Type.Optional(text({ max: 500, description: 'In place of https://bitbucket.org.' })),
        },
        { additionalProperties: false },
      ),
      answer: App,
      audit: 'oauth_app.set',
    },
    remove: {
      method: 'DELETE',
      path: '/oauth-apps/{connector}',
      access: 'integration:edit',
      doc: 'Forgets the app, unless a connection reads through it.',
      params: Type.Object({ connector: Connector }),
      answer: null,
      audit: 'oauth_app.remove',
    },
  },
})

export const oauthGrants = defineResource({
  name: 'oauth-grants',
  doc: 'Access that a person grants through the Atlassian app, until a connection takes it over.',
  endpoints: {
    start: {
      method: 'POST',
      path: '/oauth-grants',
      access: 'integration:edit',
      doc: 'Begins a grant: open `authorize_url` in the browser it was asked for in, within ten minutes.',
      body: Type.Object({ connector: Connector }, { additionalProperties: false }),
      answer: Type.Object({ id: Id, authorize_url: Type.String(), expires_at: Timestamp }),
      status: 201,
      audit: 'oauth_grant.start',
    },
    get: {
      method: 'GET',
      path: '/oauth-grants/{id}',
      access: 'integration:edit',
      doc: 'What became of a grant of one’s own. Once granted it can become a credential within the hour.',
      params: Type.Object({ id: Id }),
      answer: Type.Object({
        id: Id,
        outcome: Type.Union([Type.Literal('waiting'), Type.Literal('granted'), Type.Literal('refused')]),
        refusal: Nullable(Type.String({ description: 'Why it was refused.' })),
        scopes: Nullable(Type.Array(Type.String())),
        expires_at: Timestamp,
      }),
    },
  },
})
