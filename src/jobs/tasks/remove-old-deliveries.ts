import { Type } from '@sinclair/typebox'
import {
  removeOldDeliveries as removeAllOldDeliveries,
  removeOldRefusals,
} from '../../sync/webhooks/delivery-removal.ts'
import { defineTask } from '../task.ts'

export const removeOldDeliveries = defineTask({
  name: 'remove-old-deliveries',
  doc: 'Removes deliveries after as many days as WINDLASS_DELIVERY_DAYS says, dead letters too, and counts of refused ones after 7.',
  payload: Type.Object({}, { additionalProperties: false }),
  maxAttempts: 3,
  async run({ db, config, log, signal }) {
    await removeOldRefusals(db)
    const { deliveries, undealt } = await removeAllOldDeliveries(db, config.deliveryDays, signal)
    if (undealt > 0) log.warn({ deliveries, undealt }, 'removed old deliveries that nobody had dealt with')
    else if (deliveries > 0) log.info({ deliveries }, 'removed old deliveries')
    signal.throwIfAborted()
  },
})
