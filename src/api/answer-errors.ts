import { randomUUID } from 'node:crypto'
import type { Socket } from 'node:net'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Failure } from '../errors.ts'
import { actorOf, record } from '../people/audit.ts'
import { originOf } from './admit.ts'
import type { House } from './house.ts'
import { toFailure, toProblem } from './problems.ts'

/** Refusals that say somebody tried what they may not: kept in the audit log beside what was done. */
const refusals: ReadonlySet<string> = new Set([
  'forbidden',
  'csrf_failed',
  'wrong_sign_in',
  'wrong_setup_code',
])

/** Every error leaves as problem+json, and is in the log when it is ours to fix. */
export function answerErrors(server: FastifyInstance, house: House): void {
  server.setErrorHandler(async (error, request, reply) => {
    const failure = toFailure(error)
    const problem = toProblem(failure, request.id)
    if (problem.status >= 500) {
      house.log.error({ request_id: request.id, err: describeError(error) }, 'request failed')
    }
    await recordRefusal(house, request, failure)
    return reply.code(problem.status).headers(problem.headers).send(JSON.stringify(problem.body))
  })
}

async function recordRefusal(house: House, request: FastifyRequest, failure: Failure): Promise<void> {
  const action = request.routeOptions.config.endpoint?.audit
  if (action === undefined || !refusals.has(failure.code)) return
  const { address, requestId } = originOf(request)
  const after = { error: failure.code, ...failure.data }
  try {
    const actor = actorOf(request.caller)
    const subject = null
    const outcome = 'refused'
    await record(house.database.kysely, { actor, action, subject, after, outcome, address, requestId })
  } catch (error) {
    house.log.error({ request_id: requestId, err: describeError(error) }, 'refusal not recorded')
  }
}

/** PostgreSQL's errors carry the row in their detail, and with it what must not be logged. */
function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) }
  const { name, message, stack } = error
  const code = 'code' in error ? error.code : undefined
  return { name, message, code, stack, ...(error.cause ? { cause: describeError(error.cause) } : {}) }
}

/** An address that cannot be decoded is refused before there is a route, and so past the error handler. */
export function answerUnrouted(error: Error, request: FastifyRequest, reply: FastifyReply): void {
  const { status, headers, body } = toProblem(error, request.id)
  reply.code(status).headers(headers).send(JSON.stringify(body))
}

/** What is no HTTP at all never reaches a route: the answer goes straight to the socket. */
export function answerBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
  const failure = new Failure(
    error.code === 'HPE_HEADER_OVERFLOW' ? 'headers_too_large' : 'malformed_request',
  )
  const { status, headers, body } = toProblem(failure, randomUUID())
  const text = JSON.stringify(body)
  const lines = Object.entries({ ...headers, 'content-length': Buffer.byteLength(text), connection: 'close' })
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  socket.end(`HTTP/1.1 ${status} ${failure.code}\r\n${head}\r\n${text}`)
}
