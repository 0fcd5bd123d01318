import { Ajv } from 'ajv'
import formats from 'ajv-formats'
import { afterAll, describe, expect, it } from 'vitest'
import { endpoints, requestOf } from './endpoints.ts'
import { testServer } from './server.ts'

const house = await testServer()
afterAll(house.close)
const { server, send, database } = house

const urlOf = (path: string) => `/api/v1${path.replace(/\{(\w+)\}/g, ':$1')}`

describe('contract, routes and the OpenAPI document', () => {
  it('name the same endpoints', async () => {
    const document = (await send({ url: '/api/openapi.json' })).json()
    expect(document.openapi).toBe('3.1.0')
    const described = Object.entries(document.paths as Record<string, object>).flatMap(([path, methods]) =>
      Object.entries(methods).map(
        ([method, { operationId }]) => `${operationId} ${method.toUpperCase()} ${path}`,
      ),
    )
    const declared = endpoints.map(({ id, endpoint }) => `${id} ${endpoint.method} /api/v1${endpoint.path}`)
    expect(described.sort()).toEqual(declared.sort())
    const missing = endpoints.filter(
      ({ endpoint }) => !server.hasRoute({ method: endpoint.method, url: urlOf(endpoint.path) }),
    )
    expect(missing.map(({ id }) => id)).toEqual([])
  })

  it('describe the same bodies, queries and answers', async () => {
    const { paths } = (await send({ url: '/api/openapi.json' })).json()
    for (const { endpoint } of endpoints) {
      const operation = paths[`/api/v1${endpoint.path}`][endpoint.method.toLowerCase()]
      const body = operation.requestBody?.content['application/json'].schema
      expect(body).toEqual(endpoint.body && plain(endpoint.body))
      const status = endpoint.answer === null ? 204 : (endpoint.status ?? 200)
      const answer = operation.responses[status].content?.['application/json'].schema
      expect(answer).toEqual(endpoint.answer ? plain(endpoint.answer) : undefined)
      expect(operation.responses.default.content['application/problem+json'].schema.type).toBe('object')
      const query = operation.parameters?.filter((each: { in: string }) => each.in === 'query') ?? []
      const names = query.map((each: { name: string }) => each.name).sort()
      expect(names).toEqual(Object.keys(endpoint.query?.properties ?? {}).sort())
    }
  })
})

/** The schema as JSON, with a constant in the form the document has for it. */
function plain(schema: unknown) {
  return JSON.parse(JSON.stringify(schema), (_, value) => {
    if (typeof value !== 'object' || value === null || !('const' in value)) return value
    const { const: only, ...rest } = value
    return { ...rest, enum: [only] }
  })
}

/** An answer with a field the contract does not name would be a leak: nothing else stops it. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed)
  if (typeof schema !== 'object' || schema === null) return schema
  const inner = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, closed(value)]))
  return 'properties' in inner ? { ...inner, additionalProperties: false } : inner
}

const ajv = new Ajv()
formats.default(ajv)

describe('every endpoint', () => {
  it.each(endpoints.map((each) => [each.id, each] as const))(
    '%s answers what the contract says, and records what it changed',
    async (_, each) => {
      const { endpoint } = each
      const adminId = await house.addPerson('admin', 'Ada Admin')
      const parts = await each.prepare(house, adminId)
      if (each.id === 'setup.create') await database.pool.query('delete from people')
      const as = endpoint.access === 'public' ? {} : await house.signIn(adminId)
      const lines = () => database.pool.query('select * from audit_log order by id').then(({ rows }) => rows)
      const before = await lines()
      const answer = await send(requestOf(endpoint, parts), as)
      const status = endpoint.answer === null ? 204 : (endpoint.status ?? 200)
      expect(answer.statusCode, answer.body).toBe(status)
      expect(answer.headers['cache-control']).toBe('no-store')
      expect(answer.headers.etag !== undefined).toBe(endpoint.versioned ?? false)
      if (endpoint.answer) {
        const validate = ajv.compile(closed(JSON.parse(JSON.stringify(endpoint.answer))) as object)
        expect(validate(answer.json()), `${answer.body} ${JSON.stringify(validate.errors)}`).toBe(true)
      }
      const added = (await lines()).slice(before.length)
      const expected = endpoint.audit
        ? [{ action: endpoint.audit, outcome: 'done', request_id: answer.headers['x-request-id'] }]
        : []
      expect(added).toMatchObject(expected)
      if (endpoint.audit && endpoint.access !== 'public') {
        expect(added[0]).toMatchObject({ actor_kind: 'person', actor_id: adminId, actor_name: 'Ada Admin' })
      }
      if (each.id === 'setup.create') return
      await database.pool.query('delete from settings')
    },
  )
})
