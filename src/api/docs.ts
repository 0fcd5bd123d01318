import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { Failure } from '../errors.ts'
import { featuresOff } from '../people/features.ts'
import { docsPage } from './docs-page.ts'
import type { House } from './house.ts'
import { referencePolicy } from './security.ts'

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
    uiHooks: {
      onRequest: async (_request, reply) => {
        reply.header('content-security-policy', referencePolicy)
        await refuseSwitchedOff()
      },
    },
    theme: {
      title: 'Windlass API',
      // Its bar would load another document, and shows another product's name.
      css: [{ filename: 'theme.css', content: '.swagger-ui .topbar { display: none }' }],
    },
  })
  const root = join(house.config.root, 'docs')
  // A browser gets a page, a program the text itself.
  server.get('/docs/*', { schema: { hide: true } }, async (request, reply) => {
    const { '*': path = '' } = request.params as { '*'?: string }
    if (!/^([\w-]+\/)*[\w.-]+\.md$/.test(path) || path.includes('..')) throw new Failure('not_found')
    if ((request.headers.accept ?? '').includes('text/html')) {
      const page = await docsPage(root, path)
      if (page === null) throw new Failure('not_found')
      return reply.type('text/html; charset=utf-8').send(page)
    }
    const text = await readFile(join(root, path), 'utf8').catch(() => null)
    if (text === null) throw new Failure('not_found')
    return reply.type('text/plain; charset=utf-8').send(text)
  })
}
