import { setTimeout as pause } from 'node:timers/promises'
import { type Lease, settleRequest } from '../../connections/ledger/lease.ts'
import { park } from '../../connections/ledger/park.ts'
import { proxyFor } from '../../connections/proxy.ts'
import { Failure } from '../../errors.ts'
import { addressOf, type Query } from './address.ts'
import { type Answer, parseAnswer, refusalOf } from './answer.ts'
import { limitClassOf, type OpenCredential, restAuthorization } from './credential.ts'
import { type Exchanged, exchange, type Lost, type Sent } from './exchange.ts'
import { createHostGuard } from './host-guard.ts'
import {
  type ClientOptions,
  type Line,
  type RequestOptions,
  ready,
  refusedFor,
  setAside,
  take,
  throttled,
} from './line.ts'
import { readNext, readRedirect } from './next.ts'
import { backOff, retryAfter } from './pause.ts'
import { createTraces } from './traces.ts'
import { withoutSecrets } from './without-secrets.ts'

export interface Client {
  /** `path` lies below the API's base address, or is a `next` that an answer gave. */
  get(path: string, query: Query, options: RequestOptions): Promise<Answer>
  /**
   * Changes something. A POST that Bitbucket may have received is never sent again; what is the same when it is done
   * twice is, so that the answer to a DELETE may be that it is gone.
   */
  send(
    method: 'POST' | 'PUT' | 'DELETE',
    path: string,
    body: unknown,
    options: RequestOptions,
  ): Promise<Answer>
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
    send: async (method, path, body, request) => {
      const sent = body === undefined ? { method } : { method, body: JSON.stringify(body) }
      return ask(line, addressOf(connection.apiUrl, path, {}), sent, request)
    },
    async close() {
      await traces.close()
      await dispatcher.close()
    },
  }
}

/** One `get` or `send` with all it took. */
interface Call {
  readonly sent: Sent
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
  const answer = await ask(line, first, { method: 'GET' }, options)
  options.trail?.add(first.href)
  return answer
}

async function ask(line: Line, first: URL, sent: Sent, options: RequestOptions): Promise<Answer> {
  const call: Call = {
    sent,
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
      if (answer !== undefined) return answer
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
    ...(call.sent.body === undefined ? {} : { 'content-type': 'application/json' }),
    'user-agent': `Windlass/${line.config.version}`,
  }
  let outcome: 'answered' | 'unsent' | 'unknown' = 'unknown'
  try {
    const came = await exchange(line.dispatcher, call.url, headers, options.signal, call.sent)
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
  if ('reason' in came) return again(line, call, lostFailure(came), null, mayRepeat(call, came))
  await line.traces.answered(credential.id, lease, came.headers)
  const { status, headers } = came
  if (status === 429) return parked(line, call, lease, retryAfter(headers['retry-after'], Date.now()))
  if (status === 401) {
    const renewed = await renew(call, credential)
    if (renewed === true) return undefined
    const failure = renewed ?? refusalOf(came)
    // Some kinds of token are refused at webhooks alone: that one is bad, what it is made for tells.
    if (!renewed && lease.class !== 'hooks')
      await line.traces.refused(credential, failure.message, sentAt(headers.date))
    setAside(line, credential, failure)
    return undefined
  }
  if (status >= 300 && status < 400 && status !== 304) {
    // Any other redirect would make a GET of it.
    if (call.sent.method !== 'GET' && status !== 307 && status !== 308) throw refusalOf(came)
    call.redirects += 1
    if (call.redirects > mostRedirects) throw refusalOf(came)
    call.url = readRedirect(headers.location, call.url)
    return undefined
  }
  if (status >= 500 || status === 408) {
    const seconds = retryAfter(headers['retry-after'], Date.now())
    return again(line, call, refusalOf(came), seconds, call.sent.method !== 'POST')
  }
  if (status < 200 || status >= 300) throw refusalOf(came)
  const body = bodyOf(call, came)
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

function bodyOf(call: Call, came: Exchanged): unknown {
  if (came.status === 204) return null
  return call.isFile ? came.body : parseAnswer(came)
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
  repeatable: boolean,
): Promise<undefined> {
  call.failures += 1
  if (!repeatable || call.failures >= mostTries || (seconds ?? 0) > longestWaitSeconds) throw failure
  const { data, message } = withoutSecrets(failure, line.secrets)
  const status = typeof data?.status === 'number' ? data.status : null
  await line.traces.warn(call, { status, error: `${message} It is sent again.` })
  line.guard.forget(call.url.hostname)
  await pause(
    seconds === null ? backOff(call.failures, line.firstPauseMs ?? 500, Math.random()) : seconds * 1000,
  )
}

function mayRepeat({ sent: { method } }: Call, { reason, detail, sent }: Lost): boolean {
  if (method === 'POST' && sent) return false
  return reason !== 'tls' && reason !== 'proxy' && detail !== 'ENOTFOUND'
}

function lostFailure({ reason, detail }: Lost): Failure {
  return new Failure('source_unreachable', {
    detail: `The reason: ${detail}.`,
    data: { reason, status: null },
  })
}
