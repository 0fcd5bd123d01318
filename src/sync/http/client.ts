import { setTimeout as pause } from 'node:timers/promises'
import type { Config } from '../../config.ts'
import { type Lease, type LimitClass, leaseRequest, settleRequest } from '../../connections/ledger/lease.ts'
import { park } from '../../connections/ledger/park.ts'
import { proxyFor } from '../../connections/proxy.ts'
import type { Db } from '../../db/pool.ts'
import { Failure } from '../../errors.ts'
import type { Log } from '../../log.ts'
import { addressOf, type Query } from './address.ts'
import { type Answer, parseAnswer, refusalOf } from './answer.ts'
import {
  limitClassOf,
  type OpenCredential,
  readyCredential,
  restAuthorization,
  serves,
} from './credential.ts'
import { type Exchanged, exchange, type Lost } from './exchange.ts'
import { createHostGuard, type HostGuard } from './host-guard.ts'
import { readNext, readRedirect } from './next.ts'
import { backOff, retryAfter } from './pause.ts'
import { createTraces, type Traces } from './traces.ts'
import { withoutSecrets } from './without-secrets.ts'

/** What of a connection a client needs. */
export interface Route {
  /** Left out before it is stored: then nothing is counted for it. */
  readonly id?: string
  readonly apiUrl: string
  readonly proxyUrl: string | null
  readonly ca: string | null
  /** Requests per window set by a person; null when the limit is learnt. */
  readonly rateLimit: number | null
}

interface ClientOptions {
  readonly db: Db
  readonly config: Pick<Config, 'proxy' | 'noProxy' | 'version' | 'allowPrivateHosts' | 'limitWindowSeconds'>
  readonly connection: Route
  readonly credentials: readonly OpenCredential[]
  readonly log: Log
  /** Milliseconds before the first repetition. */
  readonly firstPauseMs?: number
}

interface RequestOptions {
  readonly stream: string
  readonly lane: string
  readonly signal?: AbortSignal
  /** Addresses of this walk so far: a page that was read already ends it. */
  readonly trail?: Set<string>
  /** The body of the answer stays bytes. */
  readonly isFile?: boolean
}

export interface Client {
  /** `path` lies below the API's base address, or is a `next` that an answer gave. */
  get(path: string, query: Query, options: RequestOptions): Promise<Answer>
  close(): Promise<void>
}

/** Failures in a row before a request is given up: 1 + 3 repetitions wait some four seconds in all. */
const mostTries = 4
const mostRedirects = 5
/** A longer pause is not slept through: the slice comes back later. */
const longestWaitSeconds = 10

/** One way to one Bitbucket, for one run: its credentials never change, and a host keeps the address it had first. */
export function createClient(options: ClientOptions): Client {
  const { config, connection } = options
  const guard = createHostGuard(config.allowPrivateHosts)
  if (connection.proxyUrl !== null) guard.check(new URL(connection.proxyUrl))
  const dispatcher = proxyFor(config, {
    ...(connection.proxyUrl === null ? {} : { proxyUrl: connection.proxyUrl }),
    ...(connection.ca === null ? {} : { ca: connection.ca }),
    lookup: guard.lookup,
  })
  const traces = createTraces(options.db, connection.id ?? null)
  const secrets = options.credentials.map(({ secret }) => secret)
  const line: Line = { ...options, guard, dispatcher, traces, secrets, rejected: new Set() }
  return {
    get: async (path, query, request) => get(line, addressOf(connection.apiUrl, path, query), request),
    async close() {
      await traces.close()
      await dispatcher.close()
    },
  }
}

interface Line extends ClientOptions {
  readonly guard: HostGuard
  readonly dispatcher: ReturnType<typeof proxyFor>
  readonly traces: Traces
  readonly secrets: readonly string[]
  /** Credentials that were answered 401; they are not shown again. */
  readonly rejected: Set<string>
}

/** One `get` with all it took. */
interface Call {
  readonly stream: string
  readonly isFile: boolean
  url: URL
  requests: number
  failures: number
  redirects: number
  throttled: number
  /** Credentials that were renewed for it because they were answered 401. */
  readonly renewed: Set<string>
}

async function get(line: Line, first: URL, options: RequestOptions): Promise<Answer> {
  if (options.trail?.has(first.href))
    throw new Failure('source_unreadable', {
      detail: 'The pages of the list lead round in a circle.',
      data: {},
    })
  const call: Call = {
    stream: options.stream,
    isFile: options.isFile === true,
    url: first,
    requests: 0,
    failures: 0,
    redirects: 0,
    throttled: 0,
    renewed: new Set(),
  }
  try {
    for (;;) {
      const answer = await attempt(line, call, options)
      if (answer === undefined) continue
      options.trail?.add(first.href)
      return answer
    }
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    if (error.data) Object.assign(error.data, { requests: call.requests, path: call.url.pathname })
    throw withoutSecrets(error, line.secrets)
  }
}

async function attempt(line: Line, call: Call, options: RequestOptions): Promise<Answer | undefined> {
  line.guard.check(call.url)
  const kind = limitClassOf(call.url.pathname)
  const { credential: taken, lease } = await take(line, kind, options)
  const credential = await ready(line, taken, lease)
  if (credential === null) return undefined
  const came = await sendLeased(line, call, credential, lease, options)
  line.traces.count(lease, options.stream, came)
  return weigh(line, call, { credential, lease, came })
}

/** With the token to show now; null when it is refused and others of the connection are left. */
async function ready(line: Line, credential: OpenCredential, lease: Lease): Promise<OpenCredential | null> {
  try {
    return await readyCredential(credential)
  } catch (error) {
    await settleRequest(line.db, lease, 'unsent')
    setAside(line, credential, refusedFor(error))
    return null
  }
}

/** Where renewing is refused the credential is as good as answered 401; what else goes wrong is thrown. */
function refusedFor(error: unknown): Failure {
  if (!(error instanceof Failure && ['oauth_refused', 'oauth_app_refused'].includes(error.code))) throw error
  return new Failure('source_refused', { detail: error.message, data: { status: 401 }, cause: error })
}

/** A credential that is not shown again; throws when it was the last one. */
function setAside(line: Line, { id }: OpenCredential, failure: Failure): void {
  line.rejected.add(id)
  if (line.credentials.every((one) => line.rejected.has(one.id))) throw failure
}

/** The credential whose account has most left, with a request taken from it. */
async function take(line: Line, kind: LimitClass, options: RequestOptions) {
  const usable = line.credentials.filter((one) => serves(one, options.stream) && !line.rejected.has(one.id))
  if (usable.length === 0) {
    const detail =
      line.rejected.size > 0 || line.credentials.length === 0
        ? 'None of the connection is left.'
        : `None is kept for the stream ${options.stream}.`
    throw new Failure('source_refused', { detail, data: { status: 401 } })
  }
  const limit = kind === 'api' ? line.connection.rateLimit : null
  const candidates = [...new Set(usable.map((one) => one.identity))].map((identity) => ({ identity, limit }))
  const leased = await leaseRequest(line.db, candidates, {
    class: kind,
    lane: options.lane,
    windowSeconds: line.config.limitWindowSeconds,
  })
  if (!leased.granted) throw throttled(leased.until)
  const credential = usable.find((one) => one.identity === leased.lease.identity) ?? usable[0]
  if (credential === undefined) throw new RangeError('a lease without a credential')
  return { credential, lease: leased.lease }
}

function throttled(until: Date): Failure {
  return new Failure('source_throttled', { data: { until } })
}

async function sendLeased(
  line: Line,
  call: Call,
  credential: OpenCredential,
  lease: Lease,
  options: RequestOptions,
): Promise<Exchanged | Lost> {
  const headers = {
    accept: call.isFile ? '*/*' : 'application/json',
    'accept-encoding': 'gzip',
    authorization: restAuthorization(credential),
    'user-agent': `Windlass/${line.config.version}`,
  }
  let outcome: 'answered' | 'unsent' | 'unknown' = 'unknown'
  try {
    const came = await exchange(line.dispatcher, call.url, headers, options.signal)
    if ('reason' in came) outcome = came.sent ? 'unknown' : 'unsent'
    // A refusal of the probe is parked again by itself.
    else outcome = came.status === 429 ? 'unknown' : 'answered'
    if (outcome !== 'unsent') call.requests += 1
    return came
  } catch (error) {
    // An answer that cannot be taken was an answer.
    if (error instanceof Failure && error.code === 'source_unreadable') {
      outcome = 'answered'
      call.requests += 1
    } else if (error instanceof Failure) outcome = 'unsent'
    throw error
  } finally {
    await settleRequest(line.db, lease, outcome)
  }
}

interface Turn {
  readonly credential: OpenCredential
  readonly lease: Lease
  readonly came: Exchanged | Lost
}

/** The answer when it is one; undefined when the request is to be sent again; else throws what is wrong. */
async function weigh(line: Line, call: Call, { credential, lease, came }: Turn): Promise<Answer | undefined> {
  if ('reason' in came) return again(line, call, lostFailure(came), null, retriable(came))
  await line.traces.answered(credential.id, lease, came.headers)
  const { status, headers } = came
  if (status === 429) return parked(line, call, lease, retryAfter(headers['retry-after'], Date.now()))
  if (status === 401) {
    const renewed = await renew(call, credential)
    if (renewed === true) return undefined
    const failure = renewed ?? refusalOf(came)
    if (!renewed) await line.traces.refused(credential, failure.message, sentAt(headers.date))
    setAside(line, credential, failure)
    return undefined
  }
  if (status >= 300 && status < 400 && status !== 304) {
    call.redirects += 1
    if (call.redirects > mostRedirects) throw refusalOf(came)
    call.url = readRedirect(headers.location, call.url)
    return undefined
  }
  if (status >= 500 || status === 408) {
    const seconds = retryAfter(headers['retry-after'], Date.now())
    return again(line, call, refusalOf(came), seconds, true)
  }
  if (status < 200 || status >= 300) throw refusalOf(came)
  const body = call.isFile ? came.body : parseAnswer(came)
  const { next } = Object(body) as { next?: unknown }
  const following = readNext(next, call.url)
  const { requests } = call
  return {
    status,
    headers,
    body,
    bytes: came.bytes,
    url: call.url.href,
    requests,
    ...(following === undefined ? {} : { next: following }),
  }
}

function sentAt(header: string | undefined): Date {
  const sent = Date.parse(header ?? '')
  return new Date(Number.isNaN(sent) ? Date.now() : sent)
}

/** True when there is a new token to try; a failure when Bitbucket gives none; null when that is no way out. */
async function renew(call: Call, credential: OpenCredential): Promise<true | Failure | null> {
  const { id, renewal, secret } = credential
  if (!renewal || call.renewed.has(id)) return null
  call.renewed.add(id)
  try {
    await renewal.token(secret)
    return true
  } catch (error) {
    return refusedFor(error)
  }
}

async function parked(line: Line, call: Call, lease: Lease, seconds: number | null): Promise<undefined> {
  const until = await park(line.db, lease, {
    seconds,
    limit: lease.class === 'api' ? line.connection.rateLimit : null,
    windowSeconds: line.config.limitWindowSeconds,
    jitter: Math.random(),
  })
  await line.traces.warn(call, {
    status: 429,
    error: `${lease.identity} has used up its allowance and waits until ${until.toISOString()}.`,
  })
  call.throttled += 1
  line.log.warn({ identity: lease.identity, until }, 'refused for now: the allowance is used up')
  // With all identities refused once, waiting is for the engine.
  if (call.throttled > line.credentials.length) throw throttled(until)
}

async function again(
  line: Line,
  call: Call,
  failure: Failure,
  seconds: number | null,
  mayRepeat: boolean,
): Promise<undefined> {
  call.failures += 1
  if (!mayRepeat || call.failures >= mostTries || (seconds ?? 0) > longestWaitSeconds) throw failure
  const { data, message } = withoutSecrets(failure, line.secrets)
  const status = typeof data?.status === 'number' ? data.status : null
  await line.traces.warn(call, { status, error: `${message} It is sent again.` })
  line.guard.forget(call.url.hostname)
  await pause(
    seconds === null ? backOff(call.failures, line.firstPauseMs ?? 500, Math.random()) : seconds * 1000,
  )
}

function retriable({ reason, detail }: Lost): boolean {
  return reason !== 'tls' && reason !== 'proxy' && detail !== 'ENOTFOUND'
}

function lostFailure({ reason, detail }: Lost): Failure {
  return new Failure('source_unreachable', {
    detail: `The reason: ${detail}.`,
    data: { reason, status: null },
  })
}
