import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Failure } from '../errors.ts'
import type { House } from './house.ts'
import { newStyleNonce, pagePolicy } from './security.ts'

/**
 * The page that vite built. Files with a hash in their name never change; index.html answers every address that
 * is the page's own business, with a fresh nonce.
 */
export async function serveWeb(server: FastifyInstance, house: House): Promise<void> {
  const root = join(house.config.root, 'dist/web')
  await server.register(fastifyStatic, {
    root,
    wildcard: true,
    index: false,
    serveDotFiles: false,
    cacheControl: false,
    preCompressed: true,
    setHeaders: (response, path) => {
      const hashed = path.startsWith(join(root, 'assets'))
      response.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
  server.setNotFoundHandler(async (request, reply) => {
    if (!isPageRoute(request)) throw new Failure('not_found')
    return sendPage(join(root, 'index.html'), reply)
  })
  server.get('/', { schema: { hide: true } }, async (_request, reply) =>
    sendPage(join(root, 'index.html'), reply),
  )
}

/** An address typed or followed in a browser, and not that of a file that is missing. */
function isPageRoute({ method, url, headers }: FastifyRequest): boolean {
  const path = url.split('?')[0] ?? ''
  const asked = method === 'GET' || method === 'HEAD'
  const known = /^\/(api|docs|assets|healthz|readyz|metrics|webhooks)(\/|$)/.test(path)
  // Names of entities end as files do.
  const isFile = /\.\w+$/.test(path) && !path.startsWith('/catalog/')
  return asked && !known && !isFile && (headers.accept ?? '').includes('text/html')
}

async function sendPage(file: string, reply: FastifyReply): Promise<FastifyReply> {
  const html = await readFile(file, 'utf8').catch(() => undefined)
  reply.header('cache-control', 'no-store')
  if (html === undefined) return reply.code(503).type('text/plain; charset=utf-8').send(notBuilt)
  const nonce = newStyleNonce()
  // The form in which vite's own loader looks for it, too.
  const page = html.replace('<head>', `<head>\n    <meta property="csp-nonce" nonce="${nonce}" />`)
  return reply
    .header('content-security-policy', pagePolicy(nonce))
    .type('text/html; charset=utf-8')
    .send(page)
}

const notBuilt = `The page of Windlass is not built yet.

Run \`npm start\`, which builds it, or \`npx vite build web\`. The API works meanwhile: /api/docs.
`
