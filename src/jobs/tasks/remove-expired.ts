import { Type } from '@sinclair/typebox'
import { removeOldGrants } from '../../connections/oauth/grants.ts'
import { removeExpired as removeAllExpired } from '../../people/expire.ts'
import { defineTask } from '../task.ts'

export const removeExpired = defineTask({
  name: 'remove-expired',
  doc: 'Removes ended sessions, keys the command line left behind, remembered creates, old sign-in attempts and grants of access that led nowhere.',
  payload: Type.Object({}, { additionalProperties: false }),
  maxAttempts: 3,
  async run({ db }) {
    await removeAllExpired(db)
    await removeOldGrants(db)
  },
})
