import type { FastifyInstance, FastifyRequest } from 'fastify'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { Failure } from '../errors.ts'
import { featuresOff } from '../people/features.ts'
import { authenticate } from './authenticate.ts'
import type { House } from './house.ts'
import { jobMetrics } from './job-metrics.ts'

export interface Metrics {
  readonly registry: Registry
  readonly requests: Histogram<'method' | 'route' | 'status'>
}

/** A registry of its own for each server: two in one process, as in tests, do not share their counts. */
export function createMetrics({ database }: House): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  const requests = new Histogram({
    name: 'windlass_http_request_seconds',
    help: 'Time to answer HTTP requests.',
    labelNames: ['method', 'route', 'status'] as const,
    // From a cached read to a slow report.
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers,
  })
  new Gauge({
    name: 'windlass_database_connections',
    help: 'Connections of this process to PostgreSQL.',
    labelNames: ['state'] as const,
    registers,
    collect() {
      const { pool } = database
      this.set({ state: 'idle' }, pool.idleCount)
      this.set({ state: 'busy' }, pool.totalCount - pool.idleCount)
      this.set({ state: 'waited_for' }, pool.waitingCount)
    },
  })
  jobMetrics(database.kysely, registry)
  return { registry, requests }
}

/**
 * `/metrics` for Prometheus: from this machine to anybody, else to whoever has the permission installation:view,
 * usually an API key. It names routes and counts, no people and no contents.
 */
export function serveMetrics(server: FastifyInstance, house: House, { registry }: Metrics): void {
  server.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
    const off = await featuresOff(house.database.kysely)
    if (off.has('prometheus')) throw new Failure('feature_off', { data: { feature: 'prometheus' } })
    if (!isLocal(request)) {
      const found = await authenticate(house, request, reply)
      if (!found) throw new Failure('not_signed_in')
      if (!found.caller.permissions.has('installation:view')) throw new Failure('forbidden')
    }
    return reply.type(registry.contentType).send(await registry.metrics())
  })
}

/** A reverse proxy on this machine connects from it, too, but says for whom. */
function isLocal(request: FastifyRequest): boolean {
  const forwarded = request.headers['x-forwarded-for'] ?? request.headers.forwarded
  const address = request.socket.remoteAddress ?? ''
  return forwarded === undefined && /^(127\.|::1$|::ffff:127\.)/.test(address)
}
