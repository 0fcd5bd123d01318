import type { Task } from './task.ts'
import { checkExpiryTask } from './tasks/check-expiry.ts'
import { checkWebhooksTask } from './tasks/check-webhooks.ts'
import { removeDeadJobs } from './tasks/remove-dead-jobs.ts'
import { removeExpired } from './tasks/remove-expired.ts'
import { removeOldDeliveries } from './tasks/remove-old-deliveries.ts'
import { removeOldEvents } from './tasks/remove-old-events.ts'
import { removeOldLogs } from './tasks/remove-old-logs.ts'
import { settleCatalogue } from './tasks/settle-catalogue.ts'
import { syncConnection } from './tasks/sync-connection.ts'
import { syncIdentities, syncRepositories } from './tasks/sync-daily.ts'

/** Every task of the worker. */
export const tasks: readonly Task[] = [
  removeExpired,
  removeDeadJobs,
  removeOldLogs,
  removeOldDeliveries,
  removeOldEvents,
  checkExpiryTask,
  checkWebhooksTask,
  settleCatalogue,
  syncConnection,
  syncIdentities,
  syncRepositories,
]
