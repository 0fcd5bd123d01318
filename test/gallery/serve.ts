import { readFile } from 'node:fs/promises'
import { createServer, type Server, type ServerResponse } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { build } from 'vite'

const root = join(import.meta.dirname, '..', '..')
const built = join(root, '.cache', 'gallery')

const kinds: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
}

/** No stricter policy lets Mantine and CodeMirror work: both make style elements while the page runs. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

export interface Gallery {
  readonly origin: string
  readonly stop: () => Promise<void>
}

/** The shared parts, built as the product is and served under its content security policy. */
export async function serveGallery(): Promise<Gallery> {
  await build({ root: join(root, 'web', 'gallery'), logLevel: 'error' })
  const server = createServer((request, response) => {
    void answer(new URL(request.url ?? '/', 'http://gallery').pathname, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { origin: `http://127.0.0.1:${portOf(server)}`, stop: () => stop(server) }
}

async function answer(path: string, response: ServerResponse): Promise<void> {
  // A path without an ending is a page, and every page is the same document.
  const file = extname(path) === '' ? 'index.html' : normalize(path)
  try {
    const body = await readFile(join(built, file))
    response.setHeader('content-type', kinds[extname(file)] ?? 'application/octet-stream')
    response.setHeader('content-security-policy', policy)
    response.end(body)
  } catch {
    response.writeHead(404).end()
  }
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
