import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Failure } from '../errors.ts'
import type { Log } from '../log.ts'
import type { Metrics } from './metrics.ts'

/** One line for each request: never its query, headers or body, where secrets travel. */
export function logRequests(server: FastifyInstance, log: Log, metrics: Metrics): void {
  const state = { stopping: false }
  server.addHook('preClose', async () => {
    state.stopping = true
  })
  server.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
    if (state.stopping) throw new Failure('shutting_down')
  })
  // Looking for secrets at every depth takes as long as the rest of the line, and this one names all its fields.
  const lines = log.child({}, { redact: [] })
  server.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none'
    const seconds = reply.elapsedTime / 1000
    metrics.requests.observe({ method: request.method, route, status: reply.statusCode }, seconds)
    lines[levelOf(request, reply.statusCode)](
      {
        request_id: request.id,
        method: request.method,
        path: pathOf(request),
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 10) / 10,
        ...(request.caller?.person ? { person: request.caller.person.id } : {}),
        address: request.ip,
      },
      'request',
    )
  })
}

/** What the page loads and what monitoring asks every few seconds would drown the rest. */
function levelOf(request: FastifyRequest, status: number): 'debug' | 'info' | 'warn' {
  if (status >= 500) return 'warn'
  return request.url.startsWith('/api/') ? 'info' : 'debug'
}

function pathOf(request: FastifyRequest): string {
  return (request.url.split('?')[0] ?? '').slice(0, 300)
}
