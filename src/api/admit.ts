import { timingSafeEqual } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Failure } from '../errors.ts'
import type { Feature } from '../features.ts'
import type { Caller, Origin } from '../people/caller.ts'
import { authenticate } from './authenticate.ts'
import type { Endpoint, Resource } from './contract/resource.ts'
import type { House } from './house.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by admission; null on endpoints that anybody may call. */
    caller: Caller | null
    /** The areas switched off, as admission read them. */
    featuresOff: ReadonlySet<Feature>
  }
  interface FastifyContextConfig {
    endpoint?: Endpoint
  }
}

/**
 * Lets a request in or refuses it, by what its endpoint declares, before its body is read: who is it, is the area
 * on, may they, and did they mean it.
 */
export async function admit(
  house: House,
  resource: Resource,
  endpoint: Endpoint,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  if (endpoint.access === 'public') return refuseForeignPage(house, endpoint, request)
  const found = await authenticate(house, request, reply)
  if (!found) throw new Failure('not_signed_in')
  request.caller = found.caller
  request.featuresOff = found.featuresOff
  refuseSwitchedOff(resource.feature, found.featuresOff)
  refuseUnpermitted(endpoint, found.caller)
  if (found.caller.session) refuseForgery(house, endpoint, request, found.caller.session.csrf)
  if (endpoint.versioned && endpoint.method !== 'GET' && request.headers['if-match'] === undefined) {
    throw new Failure('version_required')
  }
}

export function originOf(request: FastifyRequest): Origin {
  const userAgent = request.headers['user-agent']?.slice(0, 500) ?? null
  return { requestId: request.id, address: request.ip, userAgent }
}

function refuseSwitchedOff(feature: Feature | undefined, off: ReadonlySet<Feature>): void {
  if (feature && off.has(feature)) throw new Failure('feature_off', { data: { feature } })
}

function refuseUnpermitted({ access }: Endpoint, caller: Caller): void {
  if (access === 'public') return
  if (access === 'signed-in' || access === 'session') {
    const allowed = caller.person !== null && (access === 'signed-in' || caller.session !== null)
    if (!allowed) throw new Failure('forbidden', { detail: 'It takes a person who is signed in.' })
    return
  }
  if (caller.permissions.has(access)) return
  throw new Failure('forbidden', {
    detail: `It takes the permission ${access}.`,
    data: { permission: access },
  })
}

function refuseForgery(house: House, endpoint: Endpoint, request: FastifyRequest, csrf: string): void {
  if (endpoint.method === 'GET') return
  refuseForeignPage(house, endpoint, request)
  const sent = Buffer.from(String(request.headers['x-csrf-token'] ?? ''))
  const expected = Buffer.from(csrf)
  if (sent.length !== expected.length || !timingSafeEqual(sent, expected)) throw new Failure('csrf_failed')
}

/** Browsers say which page a request comes from; programs say nothing, and have no cookie that could be abused. */
function refuseForeignPage(house: House, { method }: Endpoint, request: FastifyRequest): void {
  const { origin } = request.headers
  if (method === 'GET' || origin === undefined) return
  // A page without an address (a sandboxed frame, a file) says null: it has no host, and is none of ours.
  const host = hostOf(origin)
  if (host !== undefined && [request.host, hostOf(house.config.publicUrl)].includes(host)) return
  throw new Failure('csrf_failed', {
    detail: 'It came from a page of another address; behind a proxy, set WINDLASS_PUBLIC_URL.',
  })
}

function hostOf(url: string | undefined): string | undefined {
  return url !== undefined && URL.canParse(url) ? new URL(url).host : undefined
}
