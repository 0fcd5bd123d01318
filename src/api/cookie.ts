import type { FastifyReply, FastifyRequest } from 'fastify'
import type { House } from './house.ts'

/** The cookie of the browser's session. Set it after the change is committed: headers outlive a failure. */
export interface SessionCookie {
  readonly token: string | undefined
  set(token: string): void
  clear(): void
}

/**
 * Strict is enough: the page itself is public, and what it then fetches comes from its own site. With https the
 * prefix __Host- keeps other hosts of the domain from planting a cookie of that name.
 */
function nameOf(house: House): string {
  return isSecure(house) ? '__Host-windlass' : 'windlass'
}

export function readSessionCookie(house: House, request: FastifyRequest): string | undefined {
  return request.cookies[nameOf(house)]
}

export function writeSessionCookie(house: House, reply: FastifyReply, token: string): void {
  reply.setCookie(nameOf(house), token, { ...options(house), maxAge: house.config.sessionHours * 3600 })
}

export function cookieOf(house: House, request: FastifyRequest, reply: FastifyReply): SessionCookie {
  return {
    token: readSessionCookie(house, request),
    set: (token) => writeSessionCookie(house, reply, token),
    clear: () => reply.clearCookie(nameOf(house), options(house)),
  }
}

/** Tells the browser that started a grant of access, when another site sends it back. */
export interface BrowserCookie {
  readonly value: string | undefined
  set(value: string): void
}

const grantSeconds = 600

/** Lax, unlike the session: it has to come along when a person is sent back here from Bitbucket. */
export function browserCookieOf(house: House, request: FastifyRequest, reply: FastifyReply): BrowserCookie {
  const name = `${nameOf(house)}-grant`
  return {
    value: request.cookies[name],
    set: (value) =>
      reply.setCookie(name, value, { ...options(house), sameSite: 'lax', maxAge: grantSeconds }),
  }
}

function options(house: House) {
  return { path: '/', httpOnly: true, sameSite: 'strict', secure: isSecure(house) } as const
}

function isSecure(house: House): boolean {
  return house.config.publicUrl?.startsWith('https:') ?? false
}
