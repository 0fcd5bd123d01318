import { randomBytes } from 'node:crypto'
import helmet from '@fastify/helmet'
import type { FastifyInstance } from 'fastify'

/**
 * Everything comes from our own origin. Scripts are files; style elements, which Mantine and the code editor make
 * while the page runs, carry the nonce of the document they are in.
 */
export async function addSecurityHeaders(server: FastifyInstance): Promise<void> {
  await server.register(helmet, {
    global: true,
    // Written below, because it holds the nonce of each document.
    contentSecurityPolicy: false,
    // Left to the TLS proxy in front, which knows whether the whole host is https.
    strictTransportSecurity: false,
    referrerPolicy: { policy: 'same-origin' },
    frameguard: { action: 'deny' },
  })
  server.addHook('onRequest', async (_request, reply) => {
    reply.header('content-security-policy', documentPolicy)
  })
}

const common = [
  "default-src 'none'",
  "base-uri 'none'",
  "connect-src 'self'",
  "font-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "img-src 'self' data:",
  "script-src 'self'",
]

/** For everything that is no document of ours: it may not even carry a style. */
export const documentPolicy = [...common, "style-src 'self'"].join('; ')

/** One style that swagger-ui writes while it draws, told by its hash: nothing else is let in by it. */
export const referencePolicy = [
  ...common,
  "style-src 'self' 'sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w='",
].join('; ')

export function newStyleNonce(): string {
  return randomBytes(16).toString('base64')
}

export function pagePolicy(nonce: string): string {
  return [...common, `style-src 'self' 'nonce-${nonce}'`].join('; ')
}
