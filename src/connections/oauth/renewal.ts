import { sql } from 'kysely'
import { type Db, transaction } from '../../db/pool.ts'
import { Failure } from '../../errors.ts'
import { openSecret, sealSecret } from '../credentials.ts'
import type { KeyRing } from '../key-ring.ts'
import { noteApp, openApp } from './apps.ts'
import { type AskTokens, readTokenAnswer } from './token-answer.ts'

/** An access token with the time until which it may be shown. */
export interface Access {
  readonly token: string
  readonly until: Date
}

export interface Renewing {
  readonly db: Db
  readonly keyRing: KeyRing
  readonly ask: AskTokens
}

/** Renewed this long before its end: longer than a request or a fetch of git takes. One that lives short, at half. */
const marginSeconds = 300

/**
 * The access token of a credential, renewed when it is about to end or is the very one that was refused. A refresh
 * token works once, so whoever renews holds the row: all others wait and are handed what the first one got.
 */
export async function accessOf(
  renewing: Renewing,
  credentialId: string,
  refused?: string | undefined,
): Promise<Access> {
  const { db } = renewing
  if (refused === undefined) {
    const fresh = await readAccess(renewing, db, credentialId, false)
    if (!fresh.ends) return fresh
  }
  // What Bitbucket refuses is written down after the row is let go: thrown inside, it would be rolled back.
  const renewed = await transaction(db, (tx) => renewLocked({ ...renewing, db: tx }, credentialId, refused))
  if (!(renewed instanceof Failure)) return renewed
  await noteRefusal(db, credentialId, renewed)
  throw renewed
}

async function renewLocked(
  renewing: Renewing,
  credentialId: string,
  refused: string | undefined,
): Promise<Access | Failure> {
  const { db, keyRing, ask } = renewing
  const held = await readAccess(renewing, db, credentialId, true)
  if (!held.ends && held.token !== refused) return held
  const app = await openApp(db, keyRing, held.connector)
  const refresh_token = await openSecret(db, keyRing, refreshIdentity(credentialId))
  const answer = await ask(app, { grant_type: 'refresh_token', refresh_token })
  try {
    const { accessToken, refreshToken, seconds } = readTokenAnswer(answer)
    await noteApp(db, held.connector, null)
    return await storeAccess(renewing, credentialId, {
      token: accessToken,
      refresh: refreshToken ?? refresh_token,
      seconds,
    })
  } catch (error) {
    if (error instanceof Failure && error.code.startsWith('oauth_')) return error
    throw error
  }
}

interface Held extends Access {
  readonly connector: string
  readonly ends: boolean
}

async function readAccess({ keyRing }: Renewing, db: Db, id: string, lock: boolean): Promise<Held> {
  const row = await db
    .selectFrom('oauth_tokens')
    .select(['connector', 'access_until'])
    .select(
      sql<boolean>`access_until <= clock_timestamp()
        + least(make_interval(secs => ${marginSeconds}), (access_until - renewed_at) / 2)`.as('ends'),
    )
    .where('credential_id', '=', id)
    .$if(lock, (query) => query.forUpdate())
    .executeTakeFirst()
  if (!row) throw new Failure('not_found', { detail: `The credential ${id} was not granted.` })
  const token = await openSecret(db, keyRing, { purpose: 'credential', record: id })
  return { token, until: row.access_until, connector: row.connector, ends: row.ends }
}

async function storeAccess(
  { db, keyRing }: Renewing,
  id: string,
  { token, refresh, seconds }: { readonly token: string; readonly refresh: string; readonly seconds: number },
): Promise<Access> {
  return transaction(db, async (tx) => {
    await sealSecret(tx, keyRing, { purpose: 'credential', record: id }, token)
    await sealSecret(tx, keyRing, refreshIdentity(id), refresh)
    const { access_until: until } = await tx
      .updateTable('oauth_tokens')
      .set({
        access_until: sql<Date>`clock_timestamp() + make_interval(secs => ${seconds})`,
        renewed_at: sql<Date>`clock_timestamp()`,
        renewals: sql<number>`renewals + 1`,
      })
      .where('credential_id', '=', id)
      .returning('access_until')
      .executeTakeFirstOrThrow()
    return { token, until }
  })
}

/** What is wrong with the app is no fault of the credential: entered anew, the app renews it again. */
async function noteRefusal(db: Db, credentialId: string, refusal: Failure): Promise<void> {
  if (refusal.code === 'oauth_refused') {
    await db
      .updateTable('credentials')
      .set({
        health: 'rejected',
        health_detail: `${refusal.message} ${refusal.next}`,
        checked_at: new Date(),
      })
      .where('id', '=', credentialId)
      .execute()
    return
  }
  const { connector } = await db
    .selectFrom('oauth_tokens')
    .select('connector')
    .where('credential_id', '=', credentialId)
    .executeTakeFirstOrThrow()
  await noteApp(db, connector, refusal.message)
}

function refreshIdentity(credentialId: string) {
  return { purpose: 'refresh_token', record: credentialId }
}

/** What a grant brought becomes the credential's: how to renew it, in place of what it had before. */
export async function keepRenewal(
  tx: Db,
  ring: KeyRing,
  credentialId: string,
  { connector, refreshToken, until }: { connector: string; refreshToken: string; until: Date },
): Promise<void> {
  await transaction(tx, async (tx) => {
    await sealSecret(tx, ring, refreshIdentity(credentialId), refreshToken)
    const row = { connector, access_until: until, renewed_at: new Date(), renewals: 0 }
    await tx
      .insertInto('oauth_tokens')
      .values({ credential_id: credentialId, ...row })
      .onConflict((clash) => clash.column('credential_id').doUpdateSet(row))
      .execute()
  })
}

/** For a credential that is no longer one that is renewed. */
export async function dropRenewal(tx: Db, credentialId: string): Promise<void> {
  await tx.deleteFrom('oauth_tokens').where('credential_id', '=', credentialId).execute()
  await tx
    .deleteFrom('secrets')
    .where('purpose', '=', 'refresh_token')
    .where('record', '=', credentialId)
    .execute()
}
