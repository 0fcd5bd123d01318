import { type Answer, Refusal } from '../http/answer.ts'
import { createRouter } from '../http/router.ts'
import { authenticate, type Identity } from '../identity/authenticate.ts'
import type { CredentialStore } from '../identity/credentials.ts'
import { granularOf, lacks } from '../identity/scopes.ts'
import { type LimitClass, type Limits, scaledLimit } from '../limits/limits.ts'
import { everything, parseFields } from '../query/fields.ts'
import { SECOND } from '../world/time.ts'
import type { Call, Cloud, PageBend, Route } from './cloud.ts'
import { failed, gone, missingScopes, noSuchApi, notFound, rateLimited } from './errors.ts'
import { cloudRoutes } from './routes/index.ts'
import { isRawFile } from './routes/source.ts'

export type Incoming = {
  readonly method: string
  readonly url: URL
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
  readonly address: string
}

// What a fault changes about the making of an answer.
export type Bend = {
  readonly page: PageBend | undefined
  readonly ignoreFields: boolean
  readonly hideLimits: boolean
}

export type Handled = {
  readonly answer: Answer
  readonly identity: string
  readonly template: string
  readonly class: LimitClass
}

type Known = { readonly identity: Identity; readonly template: string }
export type Judge = (known: Known) => Promise<{ bend: Bend; answer: Answer | undefined }>
export type CloudHandler = (incoming: Incoming, judge: Judge) => Promise<Handled>

const anonymousTemplate = '(no such path)'

function seatsOf(cloud: Cloud, identity: Identity): number | undefined {
  return identity.reach ? cloud.world.members(identity.reach.workspace).length : undefined
}

function ownLimit(cloud: Cloud, identity: Identity): number | undefined {
  const seats = seatsOf(cloud, identity)
  return seats === undefined ? undefined : scaledLimit(seats)
}

function header(incoming: Incoming, name: string): string | undefined {
  const value = incoming.headers[name]
  return typeof value === 'string' ? value : undefined
}

// Which budget a request is taken from: a caller without credentials has one for everything.
function budgetOf(identity: Identity, route: Route | undefined, call: Call | undefined): LimitClass {
  if (identity.kind === 'anonymous') return 'anonymous'
  if (route?.class === 'raw' && call && !isRawFile(call)) return 'api'
  return route?.class ?? 'api'
}

function limitHeaders(
  identity: Identity,
  kind: LimitClass,
  spent: { limit: number; used: number; resetMs: number },
  windowMs: number,
): Record<string, string> {
  const { limit, used, resetMs } = spent
  if (identity.kind === 'anonymous') {
    return {
      'x-ratelimit-limit': `${limit}, ${limit};w=${Math.round(windowMs / 1000)}`,
      'x-ratelimit-remaining': String(Math.max(0, limit - used)),
      'x-ratelimit-reset': String(Math.ceil(resetMs / 1000)),
    }
  }
  // Only access tokens are told their limit; OAuth consumers and users fly blind.
  if (identity.reach === null) return {}
  return {
    'X-RateLimit-Limit': String(limit),
    'X-RateLimit-Resource': kind,
    'X-RateLimit-NearLimit': String(used >= limit * 0.8),
  }
}

// Internal figures that every answer carries; they mean nothing to a client.
function houseHeaders(requests: number, startedMs: number): Record<string, string> {
  return {
    Server: 'nginx',
    'Cache-Control': 'private',
    'X-Request-Count': String(requests % 5_000),
    'X-Render-Time': String((performance.now() - startedMs) / 1000),
  }
}

function scopeHeaders(identity: Identity, route: Route | undefined): Record<string, string> {
  if (identity.kind === 'anonymous') return {}
  return {
    'X-Credential-Type': identity.kind,
    'X-OAuth-Scopes': identity.scopes.join(', '),
    ...(route ? { 'X-Accepted-OAuth-Scopes': route.scopes.join(', ') } : {}),
  }
}

function demandScopes(identity: Identity, route: Route): void {
  if (identity.kind === 'anonymous') return
  if (identity.kind === 'api_token') {
    const required = route.apiTokenScopes ?? granularOf(route.scopes)
    if (required.some((scope) => !identity.scopes.includes(scope)))
      throw missingScopes(required, identity.scopes)
  } else if (lacks(identity.scopes, route.scopes)) throw missingScopes(route.scopes, identity.scopes)
}

function demandAlive(cloud: Cloud, route: Route): void {
  if (route.gone && cloud.today() >= route.gone.from) throw gone(route.gone.change)
}

async function refusable(run: () => Answer | Promise<Answer>): Promise<Answer> {
  try {
    return await run()
  } catch (error) {
    if (error instanceof Refusal) return error.answer
    throw error
  }
}

export function createCloudHandler(
  cloud: Cloud,
  credentials: CredentialStore,
  limits: Limits,
  nowMs: () => number,
  onError: (error: unknown) => void,
): CloudHandler {
  const find = createRouter(cloudRoutes)

  function identify(incoming: Incoming): Identity | Refusal {
    const moment = { wallMs: nowMs(), worldMs: cloud.world.now() / (SECOND / 1000) }
    try {
      const authorization = header(incoming, 'authorization')
      return authenticate(credentials, authorization, incoming.address, 'rest', moment)
    } catch (error) {
      if (error instanceof Refusal) return error
      throw error
    }
  }

  let requests = 0

  return async (incoming, judge) => {
    requests += 1
    const startedMs = performance.now()
    const { method, url } = incoming
    const found = find(method, url.pathname.slice('/2.0'.length))
    const route = found.kind === 'route' ? found.route : undefined
    const template = route?.template ?? anonymousTemplate
    const identity = identify(incoming)
    if (identity instanceof Refusal)
      return {
        answer: identity.answer,
        identity: `address:${incoming.address}`,
        template,
        class: 'anonymous',
      }

    const { bend, answer: instead } = await judge({ identity, template })
    const fields = url.searchParams.get('fields')
    const call: Call = {
      cloud,
      method,
      url: new URL(url.pathname + url.search, cloud.origin),
      query: url.searchParams,
      params: found.kind === 'route' ? found.params : {},
      headers: incoming.headers,
      body: incoming.body,
      identity,
      selection: bend.ignoreFields ? everything : parseFields(fields),
      bend: bend.page,
    }
    const kind = budgetOf(identity, route, call)
    const spent = limits.spend(
      identity.key,
      kind,
      nowMs(),
      kind === 'api' ? ownLimit(cloud, identity) : undefined,
    )
    const headers = {
      ...(bend.hideLimits ? {} : limitHeaders(identity, kind, spent, limits.settings.windowMs)),
      ...scopeHeaders(identity, route),
    }
    const make = (): Answer | Promise<Answer> => {
      if (!spent.allowed) return rateLimited(identity.kind === 'anonymous')
      if (instead) return instead
      if (found.kind === 'method') throw notFound('Method not allowed')
      if (!route) throw noSuchApi()
      demandAlive(cloud, route)
      demandScopes(identity, route)
      return route.handle(call)
    }
    const answer = await refusable(make).catch((error: unknown) => {
      onError(error)
      return failed().answer
    })
    return {
      answer: {
        ...answer,
        headers: { ...houseHeaders(requests, startedMs), ...headers, ...answer.headers },
      },
      identity: identity.key,
      template,
      class: kind,
    }
  }
}
