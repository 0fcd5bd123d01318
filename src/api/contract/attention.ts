import { Type } from '@sinclair/typebox'
import { Id, Nullable, Timestamp } from './page.ts'
import { defineResource } from './resource.ts'

export const attention = defineResource({
  name: 'attention',
  doc: 'What somebody has to do, or what it was for stops.',
  endpoints: {
    list: {
      method: 'GET',
      path: '/attention',
      access: 'integration:view',
      doc: 'Connections and credentials that stopped or soon will, what waits for a decision, what webhooks brought in vain, and what could not be read; the most pressing first.',
      answer: Type.Object({
        items: Type.Array(
          Type.Object({
            reason: Type.Union([
              Type.Literal('connection_ended'),
              Type.Literal('app_rejected'),
              Type.Literal('credential_rejected'),
              Type.Literal('credential_expired'),
              Type.Literal('credential_ended'),
              Type.Literal('removals_held'),
              Type.Literal('credential_expiring'),
              Type.Literal('deliveries_dead'),
              Type.Literal('gaps'),
            ]),
            connection_id: Nullable(Id),
            connection: Nullable(Type.String({ description: 'Alias of the connection.' })),
            credential_id: Nullable(Id),
            name: Nullable(Type.String({ description: 'Label of the credential, or which app is meant.' })),
            detail: Nullable(Type.String({ description: 'What happened, and the way out.' })),
            expires_at: Nullable(Timestamp),
            count: Nullable(
              Type.Integer({
                description:
                  'How many gaps there are, deliveries that are dead, or held removals that wait for a decision.',
              }),
            ),
          }),
        ),
      }),
    },
  },
})
