import { type Contract, contract } from './index.ts'
import type { Answer, Endpoint, Input } from './resource.ts'

/** The body of every error answer (RFC 9457). */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly next: string
  readonly request_id: string
  readonly problems?: readonly { readonly path: string; readonly message: string }[]
}

export class ApiError extends Error {
  readonly problem: Problem
  /** Seconds to wait before trying again, when the server said so (429, 503). */
  readonly retryAfter: number | null

  constructor(problem: Problem, retryAfter: number | null = null) {
    super(problem.detail)
    this.name = 'ApiError'
    this.problem = problem
    this.retryAfter = retryAfter
  }
}

interface Extras {
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

/** The answer with the ETag it came with, for the If-Match of a change. */
interface Reply<T> {
  readonly data: T
  readonly etag: string | null
}

type Call<E extends Endpoint> =
  unknown extends Input<E>
    ? (input?: Extras) => Promise<Reply<Answer<E>>>
    : (input: Input<E> & Extras) => Promise<Reply<Answer<E>>>

export type Client = {
  readonly [R in keyof Contract]: {
    readonly [E in keyof Contract[R]['endpoints']]: Contract[R]['endpoints'][E] extends Endpoint
      ? Call<Contract[R]['endpoints'][E]>
      : never
  }
}

export interface ClientOptions {
  /** Origin of the server; empty on the page, which has the same origin. */
  readonly baseUrl?: string
  /** Headers sent with every request: an API key, or the token of the session. */
  readonly headers?: () => Readonly<Record<string, string>>
  readonly fetch?: typeof fetch
}

interface Parts extends Extras {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, unknown>>
  readonly body?: unknown
}

/** The typed client of the page and the command line: one function for each endpoint of the contract. */
export function createClient(options: ClientOptions = {}): Client {
  const client: Record<string, Record<string, unknown>> = {}
  for (const [name, resource] of Object.entries(contract)) {
    client[name] = Object.fromEntries(
      Object.entries(resource.endpoints).map(([call, endpoint]) => [
        call,
        (parts: Parts = {}) => send(endpoint, parts, options),
      ]),
    )
  }
  return client as Client
}

async function send(endpoint: Endpoint, parts: Parts, options: ClientOptions): Promise<Reply<unknown>> {
  const response = await (options.fetch ?? fetch)(address(endpoint, parts, options.baseUrl ?? ''), {
    method: endpoint.method,
    headers: {
      accept: 'application/json',
      ...(parts.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...options.headers?.(),
      ...parts.headers,
    },
    ...(parts.body === undefined ? {} : { body: JSON.stringify(parts.body) }),
    ...(parts.signal ? { signal: parts.signal } : {}),
  })
  if (!response.ok) throw new ApiError(await readProblem(response), retryAfter(response))
  const data: unknown = response.status === 204 ? undefined : await response.json()
  return { data, etag: response.headers.get('etag') }
}

function address(endpoint: Endpoint, parts: Parts, baseUrl: string): string {
  const path = endpoint.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(parts.params?.[name] ?? ''),
  )
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(parts.query ?? {})) {
    if (value !== undefined && value !== null && value !== '') query.set(name, String(value))
  }
  const search = query.size > 0 ? `?${query}` : ''
  return `${baseUrl}/api/v1${path}${search}`
}

function retryAfter(response: Response): number | null {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : null
}

/** A proxy in front may answer with a page of its own; that still becomes a problem a person can read. */
async function readProblem(response: Response): Promise<Problem> {
  const text = await response.text()
  try {
    const problem: unknown = JSON.parse(text)
    if (typeof problem === 'object' && problem !== null && 'code' in problem) return problem as Problem
  } catch {
    // Not JSON: described below.
  }
  return {
    type: 'about:blank',
    title: response.statusText,
    status: response.status,
    code: 'unexpected_answer',
    detail: `The server answered ${response.status} without saying why.`,
    next: 'Check that the address is that of Windlass.',
    request_id: response.headers.get('x-request-id') ?? '',
  }
}
