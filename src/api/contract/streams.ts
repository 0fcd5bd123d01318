import { Type } from '@sinclair/typebox'
import { Nullable } from './page.ts'
import { defineResource } from './resource.ts'

const Scope = Type.Object({
  scope: Type.String({ description: 'What access tokens and Atlassian apps call it.' }),
  api_token_scope: Type.String({ description: 'What API tokens call it.' }),
  need: Type.Union([Type.Literal('needed'), Type.Literal('optional')]),
})

const Stream = Type.Object({
  connector: Type.String(),
  name: Type.String(),
  doc: Type.String(),
  address: Type.String({ description: 'What is asked, below the address of the API.' }),
  documentation: Type.String({ description: 'Atlassian’s page about the address.' }),
  per: Type.Union(
    [
      Type.Literal('workspace'),
      Type.Literal('repository'),
      Type.Literal('pull_request'),
      Type.Literal('pipeline'),
      Type.Literal('issue'),
      Type.Literal('commit'),
    ],
    { description: 'Of what each it is read once.' },
  ),
  scopes: Type.Array(Scope, { description: 'What the credential has to be allowed; empty for nothing.' }),
  cost: Type.String({ description: 'Requests, as a formula of what there is.' }),
  tables: Type.Array(Type.String(), { description: 'What it fills.' }),
  read: Type.Union([Type.Literal('always'), Type.Literal('usually'), Type.Literal('when_chosen')], {
    description:
      'usually: unless a connection chooses to do without. when_chosen: off unless a connection asks for it.',
  }),
  again: Type.Union(
    [
      Type.Literal('every-cycle'),
      Type.Literal('when-pushed'),
      Type.Literal('daily'),
      Type.Literal('when-told'),
    ],
    {
      description:
        'When what was read to its end is asked again; when-pushed is when the repository changed; when-told only for deliveries and people.',
    },
  ),
  completes: Nullable(Type.String({ description: 'The stream whose records it reads another way.' })),
  below: Nullable(Type.String({ description: 'The table below whose rows it is read, one by one.' })),
  by_git: Type.Boolean({ description: 'Whether git brings the same where it may be used.' }),
  may_be_missing: Type.Boolean({ description: 'Whether some Bitbuckets do not offer it.' }),
})

export const streams = defineResource({
  name: 'streams',
  doc: 'What is read of a source, as its connector declares it.',
  endpoints: {
    list: {
      method: 'GET',
      path: '/streams',
      access: 'integration:view',
      doc: 'Every stream: what it asks, which scopes that needs, what it costs and which tables it fills.',
      answer: Type.Object({ items: Type.Array(Stream) }),
    },
  },
})
