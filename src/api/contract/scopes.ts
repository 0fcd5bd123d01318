import { Type } from '@sinclair/typebox'
import { Nullable } from './page.ts'
import { defineResource } from './resource.ts'

export const scopes = defineResource({
  name: 'scopes',
  doc: 'What a credential has to be allowed, and what is not read without it.',
  endpoints: {
    list: {
      method: 'GET',
      path: '/scopes',
      access: 'integration:view',
      doc: 'Every scope that is used: whether it is needed, what it is for, and what each kind of credential calls it.',
      answer: Type.Object({
        items: Type.Array(
          Type.Object({
            need: Type.Union([Type.Literal('needed'), Type.Literal('optional')]),
            streams: Type.Array(Type.String(), { description: 'What is not read without it.' }),
            names: Type.Array(
              Type.Object({
                kind: Type.String(),
                scope: Nullable(Type.String({ description: 'null where this kind cannot be granted it.' })),
              }),
            ),
          }),
        ),
      }),
    },
  },
})
