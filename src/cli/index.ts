import type { Command } from './command.ts'
import { apiKeyCreate, apiKeyList, apiKeyRevoke } from './commands/api-key.ts'
import { apply } from './commands/apply.ts'
import { backup } from './commands/backup.ts'
import { connect } from './commands/connect.ts'
import { connections } from './commands/connections.ts'
import { deliveriesList, deliveriesReplay, deliveriesShow } from './commands/deliveries.ts'
import { doctor } from './commands/doctor.ts'
import { featuresList, featuresOff, featuresOn } from './commands/features.ts'
import { jobsList, jobsRemove, jobsRetry } from './commands/jobs.ts'
import { keyForget, keyRotate, keyStatus } from './commands/key.ts'
import { mapTemplate } from './commands/map-template.ts'
import { mapTest } from './commands/map-test.ts'
import { migrate } from './commands/migrate.ts'
import { replay } from './commands/replay.ts'
import { restore } from './commands/restore.ts'
import { sql } from './commands/sql.ts'
import { start } from './commands/start.ts'
import { status } from './commands/status.ts'
import { statuses } from './commands/statuses.ts'
import { sync } from './commands/sync.ts'
import { userAdd, userList, userSetPassword } from './commands/user.ts'
import { verify } from './commands/verify.ts'
import { webhooksCurl, webhooksList, webhooksRegister, webhooksRotate } from './commands/webhooks.ts'

/** Every command of `windlass`, in the order of the help. */
export const commands: readonly Command[] = [
  start,
  migrate,
  doctor,
  connect,
  connections,
  verify,
  sync,
  status,
  webhooksList,
  webhooksRegister,
  webhooksRotate,
  webhooksCurl,
  mapTemplate,
  mapTest,
  apply,
  replay,
  deliveriesList,
  deliveriesShow,
  deliveriesReplay,
  statuses,
  sql,
  backup,
  restore,
  userAdd,
  userList,
  userSetPassword,
  apiKeyCreate,
  apiKeyList,
  apiKeyRevoke,
  jobsList,
  jobsRetry,
  jobsRemove,
  keyStatus,
  keyRotate,
  keyForget,
  featuresList,
  featuresOn,
  featuresOff,
]
