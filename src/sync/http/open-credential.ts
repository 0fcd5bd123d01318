import type { Config } from '../../config.ts'
import { type Credential, openCredential } from '../../connections/connection-credentials.ts'
import type { Connection } from '../../connections/connections.ts'
import type { KeyRing } from '../../connections/key-ring.ts'
import { type Access, accessOf } from '../../connections/oauth/renewal.ts'
import type { Db } from '../../db/pool.ts'
import type { OpenCredential } from './credential.ts'
import { tokenEndpoint } from './token-endpoint.ts'

interface Opening {
  readonly db: Db
  readonly config: Config
  readonly keyRing: KeyRing
}

/** The one place where the secret of a stored credential is opened. */
export async function openStored(
  opening: Opening,
  { proxy_url, ca }: Pick<Connection, 'proxy_url' | 'ca'>,
  row: Credential,
): Promise<OpenCredential> {
  const { id, identity, email, reserved_for } = row
  const secret = await openCredential(opening.db, opening.keyRing, row)
  const opened = { id, kind: row.kind as OpenCredential['kind'], identity, email, secret }
  const reservedFor = reserved_for
  if (row.kind !== 'oauth') return { ...opened, reservedFor }
  const ask = tokenEndpoint(opening.config, { proxyUrl: proxy_url, ca })
  const { db, keyRing } = opening
  return {
    ...opened,
    reservedFor,
    renewal: renewalOf((refused) => accessOf({ db, keyRing, ask }, id, refused)),
  }
}

/** A token is renewed minutes before it ends: looking once a minute is soon enough, unless one was refused. */
const lookAgainMs = 60_000

function renewalOf(ask: (refused?: string) => Promise<Access>): NonNullable<OpenCredential['renewal']> {
  let held: Promise<Access> | undefined
  let lookAt = 0
  return {
    async token(refused) {
      if (refused !== undefined || held === undefined || Date.now() >= lookAt) {
        lookAt = Date.now() + lookAgainMs
        held = ask(refused)
        held.catch(() => {
          held = undefined
        })
      }
      return (await held).token
    },
  }
}
