import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { Failure } from '../../errors.ts'
import type { Binaries } from './binaries.ts'
import { give, type Identity } from './identity.ts'
import { run } from './process.ts'

/** The major version of the PostgreSQL packages in package.json. */
const major = '18'

/** What initdb leaves behind and PostgreSQL cannot start without. */
const parts = ['global/pg_control', 'postgresql.conf', 'pg_wal', 'base']

/** The role that owns everything, and its database. */
export const owner = 'windlass'

/** Says whether the directory holds a database, and refuses one that this PostgreSQL cannot or must not open. */
export function inspect(directory: string): 'empty' | 'ready' {
  if (!existsSync(directory) || readdirSync(directory).length === 0) return 'empty'
  const version = join(directory, 'PG_VERSION')
  const missing = [version, ...parts.map((part) => join(directory, part))].filter((path) => !existsSync(path))
  if (missing.length > 0) {
    throw new Failure('data_damaged', { detail: `${missing.join(', ')} is missing.`, data: { missing } })
  }
  const found = readFileSync(version, 'utf8').trim()
  if (found === major) return 'ready'
  throw new Failure('data_other_version', {
    detail: `${directory} was written by PostgreSQL ${found}; this version of Windlass runs PostgreSQL ${major}.`,
    data: { found, expected: major },
  })
}

/** Makes the database beside its place and moves it there whole: a directory in place is a finished one. */
export async function initialise(binaries: Binaries, identity: Identity, directory: string): Promise<void> {
  removeLeftovers(directory)
  const fresh = `${directory}.new-${randomBytes(4).toString('hex')}`
  mkdirSync(fresh, { mode: 0o700 })
  if (identity.user) give(identity.user, fresh)
  const args = ['--pgdata', fresh, '--username', owner, '--auth-local=trust', '--auth-host=reject']
  // The built-in locale sorts alike on every machine; one of the operating system would break indexes on its upgrade.
  args.push('--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8')
  const result = await run(binaries, identity, binaries.initdb, args)
  if (result.code !== 0) {
    rmSync(fresh, { recursive: true, force: true })
    throw new Failure('postgres_failed', { detail: `initdb said: ${result.output}` })
  }
  rmSync(directory, { recursive: true, force: true })
  renameSync(fresh, directory)
}

function removeLeftovers(directory: string): void {
  const start = `${basename(directory)}.new-`
  for (const entry of readdirSync(dirname(directory))) {
    if (entry.startsWith(start)) rmSync(join(dirname(directory), entry), { recursive: true, force: true })
  }
}
