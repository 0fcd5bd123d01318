import { Type } from '@sinclair/typebox'
import { checkExpiry } from '../../connections/expiry/reminders.ts'
import { defineTask } from '../task.ts'

export const checkExpiryTask = defineTask({
  name: 'check-expiry',
  doc: 'Marks credentials whose end has come, and reminds of those that end in 30, 7 or 1 days.',
  payload: Type.Object({}, { additionalProperties: false }),
  maxAttempts: 3,
  async run({ db, log }) {
    const { expired, reminded } = await checkExpiry(db)
    if (expired + reminded > 0) log.warn({ expired, reminded }, 'credentials end')
  },
})
