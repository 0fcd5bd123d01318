import type pg from 'pg'
import type { Feature } from '../features.ts'
import type { Caller } from './caller.ts'
import { readFeaturesOff } from './features.ts'
import { type Permission, permissions, type Role, roles } from './permissions.ts'
import { csrfTokenOf, hashToken } from './tokens.ts'

export interface Recognised {
  readonly caller: Caller
  readonly featuresOff: ReadonlySet<Feature>
  /** Last used more than a minute ago: worth writing down again. */
  readonly stale: boolean
}

/*
 * Every request asks the database who it comes from: one query over unique indexes, prepared once per connection.
 * A cache would save it, and would let a person in for a moment after their account was disabled; at the rate we
 * need (bench/api.ts) the query is cheap enough not to. The features switched off come along for the same price.
 */
const switchedOff = `(select value from settings where key = 'features_off') as features_off`

const sessionQuery = `
  select p.id, p.name, p.email, p.role, s.id as holder_id,
         s.last_used_at < now() - interval '1 minute' as stale, ${switchedOff}
  from sessions s join people p on p.id = s.person_id
  where s.token_hash = $1 and s.expires_at > now() and not p.disabled`

const apiKeyQuery = `
  select p.id, p.name, p.email, p.role, k.id as holder_id, k.name as key_name, k.permissions,
         coalesce(k.last_used_at < now() - interval '1 minute', true) as stale, ${switchedOff}
  from api_keys k left join people p on p.id = k.person_id
  where k.key_hash = $1 and (k.expires_at is null or k.expires_at > now()) and p.disabled is not true`

interface Row {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly role: Role
  readonly holder_id: string
  readonly stale: boolean
  readonly features_off: unknown
}

interface KeyRow extends Omit<Row, 'id'> {
  readonly id: string | null
  readonly key_name: string
  readonly permissions: readonly Permission[]
}

/** Who a session's cookie belongs to; nobody when it was made up, has ended, or its person is disabled. */
export async function recogniseSession(pool: pg.Pool, token: string): Promise<Recognised | undefined> {
  const { rows } = await pool.query<Row>({
    name: 'recognise-session',
    text: sessionQuery,
    values: [hashToken(token)],
  })
  const row = rows[0]
  if (!row) return undefined
  const caller: Caller = {
    person: { id: row.id, name: row.name, email: row.email, role: row.role },
    session: { id: row.holder_id, csrf: csrfTokenOf(token) },
    apiKey: null,
    permissions: permissionsOf[row.role],
  }
  return { caller, featuresOff: readFeaturesOff(row.features_off), stale: row.stale }
}

/** Whose API key it is. It allows what it was given, as far as the role of its owner still does. */
export async function recogniseApiKey(pool: pg.Pool, key: string): Promise<Recognised | undefined> {
  const { rows } = await pool.query<KeyRow>({
    name: 'recognise-api-key',
    text: apiKeyQuery,
    values: [hashToken(key)],
  })
  const row = rows[0]
  if (!row) return undefined
  const featuresOff = readFeaturesOff(row.features_off)
  // The command line goes on working, or nobody could switch the area on again from there.
  if (row.id !== null && featuresOff.has('api_keys')) return undefined
  const ceiling = row.id === null ? permissionsOf.admin : permissionsOf[row.role]
  const caller: Caller = {
    person: row.id === null ? null : { id: row.id, name: row.name, email: row.email, role: row.role },
    session: null,
    apiKey: { id: row.holder_id, name: row.key_name },
    permissions: new Set(row.permissions.filter((permission) => ceiling.has(permission))),
  }
  return { caller, featuresOff, stale: row.stale }
}

const permissionsOf: Readonly<Record<Role, ReadonlySet<Permission>>> = {
  viewer: new Set(roles.viewer),
  editor: new Set(roles.editor),
  admin: new Set(Object.keys(permissions) as Permission[]),
}
