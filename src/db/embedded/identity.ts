import { spawnSync } from 'node:child_process'
import { chmodSync, lchownSync, readdirSync, statSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { searchPath } from '../../config.ts'
import { Failure } from '../../errors.ts'
import type { Binaries } from './binaries.ts'

/** "nobody" on every Linux distribution; initdb wants a user id that has a name. */
const nobody = 65534

/** As whom the PostgreSQL programs run: they refuse root, and initdb refuses a user id without a name. */
export interface Identity {
  readonly name: string
  /** Words to put before the command. */
  readonly prefix: readonly string[]
  /** The user and group to spawn as, when not our own. */
  readonly user?: { readonly uid: number; readonly gid: number }
}

const direct: Identity = { name: 'as this user', prefix: [] }
const namespace: Identity = {
  name: 'in a user namespace',
  prefix: ['unshare', '--user', `--map-user=${nobody}`, `--map-group=${nobody}`],
}

/** The first identity under which the programs run and reach the data directory. */
export function chooseIdentity(
  binaries: Binaries,
  dataDirectory: string,
  postgresDirectory: string,
): Identity {
  const reasons: string[] = []
  for (const identity of candidates(postgresDirectory)) {
    if (identity.user) openTo(identity.user, [dataDirectory], postgresDirectory)
    const reason = tryOut(identity, binaries, dataDirectory)
    if (reason === null) return identity
    reasons.push(`Tried ${identity.name}: ${reason}.`)
  }
  throw new Failure('postgres_failed', { detail: `${reasons.join(' ')}${advice()}`, data: { reasons } })
}

function candidates(postgresDirectory: string): Identity[] {
  if (process.getuid?.() !== 0) return hasName() ? [direct] : [namespace, direct]
  const owner = statSync(postgresDirectory, { throwIfNoEntry: false })
  if (owner && owner.uid !== 0) return [asUser(owner.uid, owner.gid)]
  return [namespace, asUser(nobody, nobody)]
}

function asUser(uid: number, gid: number): Identity {
  return { name: `as the user ${uid}`, prefix: [], user: { uid, gid } }
}

function hasName(): boolean {
  try {
    userInfo()
    return true
  } catch {
    return false
  }
}

/** Null when it works, else what the machine said. */
function tryOut(identity: Identity, binaries: Binaries, dataDirectory: string): string | null {
  const script = 'cd "$1" && exec "$0" --version'
  const [file, ...args] = [...identity.prefix, '/bin/sh', '-c', script, binaries.postgres, dataDirectory]
  const result = spawnSync(file ?? '', args, {
    ...identity.user,
    env: { PATH: searchPath(), LC_ALL: 'C', ...binaries.environment },
    encoding: 'utf8',
  })
  if (result.error) return result.error.message
  if (result.status === 0) return null
  return result.stderr.trim().split('\n').at(-1) || `it ended with code ${result.status}`
}

/**
 * The other user passes through our directories, reading nothing else there, and owns the one of PostgreSQL: it was
 * root's when it was made on a machine that has user namespaces.
 */
function openTo(user: { uid: number; gid: number }, passages: string[], postgresDirectory: string): void {
  for (const passage of passages) chmodSync(passage, 0o711)
  if (statSync(postgresDirectory, { throwIfNoEntry: false })?.uid === 0) give(user, postgresDirectory)
}

export function give(user: { uid: number; gid: number }, path: string): void {
  lchownSync(path, user.uid, user.gid)
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const child = join(path, entry.name)
    if (entry.isDirectory()) give(user, child)
    else lchownSync(child, user.uid, user.gid)
  }
}

function advice(): string {
  if (process.getuid?.() !== 0) return ''
  return ' PostgreSQL does not run as root: start Windlass as an ordinary user, allow user namespaces, or put the program and its data where every user may read them.'
}
