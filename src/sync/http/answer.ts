import { type ErrorCode, Failure } from '../../errors.ts'
import { type Exchanged, unreadable } from './exchange.ts'
import { retryAfter } from './pause.ts'

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
  /** Bytes on the wire. */
  readonly bytes: number
  /** Where it came from in the end, after redirects. */
  readonly url: string
  /** What it took, with repetitions and redirects. */
  readonly requests: number
  readonly next?: string
}

/** The JSON of an answer that should hold some. A page of a proxy or half a body never passes for an empty list. */
export function parseAnswer(came: Exchanged): unknown {
  const type = came.headers['content-type'] ?? ''
  if (!/^application\/([\w.+-]+\+)?json\b/i.test(type))
    throw unreadable(`It is ${type === '' ? 'of no type' : type}, not JSON.`, came.body, came.status)
  try {
    return JSON.parse(came.body.toString('utf8'))
  } catch {
    throw unreadable('It is not complete JSON.', came.body, came.status)
  }
}

/** What an answer of 4xx or 5xx means. */
export function refusalOf(came: Exchanged): Failure {
  const { status, body } = came
  const { message, required } = errorOf(body)
  const seconds = retryAfter(came.headers['retry-after'], Date.now())
  const scopes = required.length > 0 ? ` It lacks ${required.join(', ')}.` : ''
  return new Failure(codeOf(status), {
    detail: `Bitbucket answered ${status}${message === '' ? '' : `: ${message}`}${/[.!?]$/.test(message) ? '' : '.'}${scopes}`,
    data: {
      status,
      excerpt: body.subarray(0, 2048).toString('utf8'),
      ...(required.length > 0 ? { required } : {}),
      ...(seconds === null ? {} : { until: new Date(Date.now() + seconds * 1000) }),
    },
  })
}

function codeOf(status: number): ErrorCode {
  if (status === 401) return 'source_refused'
  if (status === 403) return 'source_forbidden'
  if (status === 404 || status === 410) return 'source_missing'
  return status >= 500 || status === 408 ? 'source_unreachable' : 'source_unreadable'
}

/** Bitbucket's own words, and the scopes it names: `{error: {message, detail: {required}}}`, plain text, or neither. */
function errorOf(body: Buffer): { message: string; required: string[] } {
  const text = body.subarray(0, 64 * 1024).toString('utf8')
  try {
    const { error } = Object(JSON.parse(text)) as { error?: unknown }
    const { message, detail } = Object(error) as { message?: unknown; detail?: unknown }
    const { required } = Object(detail) as { required?: unknown }
    return {
      message: typeof message === 'string' ? message.slice(0, 500) : '',
      required: Array.isArray(required) ? required.map(String).slice(0, 20) : [],
    }
  } catch {
    return { message: /^[^<{]{1,200}$/.test(text.trim()) ? text.trim() : '', required: [] }
  }
}
