import type { Command } from './command.ts'
import { backup } from './commands/backup.ts'
import { doctor } from './commands/doctor.ts'
import { migrate } from './commands/migrate.ts'
import { restore } from './commands/restore.ts'
import { start } from './commands/start.ts'

/** Every command of `windlass`, in the order of the help. */
export const commands: readonly Command[] = [start, migrate, doctor, backup, restore]
