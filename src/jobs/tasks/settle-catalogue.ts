import { Type } from '@sinclair/typebox'
import { forgetRemoved } from '../../catalog/entities/forget.ts'
import { endRemap } from '../../catalog/entities/remap.ts'
import { settleRemovals } from '../../catalog/entities/settle.ts'
import { transaction } from '../../db/pool.ts'
import { defineTask } from '../task.ts'

/** Of two workers that map the last records at once, each sees those of the other, and neither settles. */
export const settleCatalogue = defineTask({
  name: 'settle-catalogue',
  doc: 'Ends a re-map whose last record was mapped, removes what records do not say any more, and forgets what was removed 30 days ago.',
  payload: Type.Object({}, { additionalProperties: false }),
  maxAttempts: 3,
  run: ({ db }) =>
    transaction(db, async (tx) => {
      await endRemap(tx)
      await settleRemovals(tx)
      await forgetRemoved(tx)
    }),
})
