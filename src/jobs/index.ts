import type { Task } from './task.ts'
import { checkExpiryTask } from './tasks/check-expiry.ts'
import { removeDeadJobs } from './tasks/remove-dead-jobs.ts'
import { removeExpired } from './tasks/remove-expired.ts'
import { removeOldLogs } from './tasks/remove-old-logs.ts'
import { syncConnection } from './tasks/sync-connection.ts'
import { syncIdentities, syncRepositories } from './tasks/sync-daily.ts'

/** Every task of the worker. */
export const tasks: readonly Task[] = [
  removeExpired,
  removeDeadJobs,
  removeOldLogs,
  checkExpiryTask,
  syncConnection,
  syncIdentities,
  syncRepositories,
]
