import type { Command } from './command.ts'
import { doctor } from './commands/doctor.ts'
import { migrate } from './commands/migrate.ts'
import { start } from './commands/start.ts'

/** Every command of `windlass`, in the order of the help. */
export const commands: readonly Command[] = [start, migrate, doctor]
