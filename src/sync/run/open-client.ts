import type { Row } from '../../db/schema.ts'
import { type Client, createClient } from '../http/client.ts'
import type { OpenCredential } from '../http/credential.ts'
import { openStored } from '../http/open-credential.ts'
import type { Engine } from './engine.ts'

export function openClient(
  { db, config, log }: Engine,
  connection: Row<'connections'>,
  credentials: readonly OpenCredential[],
): Client {
  const { id, api_url, proxy_url, ca, rate_limit } = connection
  const route = { id, apiUrl: api_url, proxyUrl: proxy_url, ca, rateLimit: rate_limit }
  return createClient({ db, config, connection: route, credentials, log })
}

/** Those of a connection that are not known to be refused. */
export async function openCredentials(
  engine: Engine,
  connection: Row<'connections'>,
): Promise<OpenCredential[]> {
  const rows = await engine.db
    .selectFrom('credentials')
    .selectAll()
    .where('connection_id', '=', connection.id)
    .where('health', 'in', ['unverified', 'ok'])
    .execute()
  const credentials: OpenCredential[] = []
  for (const row of rows) credentials.push(await openStored(engine, connection, row))
  return credentials
}
