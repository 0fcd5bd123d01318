import { createHash, randomBytes } from 'node:crypto'

/** 256 bits: nobody guesses one, so a plain hash of it is as good as a slow one. */
const tokenBytes = 32

export function newToken(prefix = ''): string {
  return prefix + randomBytes(tokenBytes).toString('base64url')
}

/** What is stored of a token. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

/**
 * The CSRF token of a session follows from its session token, so it needs no place to be stored; the page may
 * read it, and cannot get back to the cookie from it.
 */
export function csrfTokenOf(sessionToken: string): string {
  return createHash('sha256').update(`csrf ${sessionToken}`).digest('base64url')
}
