import type { Config } from '../../config.ts'
import { type Lease, type LimitClass, leaseRequest, settleRequest } from '../../connections/ledger/lease.ts'
import type { proxyFor } from '../../connections/proxy.ts'
import type { Db } from '../../db/pool.ts'
import { Failure } from '../../errors.ts'
import type { Log } from '../../log.ts'
import { type OpenCredential, readyCredential, serves } from './credential.ts'
import type { HostGuard } from './host-guard.ts'
import type { Traces } from './traces.ts'

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

export interface ClientOptions {
  readonly db: Db
  readonly config: Pick<Config, 'proxy' | 'noProxy' | 'version' | 'allowPrivateHosts' | 'limitWindowSeconds'>
  readonly connection: Route
  readonly credentials: readonly OpenCredential[]
  readonly log: Log
  /** Milliseconds before the first repetition. */
  readonly firstPauseMs?: number
}

export interface RequestOptions {
  readonly stream: string
  readonly lane: string
  readonly signal?: AbortSignal
  /** Addresses of this walk so far: a page that was read already ends it. */
  readonly trail?: Set<string>
  /** The body of the answer stays bytes. */
  readonly isFile?: boolean
}

/** What the requests of one client share. */
export interface Line extends ClientOptions {
  readonly guard: HostGuard
  readonly dispatcher: ReturnType<typeof proxyFor>
  readonly traces: Traces
  readonly secrets: readonly string[]
  /** Credentials that were answered 401; they are not shown again. */
  readonly rejected: Set<string>
}

/** With the token to show now; null when it is refused and others of the connection are left. */
export async function ready(
  line: Line,
  credential: OpenCredential,
  lease: Lease,
): Promise<OpenCredential | null> {
  try {
    return await readyCredential(credential)
  } catch (error) {
    await settleRequest(line.db, lease, 'unsent')
    setAside(line, credential, refusedFor(error))
    return null
  }
}

/** Where renewing is refused the credential is as good as answered 401; what else goes wrong is thrown. */
export function refusedFor(error: unknown): Failure {
  if (!(error instanceof Failure && ['oauth_refused', 'oauth_app_refused'].includes(error.code))) throw error
  return new Failure('source_refused', { detail: error.message, data: { status: 401 }, cause: error })
}

/** A credential that is not shown again; throws when it was the last one. */
export function setAside(line: Line, { id }: OpenCredential, failure: Failure): void {
  line.rejected.add(id)
  if (line.credentials.every((one) => line.rejected.has(one.id))) throw failure
}

/** The credential whose account has most left, with a request taken from it. */
export async function take(line: Line, kind: LimitClass, options: RequestOptions) {
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

export function throttled(until: Date): Failure {
  return new Failure('source_throttled', { data: { until } })
}
