import {
  type Credential,
  listCredentials,
  replaceCredential,
} from '../../src/connections/connection-credentials.ts'
import { goOnWith } from '../../src/connections/expiry/app-passwords.ts'
import { openApp, storeApp } from '../../src/connections/oauth/apps.ts'
import { draftOfGrant } from '../../src/connections/oauth/draft.ts'
import { finishGrant, startGrant } from '../../src/connections/oauth/grants.ts'
import { readTokenAnswer } from '../../src/connections/oauth/token-answer.ts'
import { transaction } from '../../src/db/pool.ts'
import { tokenEndpoint } from '../../src/sync/http/token-endpoint.ts'
import type { Stage } from './stage.ts'

const connector = 'bitbucket-cloud'

/** The consumer that the simulator knows, and the app of the installation that is entered with it. */
export async function enterApp({ simulator, engine }: Stage) {
  const consumer = simulator.simulation.credentials.all().find(({ kind }) => kind === 'oauth_consumer')
  if (!consumer) throw new Error('the simulator has no consumer')
  const clientId = consumer.consumer ?? ''
  const entry = { connector, clientId, clientSecret: consumer.secret, siteUrl: simulator.url }
  await transaction(engine.db, (tx) => storeApp(tx, engine.keyRing, entry))
  return consumer
}

/** Access that is granted takes the place of what the first connection read with. */
export async function grantAccess({ engine, connections }: Stage): Promise<Credential> {
  const { db, keyRing, config } = engine
  const start = {
    connector,
    redirectUri: 'http://localhost/',
    personId: null,
    sessionId: null,
    browser: null,
  }
  const { grant } = await startGrant(db, start)
  const app = await openApp(db, keyRing, connector)
  const answer = await tokenEndpoint(config)(app, { grant_type: 'client_credentials' })
  await finishGrant(db, keyRing, grant.id, readTokenAnswer(answer))
  const draft = await draftOfGrant(db, keyRing, { id: grant.id, personId: null })
  const [connection = ''] = connections
  const [before] = await listCredentials(db, connection)
  if (!before) throw new Error('the connection has no credential')
  await goOnWith(db, connection)
  return transaction(db, (tx) => replaceCredential(tx, keyRing, before, draft))
}
