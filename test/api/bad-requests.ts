import type { InjectOptions } from 'fastify'
import { writeCursor } from '../../src/api/cursor.ts'
import { type Parts, requestOf, type TestEndpoint } from './endpoints.ts'

export interface BadRequest {
  readonly name: string
  readonly request: InjectOptions
  readonly status: readonly number[]
  readonly code: readonly string[]
  /** The field the answer must name. */
  readonly field?: string
}

interface Schema {
  readonly type?: string
  readonly maxLength?: number
  readonly minimum?: number
  readonly anyOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
}

type Make = (each: TestEndpoint, parts: Parts) => BadRequest[]

const invalid = { status: [400], code: ['invalid_input'] }
const tooLong = 'x'.repeat(70_000)

const json = (request: InjectOptions, payload: string | Buffer, type = 'application/json'): InjectOptions => {
  const { body: _, ...rest } = request
  return { ...rest, payload, headers: { ...request.headers, 'content-type': type } }
}

const malformedBodies: Make = ({ endpoint }, parts) => {
  // HTTP gives the body of a GET no meaning, and it is not read.
  if (endpoint.method === 'GET') return []
  const request = requestOf(endpoint, parts)
  const broken = [
    '{',
    '',
    'nul',
    '{"name":"x",}',
    "{'name':'x'}",
    '[1',
    '{"name":"x"} y',
    '\u{feff}{',
    '{"a":NaN}',
  ]
  const cases = broken.map((text): BadRequest => {
    return { name: `body ${text}`, request: json(request, text), status: [400], code: ['malformed_json'] }
  })
  const bytes = Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])
  cases.push({ name: 'not UTF-8', request: json(request, bytes), status: [400], code: ['malformed_json'] })
  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'application/xml',
  ]) {
    const typed = json(request, 'name=x', type)
    cases.push({ name: `a body of ${type}`, request: typed, status: [415], code: ['unsupported_media_type'] })
  }
  const oversize = json(request, JSON.stringify({ name: 'x'.repeat(257 * 1024) }))
  cases.push({ name: 'an oversize body', request: oversize, status: [413], code: ['too_large'] })
  return cases
}

const wrongBodies: Make = ({ endpoint }, parts) => {
  if (!endpoint.body || !parts.body) return noBody(requestOf(endpoint, parts))
  const request = requestOf(endpoint, parts)
  const cases: BadRequest[] = ['null', '[]', '"x"', '1', 'true', '{}'].map((text) => {
    return { name: `body ${text}`, request: json(request, text), ...invalid }
  })
  const { properties = {}, required = [] } = endpoint.body as Schema
  const send = (name: string, body: object, field?: string) => {
    cases.push({
      name,
      request: json(request, JSON.stringify(body)),
      ...invalid,
      ...(field ? { field } : {}),
    })
  }
  send('an unknown field', { ...parts.body, unknown_field: 1 }, 'unknown_field')
  for (const [field, schema] of Object.entries(properties)) {
    for (const value of wrongValues(schema)) {
      send(`${field} = ${JSON.stringify(value).slice(0, 40)}`, { ...parts.body, [field]: value }, field)
    }
    const { [field]: _, ...rest } = parts.body
    if (required.includes(field)) send(`${field} missing`, rest, field)
  }
  for (const name of ['__proto__', 'constructor']) {
    const text = `{"${name}":{"prototype":{"admin":true}},${JSON.stringify(parts.body).slice(1)}`
    const code = ['malformed_json', 'invalid_input']
    cases.push({ name: `a field ${name}`, request: json(request, text), status: [400], code })
  }
  return cases
}

function noBody(request: InjectOptions): BadRequest[] {
  if (request.method === 'GET') return []
  return ['{}', '{"x":1}', '[]', '"x"', '1'].map((text) => {
    return { name: `an unwanted body ${text}`, request: json(request, text), ...invalid }
  })
}

function wrongValues(schema: Schema): unknown[] {
  const types = [schema, ...(schema.anyOf ?? [])].map((each) => each.type)
  const values: unknown[] = [{ a: 1 }, [[]], 1.5, -1]
  if (!types.includes('null')) values.push(null)
  if (!types.includes('boolean')) values.push(true, false)
  if (!types.includes('string')) values.push('true', '1', '')
  if (types.includes('string') && schema.maxLength !== undefined) {
    values.push('a\0b', 'half \ud800', '', 'x'.repeat(schema.maxLength + 1))
  }
  return values
}

const wrongQueries: Make = ({ endpoint, resource }, parts) => {
  if (endpoint.method !== 'GET') return []
  const request = requestOf(endpoint, parts)
  if (!endpoint.query) return []
  const cases: BadRequest[] = []
  const send = (query: string, field: string, code = 'invalid_input') => {
    const { query: _, ...rest } = request
    const named = code === 'invalid_input' ? { field } : {}
    cases.push({
      name: `?${query.slice(0, 60)}`,
      request: { ...rest, url: `${request.url}?${query}` },
      status: [400],
      code: [code],
      ...named,
    })
  }
  send('unknown=1', 'unknown')
  for (const [name, schema] of Object.entries((endpoint.query as Schema).properties ?? {})) {
    send(`${name}=a&${name}=b`, name)
    send(`${name}[a]=b`, `${name}[a]`)
    if (schema.type === 'string') send(`${name}=%00`, name)
    if (schema.type === 'string') send(`${name}=${'x'.repeat(600)}`, name)
    if (schema.type === 'integer')
      for (const bad of ['0', '-1', '1.5', '1e9', 'x', '201', 'NaN']) send(`${name}=${bad}`, name)
    if (schema.type === 'boolean') for (const bad of ['yes', '2', 'TRUE']) send(`${name}=${bad}`, name)
    if (schema.anyOf) for (const bad of ['x', '', 'admin,viewer']) send(`${name}=${bad}`, name)
    if (name === 'cursor')
      for (const bad of badCursors(resource.name)) send(`cursor=${bad}`, name, 'invalid_cursor')
  }
  return cases
}

function badCursors(list: string): string[] {
  return [
    'x',
    '%25%25',
    '....',
    Buffer.from('not json').toString('base64url'),
    Buffer.from('{"a":1}').toString('base64url'),
    Buffer.from('null').toString('base64url'),
    writeCursor('another-list', ['name', '1']),
    writeCursor('another-list', ['1']),
    writeCursor(list, []),
    writeCursor(list, ['1; drop table people']),
    writeCursor(list, ['name', '99999999999999999999']),
    writeCursor(list, ['a\0b', '1']),
    writeCursor(list, [null, null]),
    writeCursor(list, ['1', '1', '1', '1']),
  ]
}

const wrongParams: Make = ({ endpoint }, parts) => {
  const names = Object.keys(parts.params ?? {})
  return names.flatMap((name) =>
    [
      '0',
      '-1',
      '1.5',
      'abc',
      "1' or '1'='1",
      '999999999999999999',
      '99999999999999999999',
      'a\0b',
      '../people',
      ' ',
      '%',
    ].map(
      (value): BadRequest => ({
        name: `${name} = ${value}`,
        request: requestOf(endpoint, { ...parts, params: { ...parts.params, [name]: value } }),
        status: [400, 404],
        code: ['invalid_input', 'not_found'],
      }),
    ),
  )
}

const wrongVersions: Make = ({ endpoint }, parts) => {
  if (!endpoint.versioned || endpoint.method === 'GET') return []
  const request = (headers: Record<string, string>) => requestOf(endpoint, { ...parts, headers })
  const stale = ['"0"', '"99"', '1', '*', 'x', '"1", "2"'].map((version): BadRequest => {
    const headers = { 'if-match': version }
    return {
      name: `If-Match ${version}`,
      request: request(headers),
      status: [412],
      code: ['changed_meanwhile'],
    }
  })
  return [...stale, { name: 'no If-Match', request: request({}), status: [428], code: ['version_required'] }]
}

const wrongCallers: Make = ({ endpoint }, parts) => {
  if (endpoint.access === 'public') return []
  const send = (headers: Record<string, string>): BadRequest => ({
    name: `as ${JSON.stringify(headers).slice(0, 60)}`,
    // An empty cookie and token take the place of the good ones.
    request: requestOf(endpoint, { ...parts, headers: { cookie: '', 'x-csrf-token': '', ...headers } }),
    status: [401],
    code: ['not_signed_in'],
  })
  return [
    send({}),
    send({ cookie: `windlass=${'A'.repeat(43)}` }),
    send({ cookie: "windlass=' or '1'='1" }),
    send({ cookie: `windlass=${tooLong.slice(0, 2000)}` }),
    send({ cookie: 'windlass=%00' }),
    send({ authorization: `Bearer wl_${'A'.repeat(43)}` }),
    send({ authorization: 'Bearer ' }),
    send({ authorization: 'Basic YWRtaW46YWRtaW4=' }),
  ]
}

const forgeries: Make = ({ endpoint }, parts) => {
  if (endpoint.method === 'GET') return []
  const send = (headers: Record<string, string>): BadRequest => ({
    name: `forged ${JSON.stringify(headers)}`,
    request: requestOf(endpoint, { ...parts, headers: { ...parts.headers, ...headers } }),
    status: [403],
    code: ['csrf_failed'],
  })
  const foreign = ['https://evil.example', 'null', 'http://localhost:81', 'http://localhost.evil.example']
  const origins = foreign.map((origin) => send({ origin }))
  if (endpoint.access === 'public') return origins
  return [
    ...origins,
    send({ 'x-csrf-token': '' }),
    send({ 'x-csrf-token': 'A'.repeat(43) }),
    send({ 'x-csrf-token': 'wrong' }),
  ]
}

const wrongMethods: Make = ({ endpoint }, parts) => {
  const request = requestOf(endpoint, parts)
  const { body: _, ...rest } = request
  return [
    {
      name: 'a method it does not take',
      request: { ...rest, method: 'OPTIONS' },
      status: [405],
      code: ['method_not_allowed'],
    },
  ]
}

const makers: readonly Make[] = [
  malformedBodies,
  wrongBodies,
  wrongQueries,
  wrongParams,
  wrongVersions,
  wrongCallers,
  forgeries,
  wrongMethods,
]

/** Every way we know to get a request to an endpoint wrong, from one that is right. */
export function badRequests(each: TestEndpoint, parts: Parts): BadRequest[] {
  return makers.flatMap((make) => make(each, parts))
}
