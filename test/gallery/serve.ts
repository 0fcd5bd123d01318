import { readFile } from 'node:fs/promises'
import { createServer, type Server, type ServerResponse } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { build } from 'vite'
import { newStyleNonce, pagePolicy } from '../../src/api/security.ts'

const root = join(import.meta.dirname, '..', '..')
const built = join(root, '.cache', 'gallery')

const kinds: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
}

export interface Gallery {
  readonly origin: string
  readonly stop: () => Promise<void>
}

/** The shared parts, built as the product is and served under its content security policy. */
export async function serveGallery(): Promise<Gallery> {
  await buildForProduction()
  const server = createServer((request, response) => {
    void answer(new URL(request.url ?? '/', 'http://gallery').pathname, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { origin: `http://127.0.0.1:${portOf(server)}`, stop: () => stop(server) }
}

/** The test runner names another environment, under which React is built as for its developers, at half the speed. */
async function buildForProduction(): Promise<void> {
  const { NODE_ENV } = process.env
  process.env.NODE_ENV = 'production'
  try {
    await build({ root: join(root, 'web', 'gallery'), logLevel: 'error' })
  } finally {
    process.env.NODE_ENV = NODE_ENV
  }
}

async function answer(path: string, response: ServerResponse): Promise<void> {
  // A path without an ending is a page, and every page is the same document.
  const file = extname(path) === '' ? 'index.html' : normalize(path)
  try {
    const body = await readFile(join(built, file))
    response.setHeader('content-type', kinds[extname(file)] ?? 'application/octet-stream')
    response.end(file === 'index.html' ? withNonce(body.toString(), response) : body)
  } catch {
    response.writeHead(404).end()
  }
}

/** The document under the policy that the server gives its own. */
function withNonce(html: string, response: ServerResponse): string {
  const nonce = newStyleNonce()
  response.setHeader('content-security-policy', pagePolicy(nonce))
  return html.replace('<head>', `<head><meta property="csp-nonce" nonce="${nonce}" />`)
}

function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The gallery has no port.')
  return address.port
}

function stop(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(() => resolve()))
}
