import { Type } from '@sinclair/typebox'
import { Choices, mostChoices, Uuid } from './connection-shapes.ts'
import { Id } from './page.ts'
import { defineResource } from './resource.ts'

const params = Type.Object({ id: Id })
const Choice = Type.Object({ uuid: Type.String(), full_name: Type.String(), is_wanted: Type.Boolean() })

export const choices = defineResource({
  name: 'choices',
  doc: 'Which repositories a connection collects: what there is to choose from, what was chosen, and what it costs.',
  endpoints: {
    list: {
      method: 'GET',
      path: '/connections/{id}/choices',
      access: 'integration:view',
      doc: 'Repositories that were chosen or left out one by one.',
      params,
      answer: Type.Object({ items: Type.Array(Choice) }),
    },
    update: {
      method: 'PATCH',
      path: '/connections/{id}/choices',
      access: 'integration:edit',
      doc: 'Chooses repositories one by one, leaves them out, or lets the rules decide again. What was read stays; what is chosen is read from the next run on.',
      params,
      body: Type.Object(
        {
          choices: Choices,
          forget: Type.Optional(
            Type.Array(Uuid, { maxItems: mostChoices, description: 'Those that the rules decide on again.' }),
          ),
        },
        { additionalProperties: false },
      ),
      answer: Type.Object({ items: Type.Array(Choice) }),
      audit: 'connection.choose',
    },
  },
})
