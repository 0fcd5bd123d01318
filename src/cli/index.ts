import type { Command } from './command.ts'

/** Every command of `windlass`, in the order of the help. */
export const commands: readonly Command[] = []
