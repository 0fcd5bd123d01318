import { Type } from '@sinclair/typebox'
import { removeExpired as removeAllExpired } from '../../people/expire.ts'
import { defineTask } from '../task.ts'

export const removeExpired = defineTask({
  name: 'remove-expired',
  doc: 'Removes ended sessions, keys the command line left behind, remembered creates and old sign-in attempts.',
  payload: Type.Object({}, { additionalProperties: false }),
  maxAttempts: 3,
  run: ({ db }) => removeAllExpired(db),
})
