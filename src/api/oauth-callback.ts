import type { FastifyInstance, FastifyRequest } from 'fastify'
import { openApp, subjectOfApp } from '../connections/oauth/apps.ts'
import { claimGrant, finishGrant, type Grant, refuseGrant } from '../connections/oauth/grants.ts'
import { readTokenAnswer } from '../connections/oauth/token-answer.ts'
import { transaction } from '../db/pool.ts'
import { Failure } from '../errors.ts'
import { commandLine, record } from '../people/audit.ts'
import { getPerson, subjectOf } from '../people/people.ts'
import { tokenEndpoint } from '../sync/http/token-endpoint.ts'
import { originOf } from './admit.ts'
import { browserCookieOf } from './cookie.ts'
import type { House } from './house.ts'
import { grantPage } from './oauth-page.ts'
import { documentPolicy } from './security.ts'

const path = '/api/v1/oauth/callback'

/** What is entered at the consumer as its callback URL. */
export function callbackUrl(baseUrl: string): string {
  return `${baseUrl}${path}`
}

/**
 * Where Bitbucket sends the browser back to. It answers a page whatever happens, for a person looks at it. The
 * session's own cookie does not come along from another site: the grant is bound to a cookie of its own.
 */
export function serveOAuthCallback(server: FastifyInstance, house: House): void {
  server.get(path, { schema: { hide: true } }, async (request, reply) => {
    const browser = browserCookieOf(house, request, reply)
    const outcome = await settle(house, request, browser.value)
    return reply
      .code(outcome.failure === null ? 200 : 400)
      .header('content-security-policy', documentPolicy)
      .header('cache-control', 'no-store')
      .header('referrer-policy', 'no-referrer')
      .type('text/html; charset=utf-8')
      .send(grantPage(outcome))
  })
}

interface Outcome {
  /** Null while it is not even known which grant is meant. */
  readonly grantId: string | null
  readonly failure: Failure | null
}

async function settle(house: House, request: FastifyRequest, browser: string | undefined): Promise<Outcome> {
  const { state, code, error, error_description } = readQuery(request)
  let grant: Grant | null = null
  try {
    grant = await claimGrant(house.database.kysely, state, browser)
    if (code === '') {
      const said = error_description || error || 'no code came back'
      throw new Failure('oauth_refused', { detail: `Access was not granted: ${said.slice(0, 200)}.` })
    }
    await exchangeCode(house, request, grant, code)
    return { grantId: grant.id, failure: null }
  } catch (thrown) {
    const failure = thrown instanceof Failure ? thrown : new Failure('internal', { cause: thrown })
    if (failure.code === 'internal') house.log.error({ err: thrown }, 'a grant of access failed')
    if (grant) await refuseGrant(house.database.kysely, grant.id, failure.message)
    return { grantId: grant?.id ?? null, failure }
  }
}

async function exchangeCode(
  house: House,
  request: FastifyRequest,
  grant: Grant,
  code: string,
): Promise<void> {
  const { database, config, keyRing } = house
  const db = database.kysely
  const app = await openApp(db, keyRing, grant.connector)
  const form = { grant_type: 'authorization_code', code, redirect_uri: grant.redirect_uri }
  const tokens = readTokenAnswer(await tokenEndpoint(config)(app, form))
  const person = grant.person_id === null ? null : await getPerson(db, grant.person_id)
  await transaction(db, async (tx) => {
    await finishGrant(tx, keyRing, grant.id, tokens)
    const actor = person === null ? commandLine : ({ ...subjectOf(person), kind: 'person' } as const)
    const { address, requestId } = originOf(request)
    const after = { grant: grant.id, scopes: tokens.scopes }
    const subject = subjectOfApp(grant)
    await record(tx, {
      ...{ actor, action: 'oauth_grant.finish', subject, after },
      ...{ outcome: 'done', address, requestId },
    })
  })
}

/** Everything may come here: what is no single text counts as absent. */
function readQuery({ query }: FastifyRequest) {
  const given = Object(query) as Record<string, unknown>
  const text = (name: string) => {
    const value = given[name]
    return typeof value === 'string' && value.length <= 2000 && !value.includes('\0') ? value : ''
  }
  return {
    state: text('state'),
    code: text('code'),
    error: text('error'),
    error_description: text('error_description'),
  }
}
