import { catalogue, type ErrorCode, Failure } from '../errors.ts'

export interface FieldProblem {
  readonly path: string
  readonly message: string
}

export interface ProblemAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Readonly<Record<string, unknown>>
}

/** Seconds after which a transient failure without a time of its own is worth another try. */
const retryAfter = 5

/** The answer to any error (RFC 9457). What is not one of ours says no more than that it happened. */
export function toProblem(error: unknown, requestId: string): ProblemAnswer {
  const failure = toFailure(error)
  const { status, sentence, transient, next } = catalogue[failure.code]
  const wait = failure.data?.retry_after ?? (transient ? retryAfter : undefined)
  return {
    status,
    headers: {
      'content-type': 'application/problem+json; charset=utf-8',
      'cache-control': 'no-store',
      ...(wait === undefined ? {} : { 'retry-after': String(wait) }),
    },
    body: {
      ...failure.data,
      type: `/docs/reference/errors.md#${failure.code}`,
      title: sentence,
      status,
      code: failure.code,
      detail: failure.message,
      next,
      request_id: requestId,
    },
  }
}

export function toFailure(error: unknown): Failure {
  if (error instanceof Failure) return error
  const { code, statusCode } = readError(error)
  const known = code === undefined ? undefined : codes[code]
  if (known) return new Failure(known, { cause: error })
  if (code !== undefined && isConnectionError(code))
    return new Failure('database_unreachable', { cause: error })
  return new Failure(statuses[statusCode ?? 500] ?? 'internal', { cause: error })
}

export function invalidInput(problems: readonly FieldProblem[]): Failure {
  const detail = problems.map(({ path, message }) => `${path} ${message}.`).join(' ')
  return new Failure('invalid_input', { detail, data: { problems } })
}

/** Codes of Fastify and PostgreSQL that are the caller's doing. */
const codes: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'malformed_json',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'malformed_json',
  FST_ERR_CTP_INVALID_JSON_BODY: 'malformed_json',
  FST_ERR_BAD_URL: 'not_found',
  FST_ERR_MAX_PARAM_LENGTH: 'not_found',
  // An untranslatable character, or bytes that are no UTF-8, that reached PostgreSQL in spite of our checks.
  '22021': 'invalid_input',
  '22P05': 'invalid_input',
  // Two changes that each wait for the other: PostgreSQL ended one of them, nothing of it was stored.
  '40P01': 'conflict',
  '40001': 'conflict',
  // Somebody else made the same thing between our look and our write.
  '23505': 'conflict',
}

const statuses: Readonly<Record<number, ErrorCode>> = {
  400: 'invalid_input',
  403: 'not_found',
  404: 'not_found',
  413: 'too_large',
  414: 'invalid_input',
  415: 'unsupported_media_type',
}

/** Class 08 is lost connections; 57P01 to 57P03 a server that stops or starts; 53300 one that is full. */
function isConnectionError(code: string): boolean {
  return /^(08...|57P0[123]|53300|ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|ETIMEDOUT)$/.test(code)
}

function readError(error: unknown): { code?: string; statusCode?: number } {
  if (typeof error !== 'object' || error === null) return {}
  const { code, statusCode } = error as { code?: unknown; statusCode?: unknown }
  return {
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof statusCode === 'number' ? { statusCode } : {}),
  }
}
