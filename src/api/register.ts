import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Db } from '../db/pool.ts'
import { Failure } from '../errors.ts'
import { admit, originOf } from './admit.ts'
import { baseUrlOf } from './base-url.ts'
import { type Change, type ChangeContext, commitChange } from './change.ts'
import type { Endpoint } from './contract/resource.ts'
import { browserCookieOf, cookieOf } from './cookie.ts'
import { Download, sendFile } from './download.ts'
import type { House } from './house.ts'
import { readIdempotencyKey } from './idempotency.ts'
import { schemaOf } from './openapi.ts'
import type { AnyHandler, Route } from './routes/route.ts'

/** Registers each endpoint as the contract declares it. One that does not say who may call it cannot exist. */
export function register(server: FastifyInstance, house: House, { resource, handlers }: Route): void {
  for (const [name, endpoint] of Object.entries(resource.endpoints)) {
    const handler = handlers[name]
    if (!endpoint.access || !handler)
      throw new Error(`${resource.name}.${name} lacks its access or its handler`)
    if (endpoint.method !== 'GET' && !endpoint.audit)
      throw new Error(`${resource.name}.${name} is not audited`)
    server.route({
      method: endpoint.method,
      url: urlOf(endpoint),
      schema: schemaOf(resource, name, endpoint),
      config: { endpoint },
      onRequest: (request, reply) => admit(house, resource, endpoint, request, reply),
      handler: (request, reply) => answer(house, endpoint, handler, request, reply),
    })
  }
}

async function answer(
  house: House,
  endpoint: Endpoint,
  handler: AnyHandler,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  if (!endpoint.body && request.body !== undefined && request.body !== null) {
    throw new Failure('invalid_input', { detail: 'This request takes no body.' })
  }
  const versions = readVersions(endpoint, request)
  const result = await handler({
    params: request.params,
    query: request.query,
    body: request.body,
    house,
    db: house.database.kysely,
    caller: request.caller,
    featuresOff: request.featuresOff,
    origin: originOf(request),
    cookie: cookieOf(house, request, reply),
    browser: browserCookieOf(house, request, reply),
    baseUrl: baseUrlOf(house, request),
    change: changing(house, endpoint, request, versions.assertExpected),
    expectVersion: versions.expect,
  })
  if (result instanceof Download) return sendFile(reply, result)
  const { body, version } = unwrap(endpoint, result)
  if (version !== undefined) reply.header('etag', `"${version}"`)
  reply.header('cache-control', 'no-store')
  return endpoint.answer === null ? reply.code(204).send() : reply.code(endpoint.status ?? 200).send(body)
}

/** Everything about a change that its endpoint declares, so that the handler only says what is changed. */
function changing(house: House, endpoint: Endpoint, request: FastifyRequest, assertExpected: () => void) {
  const context: ChangeContext = {
    house,
    action: endpoint.audit ?? '',
    caller: request.caller,
    origin: originOf(request),
    repeatable: repeatableOf(endpoint, request),
  }
  return (work: (tx: Db) => Promise<Change<unknown>>) =>
    commitChange(context, async (tx) => {
      const made = await work(tx)
      assertExpected()
      return made
    })
}

function repeatableOf(endpoint: Endpoint, { caller, headers, url, body }: FastifyRequest) {
  const key = endpoint.status === 201 ? readIdempotencyKey(headers['idempotency-key']) : undefined
  if (key === undefined || caller === null) return undefined
  return {
    caller: caller.apiKey ? `api_key ${caller.apiKey.id}` : `person ${caller.person?.id}`,
    key,
    request: `${endpoint.method} ${url} ${JSON.stringify(sorted(body))}`,
  }
}

/** The same body with its fields in another order is the same request. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => [name, sorted(inner)]),
  )
}

function readVersions(endpoint: Endpoint, request: FastifyRequest) {
  const expected = endpoint.versioned && endpoint.method !== 'GET'
  // A proxy that compresses marks the ETag it passes on as weak; it still names the version.
  const sent = request.headers['if-match']?.replace(/^W\//, '')
  let checked = false
  return {
    expect: (version: number) => {
      checked = true
      if (sent !== `"${version}"`) throw new Failure('changed_meanwhile')
    },
    assertExpected: () => {
      if (expected && !checked)
        throw new Error(`${endpoint.method} ${endpoint.path} did not check its version`)
    },
  }
}

function unwrap(endpoint: Endpoint, result: unknown): { body: unknown; version?: number | undefined } {
  if (!endpoint.audit && !endpoint.versioned) return { body: result }
  const { answer: body, version } = result as { answer: unknown; version?: number }
  return { body, version: endpoint.versioned ? version : undefined }
}

/** A path of the API that is asked for with a method it does not take says which it takes. */
export function refuseOtherMethods(server: FastifyInstance, routes: readonly Route[]): void {
  const endpoints = routes.flatMap(({ resource }) => Object.values(resource.endpoints))
  for (const url of new Set(endpoints.map(urlOf))) {
    const known = endpoints.filter((endpoint) => urlOf(endpoint) === url)
    const allowed: string[] = known.map((endpoint) => endpoint.method)
    if (allowed.includes('GET')) allowed.push('HEAD')
    server.route({
      method: methods.filter((method) => !allowed.includes(method)),
      url,
      schema: { hide: true },
      onRequest: async (_request, reply) => {
        reply.header('allow', allowed.join(', '))
        throw new Failure('method_not_allowed', { detail: `It takes ${allowed.join(', ')}.` })
      },
      handler: () => undefined,
    })
  }
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

function urlOf(endpoint: Endpoint): string {
  return `/api/v1${endpoint.path.replace(/\{(\w+)\}/g, ':$1')}`
}
