import type { Transaction } from 'kysely'
import { type Db, transaction } from '../db/pool.ts'
import type { Row, Schema } from '../db/schema.ts'
import { Failure } from '../errors.ts'
import { openSecret, removeSecret, sealSecret } from './credentials.ts'
import type { DraftCredential } from './entered/tokens.ts'
import type { KeyRing } from './key-ring.ts'
import { spendGrant } from './oauth/grants.ts'
import { dropRenewal, keepRenewal } from './oauth/renewal.ts'
import type { Verdict } from './verify/verify.ts'

/** A credential without its secret, which is opened where a client is made. */
export type Credential = Row<'credentials'>

export async function listCredentials(db: Db, connectionId: string): Promise<Credential[]> {
  return db
    .selectFrom('credentials')
    .selectAll()
    .where('connection_id', '=', connectionId)
    .orderBy('id')
    .execute()
}

export async function getCredential(db: Db, connectionId: string, id: string): Promise<Credential> {
  const found = (await listCredentials(db, connectionId)).find((row) => row.id === id)
  if (!found) throw new Failure('not_found')
  return found
}

/** Stores a credential and seals its secret. */
export async function addCredential(
  tx: Db,
  ring: KeyRing,
  connectionId: string,
  draft: DraftCredential,
): Promise<Credential> {
  const { secret, expiresAt, reservedFor, granted, ...fields } = draft
  return transaction(tx, async (tx) => {
    const twin = await tx
      .selectFrom('credentials')
      .select('label')
      .where('connection_id', '=', connectionId)
      .where('kind', '=', 'access_token')
      .where('identity', '=', draft.identity)
      .executeTakeFirst()
    if (twin)
      throw new Failure('conflict', { detail: `The connection has this token already, as ${twin.label}.` })
    const { id } = await tx
      .insertInto('credentials')
      .values({
        ...fields,
        connection_id: connectionId,
        expires_at: expiresAt,
        reserved_for: reservedFor === null ? null : [...reservedFor],
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    return seal(tx, ring, id, draft)
  })
}

/** Puts a new secret in the place of one that ended; everything that was read goes on from where it stands. */
export async function replaceCredential(
  tx: Db,
  ring: KeyRing,
  before: Credential,
  draft: DraftCredential,
): Promise<Credential> {
  return transaction(tx, async (tx) => {
    const { kind, identity, email, expiresAt } = draft
    await tx
      .updateTable('credentials')
      .set({ kind, identity, email, expires_at: expiresAt, level: null, scopes: null, checked_at: null })
      .set({ health: 'unverified', health_detail: null })
      .where('id', '=', before.id)
      .execute()
    return seal(tx, ring, before.id, draft)
  })
}

/** What may be changed of a credential without its secret. */
export type CredentialChange = Partial<Pick<Credential, 'label' | 'reserved_for' | 'expires_at'>>

export async function changeCredential(
  tx: Db,
  before: Credential,
  change: CredentialChange,
): Promise<Credential> {
  if (change.reserved_for) await demandAnother(tx, before)
  return tx
    .updateTable('credentials')
    .set(change)
    .where('id', '=', before.id)
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** By identity, the other connections with a credential that Bitbucket counts as the same. */
export async function sharersOf(db: Db, connectionId: string): Promise<ReadonlyMap<string, string[]>> {
  const rows = await db
    .selectFrom('credentials as own')
    .innerJoin('credentials as other', 'other.identity', 'own.identity')
    .innerJoin('connections', 'connections.id', 'other.connection_id')
    .select(['own.identity', 'connections.alias'])
    .where('own.connection_id', '=', connectionId)
    .where('other.connection_id', '!=', connectionId)
    .distinct()
    .orderBy('connections.alias')
    .execute()
  const sharers = new Map<string, string[]>()
  for (const { identity, alias } of rows) sharers.set(identity, [...(sharers.get(identity) ?? []), alias])
  return sharers
}

/** Something must read what no credential is kept for. */
async function demandAnother(tx: Db, credential: Credential): Promise<void> {
  const others = (await listCredentials(tx, credential.connection_id)).filter(
    ({ id }) => id !== credential.id,
  )
  if (others.some(({ reserved_for }) => reserved_for === null)) return
  throw new Failure('conflict', {
    detail:
      others.length === 0
        ? 'This is the last credential of its connection: add another first, or remove the connection.'
        : 'Every other credential is kept for something: one has to read all the rest.',
  })
}

export async function removeCredential(tx: Db, credential: Credential): Promise<void> {
  await demandAnother(tx, credential)
  await dropRenewal(tx, credential.id)
  await removeSecret(tx, { purpose: 'credential', record: credential.id })
  await tx.deleteFrom('credentials').where('id', '=', credential.id).execute()
}

/** Keeps what verifying found out about a credential itself; a network that fails says nothing about it. */
export async function recordVerdict(tx: Db, id: string, verdict: Verdict): Promise<void> {
  const rejected = verdict.outcome === 'invalid_credentials'
  const answered = rejected || ['ok', 'invalid_permissions', 'no_resources'].includes(verdict.outcome)
  if (!answered) return
  await tx
    .updateTable('credentials')
    .set({
      health: rejected ? 'rejected' : 'ok',
      // That a workspace cannot be seen says nothing about a credential that works on others.
      health_detail: verdict.outcome === 'no_resources' ? null : verdict.detail,
      checked_at: new Date(),
      ...(verdict.scopes === null ? {} : { scopes: [...verdict.scopes] }),
    })
    .where('id', '=', id)
    // Refused with its kind says more than refused.
    .$if(rejected, (query) => query.where('health', '<>', 'ended'))
    .execute()
}

/** For where a client is made, and no further. */
export function openCredential(db: Db, ring: KeyRing, { id }: Pick<Credential, 'id'>): Promise<string> {
  return openSecret(db, ring, { purpose: 'credential', record: id })
}

/** For the audit log and for whoever may look: the secret shows as its last four characters. */
export function describeCredential(credential: Credential) {
  const { kind, label, email, level, last_four, expires_at, reserved_for } = credential
  return { kind, label, email, level, last_four, expires_at, reserved_for }
}

async function seal(
  tx: Transaction<Schema>,
  ring: KeyRing,
  id: string,
  { secret, granted }: Pick<DraftCredential, 'secret' | 'granted'>,
): Promise<Credential> {
  const identity = { purpose: 'credential', record: id }
  await sealSecret(tx, ring, identity, secret)
  if (granted) {
    const { connector } = await spendGrant(tx, granted.grantId)
    await keepRenewal(tx, ring, id, { ...granted, connector })
  } else await dropRenewal(tx, id)
  const { last_four } = await tx
    .selectFrom('secrets')
    .select('last_four')
    .where('purpose', '=', identity.purpose)
    .where('record', '=', id)
    .executeTakeFirstOrThrow()
  return tx
    .updateTable('credentials')
    .set({ last_four })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
}
