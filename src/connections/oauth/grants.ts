import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { type Db, transaction } from '../../db/pool.ts'
import type { Row } from '../../db/schema.ts'
import { Failure } from '../../errors.ts'
import { openSecret, removeSecret, sealSecret } from '../credentials.ts'
import type { KeyRing } from '../key-ring.ts'
import { getApp } from './apps.ts'
import type { Tokens } from './token-answer.ts'

export type Grant = Row<'oauth_grants'>

/** In whose name access is asked for, and where the browser comes back to. */
export interface GrantStart {
  readonly connector: string
  readonly redirectUri: string
  /** Null for the command line, which acts for the machine. */
  readonly personId: string | null
  readonly sessionId: string | null
  /** The cookie of the browser the grant is bound to; null when there is none. */
  readonly browser: string | null
}

/** Long enough to sign in at Bitbucket first. */
const waitMinutes = 10
/** Long enough to fill in the form; the access token lives for two hours. */
const keepMinutes = 60

/** Begins a grant; the address holds the state, which is kept as its hash alone. */
export async function startGrant(
  tx: Db,
  start: GrantStart,
): Promise<{ readonly grant: Grant; readonly url: string }> {
  const { connector, redirectUri, personId, sessionId, browser } = start
  const app = await getApp(tx, connector)
  const state = randomBytes(32).toString('base64url')
  const grant = await tx
    .insertInto('oauth_grants')
    .values({
      connector,
      client_id: app.client_id,
      state_hash: hashOf(state),
      browser_hash: browser === null ? null : hashOf(browser),
      session_id: sessionId,
      person_id: personId,
      redirect_uri: redirectUri,
      expires_at: minutesFromNow(waitMinutes),
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  const url = new URL(`${app.site_url}/site/oauth2/authorize`)
  url.search = String(
    new URLSearchParams({
      client_id: app.client_id,
      response_type: 'code',
      redirect_uri: redirectUri,
      state,
    }),
  )
  return { grant, url: url.href }
}

/** Takes the state that came back, once; `oauth_grant_invalid` when it is unknown, used, late or of another browser. */
export async function claimGrant(db: Db, state: string, browser: string | undefined): Promise<Grant> {
  const claimed = await db
    .updateTable('oauth_grants')
    .set({ claimed_at: sql<Date>`now()` })
    .where('state_hash', '=', hashOf(state))
    .where('outcome', '=', 'waiting')
    .where('claimed_at', 'is', null)
    .where('expires_at', '>', sql<Date>`now()`)
    .returningAll()
    .executeTakeFirst()
  if (!claimed) throw new Failure('oauth_grant_invalid')
  if (claimed.browser_hash === null) return claimed
  if (browser !== undefined && hashOf(browser).equals(claimed.browser_hash)) return claimed
  const refusal = 'The answer came to another browser than the one it was asked for in.'
  await refuseGrant(db, claimed.id, refusal)
  throw new Failure('oauth_grant_invalid', { detail: refusal })
}

/** Keeps the tokens until a connection takes them over. */
export async function finishGrant(tx: Db, ring: KeyRing, id: string, tokens: Tokens): Promise<Grant> {
  return transaction(tx, async (tx) => {
    const { accessToken, refreshToken, seconds, scopes } = tokens
    if (refreshToken === null) {
      throw new Failure('oauth_refused', { detail: 'Bitbucket gave no token to renew the access with.' })
    }
    await sealSecret(tx, ring, identityOf(id), JSON.stringify({ accessToken, refreshToken }))
    return tx
      .updateTable('oauth_grants')
      .set({
        outcome: 'granted',
        scopes: scopes === null ? null : [...scopes],
        access_until: secondsFromNow(seconds),
        expires_at: minutesFromNow(keepMinutes),
      })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow()
  })
}

export async function refuseGrant(db: Db, id: string, refusal: string): Promise<void> {
  await db.updateTable('oauth_grants').set({ outcome: 'refused', refusal }).where('id', '=', id).execute()
}

/** A grant as whoever started it may see it; nobody else. */
export async function getGrant(db: Db, id: string, personId: string | null): Promise<Grant> {
  const grant = await db
    .selectFrom('oauth_grants')
    .selectAll()
    .where('id', '=', id)
    .where('person_id', 'is not distinct from', personId)
    .executeTakeFirst()
  if (!grant) throw new Failure('not_found')
  return grant
}

/** The tokens of a grant that is finished and not used yet. */
export async function openGrant(
  db: Db,
  ring: KeyRing,
  grant: Grant,
): Promise<{ readonly accessToken: string; readonly refreshToken: string; readonly until: Date }> {
  const { id, outcome, access_until: until, expires_at } = grant
  if (outcome !== 'granted' || until === null || expires_at <= new Date()) {
    throw new Failure('oauth_grant_invalid', { detail: grant.refusal ?? 'It is not finished, or ran out.' })
  }
  return { ...JSON.parse(await openSecret(db, ring, identityOf(id))), until }
}

/** A grant becomes the credential of one connection. */
export async function spendGrant(tx: Db, id: string): Promise<Grant> {
  const grant = await tx
    .deleteFrom('oauth_grants')
    .where('id', '=', id)
    .where('outcome', '=', 'granted')
    .returningAll()
    .executeTakeFirst()
  if (!grant) throw new Failure('oauth_grant_invalid')
  await removeSecret(tx, identityOf(id))
  return grant
}

/** Grants that led nowhere, and what is left of those that went with their session. */
export async function removeOldGrants(db: Db): Promise<void> {
  await sql`delete from oauth_grants where expires_at < now()`.execute(db)
  await sql`
    delete from secrets where purpose = 'oauth_grant'
       and not exists (select from oauth_grants where oauth_grants.id::text = secrets.record)`.execute(db)
}

function identityOf(id: string) {
  return { purpose: 'oauth_grant', record: id }
}

function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

function minutesFromNow(minutes: number) {
  return sql<Date>`now() + make_interval(mins => ${minutes})`
}

function secondsFromNow(seconds: number) {
  return sql<Date>`now() + make_interval(secs => ${seconds}::integer)`
}
