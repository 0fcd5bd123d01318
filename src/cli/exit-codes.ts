import type { ErrorCode } from '../errors.ts'

interface ExitCode {
  readonly code: number
  readonly doc: string
  /** The errors of the catalogue that end a command with it. */
  readonly errors: readonly ErrorCode[]
}

/** What a script can tell from the way a command ended. Every error not named here ends with 1. */
export const exitCodes = [
  { code: 0, doc: 'It worked.', errors: [] },
  { code: 1, doc: 'It did not work, or `windlass doctor` found something bad.', errors: [] },
  {
    code: 2,
    doc: 'The command line or the configuration is not valid. Nothing was done.',
    errors: ['config_invalid', 'invalid_input', 'demo_mixed'],
  },
  { code: 3, doc: 'It was done as far as it could be: gaps remain, and are listed.', errors: [] },
  {
    code: 4,
    doc: 'The data directory is locked, incomplete, of another version, or cannot be written.',
    errors: ['data_locked', 'data_damaged', 'data_other_version', 'data_unwritable', 'key_file_unsafe'],
  },
  {
    code: 5,
    doc: 'The database could not be started or reached, or does not fit this version.',
    errors: [
      'postgres_failed',
      'database_unreachable',
      'database_too_old',
      'migration_refused',
      'backup_invalid',
      'database_not_empty',
      'database_in_use',
      'database_empty',
      'database_outdated',
      'migration_failed',
    ],
  },
  { code: 6, doc: 'The address or the port to listen on cannot be had.', errors: ['port_taken'] },
  {
    code: 7,
    doc: 'The server does not run, or refused the request.',
    errors: ['server_not_running', 'not_signed_in', 'forbidden', 'feature_off', 'key_lost'],
  },
  { code: 8, doc: 'This Node.js is too old, or the program could not be installed or built.', errors: [] },
] as const satisfies readonly ExitCode[]

export function exitCodeOf(error: ErrorCode): number {
  const rows: readonly ExitCode[] = exitCodes
  return rows.find((row) => row.errors.includes(error))?.code ?? 1
}
