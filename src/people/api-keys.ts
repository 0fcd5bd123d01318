import { sql } from 'kysely'
import type { Db } from '../db/pool.ts'
import { Failure } from '../errors.ts'
import { type Permission, permissions } from './permissions.ts'
import { hashToken, newToken } from './tokens.ts'

export interface NewApiKey {
  /** Null for the command line of the machine. */
  readonly personId: string | null
  readonly name: string
  readonly permissions: readonly string[]
  /** What whoever makes the key may do: it cannot give more. */
  readonly ceiling: ReadonlySet<string>
  readonly expiresAt?: Date | null
}

/** Enough to tell keys apart, too little to help anybody guess one: `wl_` and six of 43 characters. */
const prefixLength = 9

/** Makes a key and hands it out, once. */
export async function createApiKey(tx: Db, key: NewApiKey): Promise<{ id: string; key: string }> {
  refusePermissions(key.permissions, key.ceiling)
  if (key.expiresAt && key.expiresAt.getTime() <= Date.now()) {
    const problems = [{ path: 'expires_at', message: 'must lie in the future' }]
    throw new Failure('invalid_input', { detail: 'expires_at must lie in the future.', data: { problems } })
  }
  const secret = newToken('wl_')
  const { id } = await tx
    .insertInto('api_keys')
    .values({
      person_id: key.personId,
      name: key.name,
      prefix: secret.slice(0, prefixLength),
      key_hash: hashToken(secret),
      permissions: [...key.permissions],
      expires_at: key.expiresAt ?? null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return { id, key: secret }
}

/** A key for the command line of this machine, for as long as one command runs. */
export async function createCommandLineKey(tx: Db, minutes: number): Promise<{ id: string; key: string }> {
  const every = Object.keys(permissions)
  return createApiKey(tx, {
    personId: null,
    name: 'command line',
    permissions: every,
    ceiling: new Set(every),
    expiresAt: new Date(Date.now() + minutes * 60_000),
  })
}

export async function removeApiKey(tx: Db, id: string): Promise<void> {
  await tx.deleteFrom('api_keys').where('id', '=', id).execute()
}

/** Keys of people, newest first; of one person where a person is named. Those of the command line are not shown. */
export async function listApiKeys(
  db: Db,
  filter: { personId?: string; id?: string },
  before: string | undefined,
  limit: number,
) {
  let query = db
    .selectFrom('api_keys')
    .innerJoin('people', 'people.id', 'api_keys.person_id')
    .select([
      'api_keys.id',
      'api_keys.name',
      'api_keys.prefix',
      'api_keys.permissions',
      'api_keys.created_at',
      'api_keys.expires_at',
      'api_keys.last_used_at',
      'people.id as owner_id',
      'people.name as owner_name',
    ])
  if (filter.personId !== undefined) query = query.where('people.id', '=', filter.personId)
  if (filter.id !== undefined) query = query.where('api_keys.id', '=', filter.id)
  if (before !== undefined) query = query.where('api_keys.id', '<', before)
  return query.orderBy('api_keys.id', 'desc').limit(limit).execute()
}

/** Called at most once a minute for each key. */
export async function markApiKeyUsed(db: Db, id: string): Promise<void> {
  await db.updateTable('api_keys').set({ last_used_at: sql<Date>`now()` }).where('id', '=', id).execute()
}

function refusePermissions(asked: readonly string[], ceiling: ReadonlySet<string>): void {
  const refuse = (message: (name: string) => string, names: readonly string[]) => {
    const problems = names.map((name) => ({ path: 'permissions', message: message(name) }))
    if (problems.length === 0) return
    const detail = problems.map(({ path, message }) => `${path} ${message}.`).join(' ')
    throw new Failure('invalid_input', { detail, data: { problems } })
  }
  const unknown = asked.filter((name) => !Object.hasOwn(permissions, name as Permission))
  refuse((name) => `holds ${name}, which does not exist`, unknown)
  const beyond = asked.filter((name) => !ceiling.has(name))
  refuse((name) => `holds ${name}, which you do not have yourself`, beyond)
}
