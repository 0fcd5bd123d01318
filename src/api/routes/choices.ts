import { choose, forgetChoices, listChoices } from '../../connections/choice/choices.ts'
import { getConnection, lockConnection, subjectOfConnection } from '../../connections/connections.ts'
import { markChosen } from '../../sync/run/choose.ts'
import { choices as resource } from '../contract/choices.ts'
import { implement } from './route.ts'

/** The audit log names this many repositories, and counts the rest. */
const named = 50

export const choices = implement(resource, {
  list: async ({ db, params }) => {
    const { id } = await getConnection(db, params.id)
    return { items: await listChoices(db, id) }
  },

  update: async ({ params, body, change }) =>
    change(async (tx) => {
      const connection = await lockConnection(tx, params.id)
      await choose(tx, connection.id, body.choices)
      await forgetChoices(tx, connection.id, body.forget ?? [])
      await markChosen(tx, connection)
      const said = body.choices.slice(0, named).map(({ full_name, is_wanted }) => ({ full_name, is_wanted }))
      const after = { choices: said, chosen: body.choices.length, forgotten: body.forget?.length ?? 0 }
      const answer = { items: await listChoices(tx, connection.id) }
      return { answer, subject: subjectOfConnection(connection), after }
    }),
})
