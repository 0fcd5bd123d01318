import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { Failure } from '../errors.ts'
import { featuresOff } from '../people/features.ts'
import type { House } from './house.ts'

/**
 * The API described for programs (/api/openapi.json) and for people (/api/docs), and the documentation the errors
 * link to (/docs). Public: all of it is the same on every installation.
 */
export async function serveDocs(server: FastifyInstance, house: House): Promise<void> {
  const refuseSwitchedOff = async () => {
    const off = await featuresOff(house.database.kysely)
    if (off.has('api_docs')) throw new Failure('feature_off', { data: { feature: 'api_docs' } })
  }
  server.get('/api/openapi.json', { schema: { hide: true }, onRequest: refuseSwitchedOff }, async () =>
    server.swagger(),
  )
  await server.register(swaggerUi, {
    routePrefix: '/api/docs',
    uiConfig: { deepLinking: true, tryItOutEnabled: false },
    uiHooks: { onRequest: refuseSwitchedOff },
    theme: {
      title: 'Windlass API',
      // Its bar would load another document, and shows another product's name.
      css: [{ filename: 'theme.css', content: '.swagger-ui .topbar { display: none }' }],
    },
  })
  await server.register(fastifyStatic, {
    root: join(house.config.root, 'docs'),
    prefix: '/docs/',
    decorateReply: false,
    index: false,
    allowedPath: (path) => path.endsWith('.md'),
    setHeaders: (response) => response.header('content-type', 'text/plain; charset=utf-8'),
  })
}
