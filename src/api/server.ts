import { randomUUID } from 'node:crypto'
import cookie from '@fastify/cookie'
import swagger from '@fastify/swagger'
import fastify, { type FastifyInstance } from 'fastify'
import { answerBrokenRequest, answerErrors, answerUnrouted } from './answer-errors.ts'
import { serveDocs } from './docs.ts'
import { serveHealth } from './health.ts'
import type { House } from './house.ts'
import { takeJson } from './json.ts'
import { createMetrics, serveMetrics } from './metrics.ts'
import { serveOAuthCallback } from './oauth-callback.ts'
import { openApiOptions } from './openapi.ts'
import { refuseOtherMethods, register } from './register.ts'
import { logRequests } from './request-log.ts'
import { routes } from './routes/index.ts'
import { addSecurityHeaders } from './security.ts'
import { createValidatorCompiler } from './validate.ts'
import { serveWeb } from './web.ts'
import { serveWebhooks } from './webhook-door.ts'

/** The whole HTTP side of Windlass: API, its documentation, health, metrics and the page. Not listening yet. */
export async function createServer(house: House): Promise<FastifyInstance> {
  const server = fastify({
    genReqId: () => randomUUID(),
    trustProxy: house.config.trustProxy,
    bodyLimit: house.config.bodyLimitKilobytes * 1024,
    routerOptions: { maxParamLength: 500 },
    // Answered as a problem by our own hook instead.
    return503OnClosing: false,
    frameworkErrors: answerUnrouted,
    clientErrorHandler: answerBrokenRequest,
  })
  const metrics = createMetrics(house)
  server.decorateRequest('caller', null)
  server.decorateRequest('featuresOff')
  server.setValidatorCompiler(createValidatorCompiler())
  // A compiled serializer would quietly leave out what the contract does not name; the tests compare instead.
  server.setSerializerCompiler(() => JSON.stringify)
  takeJson(server)
  answerErrors(server, house)
  logRequests(server, house.log, metrics)
  await addSecurityHeaders(server)
  await server.register(cookie)
  await server.register(swagger, openApiOptions(house.config.version))
  server.register(async (api) => {
    for (const route of routes) register(api, house, route)
    refuseOtherMethods(api, routes)
  })
  serveHealth(server, house)
  serveMetrics(server, house, metrics)
  serveOAuthCallback(server, house)
  serveWebhooks(server, house)
  await serveDocs(server, house)
  await serveWeb(server, house)
  return server
}
