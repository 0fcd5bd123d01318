import { type Db, transaction } from '../../db/pool.ts'
import type { Row } from '../../db/schema.ts'
import { Failure } from '../../errors.ts'
import { openSecret, removeSecret, sealSecret } from '../credentials.ts'
import { tryGapsAgain } from '../expiry/app-passwords.ts'
import type { KeyRing } from '../key-ring.ts'

/** The OAuth consumer of this installation, without its secret. */
export type OAuthApp = Row<'oauth_apps'>

/** What a person copies from the page of the consumer. */
export interface AppEntry {
  readonly connector: string
  readonly clientId: string
  readonly clientSecret: string
  readonly siteUrl: string
}

/** Of whom tokens are asked. */
export type OpenApp = Pick<AppEntry, 'clientId' | 'clientSecret' | 'siteUrl'>

export const cloudSite = 'https://bitbucket.org'

export async function listApps(db: Db): Promise<OAuthApp[]> {
  return db.selectFrom('oauth_apps').selectAll().orderBy('connector').execute()
}

export async function findApp(db: Db, connector: string): Promise<OAuthApp | undefined> {
  return db.selectFrom('oauth_apps').selectAll().where('connector', '=', connector).executeTakeFirst()
}

export async function getApp(db: Db, connector: string): Promise<OAuthApp> {
  const app = await findApp(db, connector)
  if (!app) throw new Failure('oauth_app_missing')
  return app
}

/** Stores the app in place of the one before. Tokens that were given out to another consumer cannot be renewed then. */
export async function storeApp(tx: Db, ring: KeyRing, entry: AppEntry): Promise<OAuthApp> {
  return transaction(tx, async (tx) => {
    const { connector, clientId, clientSecret, siteUrl } = entry
    const identity = identityOf(connector)
    await sealSecret(tx, ring, identity, clientSecret)
    const { last_four } = await tx
      .selectFrom('secrets')
      .select('last_four')
      .where('purpose', '=', identity.purpose)
      .where('record', '=', identity.record)
      .executeTakeFirstOrThrow()
    for (const id of await connectionsThrough(tx, connector)) await tryGapsAgain(tx, id)
    const row = { client_id: clientId, site_url: siteUrl, last_four, health: 'ok', health_detail: null }
    return tx
      .insertInto('oauth_apps')
      .values({ connector, ...row })
      .onConflict((clash) => clash.column('connector').doUpdateSet({ ...row, updated_at: new Date() }))
      .returningAll()
      .executeTakeFirstOrThrow()
  })
}

/** Refused while a connection reads with access that was granted to it: its tokens could not be renewed. */
export async function removeApp(tx: Db, connector: string): Promise<OAuthApp> {
  const app = await findApp(tx, connector)
  if (!app) throw new Failure('not_found')
  const user = await tx
    .selectFrom('oauth_tokens')
    .innerJoin('credentials', 'credentials.id', 'oauth_tokens.credential_id')
    .innerJoin('connections', 'connections.id', 'credentials.connection_id')
    .select('connections.alias')
    .where('oauth_tokens.connector', '=', connector)
    .executeTakeFirst()
  if (user) {
    const detail = `The connection ${user.alias} reads with it: replace its credential or remove it first.`
    throw new Failure('conflict', { detail })
  }
  await removeSecret(tx, identityOf(connector))
  await tx.deleteFrom('oauth_apps').where('connector', '=', connector).execute()
  return app
}

async function connectionsThrough(db: Db, connector: string): Promise<string[]> {
  const rows = await db
    .selectFrom('oauth_tokens')
    .innerJoin('credentials', 'credentials.id', 'oauth_tokens.credential_id')
    .select('credentials.connection_id')
    .distinct()
    .where('oauth_tokens.connector', '=', connector)
    .execute()
  return rows.map(({ connection_id }) => connection_id)
}

/** For where tokens are asked for, and no further. */
export async function openApp(db: Db, ring: KeyRing, connector: string): Promise<OpenApp> {
  const { client_id: clientId, site_url: siteUrl } = await getApp(db, connector)
  return { clientId, siteUrl, clientSecret: await openSecret(db, ring, identityOf(connector)) }
}

/** Keeps whether the source still takes key and secret; `refusal`: what it said when it did not. */
export async function noteApp(db: Db, connector: string, refusal: string | null): Promise<void> {
  const health = refusal === null ? 'ok' : 'rejected'
  await db
    .updateTable('oauth_apps')
    .set({ health, health_detail: refusal })
    .where('connector', '=', connector)
    .where('health', '<>', health)
    .execute()
}

/** Whom Bitbucket counts requests with granted access against: the consumer, whoever granted it. */
export function identityOfConsumer(clientId: string): string {
  return `consumer ${clientId}`
}

/** For the audit log and for whoever may look. */
export function describeApp({ connector, client_id, site_url, last_four }: OAuthApp) {
  return { connector, client_id, site_url, last_four }
}

export function subjectOfApp({ connector }: Pick<OAuthApp, 'connector'>) {
  return { kind: 'oauth_app', id: connector, name: `the Atlassian app of ${connector}` }
}

function identityOf(connector: string) {
  return { purpose: 'oauth_app', record: connector }
}
