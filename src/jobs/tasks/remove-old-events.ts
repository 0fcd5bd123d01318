import { Type } from '@sinclair/typebox'
import { sql } from 'kysely'
import { defineTask } from '../task.ts'

const keptDays = 180

export const removeOldEvents = defineTask({
  name: 'remove-old-events',
  doc: `Removes events of discoveries after ${keptDays} days.`,
  payload: Type.Object({}, { additionalProperties: false }),
  maxAttempts: 3,
  async run({ db }) {
    await sql`
      delete from discovery_events where started_at < now() - make_interval(days => ${keptDays})`.execute(db)
  },
})
