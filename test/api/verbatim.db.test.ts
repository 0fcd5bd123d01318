import { afterAll, describe, expect, it } from 'vitest'
import type { Endpoint } from '../../src/api/contract/resource.ts'
import { endpoints, type Parts, requestOf } from './endpoints.ts'
import { testServer } from './server.ts'

const house = await testServer()
afterAll(house.close)

/** Short enough for every field, and each one dangerous somewhere. */
const texts = [
  `'; drop table people; --`,
  `" or "1"="1`,
  '%_\\%\\_\\\\',
  '$1 {{x}} :id ?',
  '<script>alert(1)</script>',
  '=cmd|calc!A1',
  'a\tb\r\nc',
  'zürich 日本 🪣 \u202e',
  "\\' \\x00 \\u0000",
  '../../etc/passwd',
  '__proto__',
  'null',
]

/** Hashing a password is slow on purpose: where one is hashed, two will do. */
const textsFor = ({ body }: Endpoint) =>
  JSON.stringify(body).includes('password') ? texts.slice(0, 2) : texts

interface Field {
  readonly maxLength?: number
  readonly type?: string
  readonly pattern?: string
}

const fieldsOf = (schema: unknown): [string, Field][] =>
  Object.entries((schema as { properties?: Record<string, Field> } | undefined)?.properties ?? {})

/** Those that take any text; an e-mail address or an id has a form of its own. */
const takesText = ({ type, maxLength, pattern }: Field) =>
  type === 'string' && maxLength !== undefined && (pattern === undefined || pattern.startsWith('^[^'))

const bodies = endpoints.filter(({ endpoint }) => endpoint.body)
const queries = endpoints.filter(({ endpoint }) => endpoint.query)

async function send(each: (typeof endpoints)[number], parts: Parts) {
  const as = each.endpoint.access === 'public' ? {} : await house.signIn(await house.addPerson('admin'))
  const answer = await house.send(requestOf(each.endpoint, parts), as)
  await house.database.pool.query('delete from sign_in_attempts')
  return answer
}

describe('text that means something elsewhere', () => {
  it.each(queries.map((each) => [each.id, each] as const))(
    'in the query of %s finds nothing, and breaks nothing',
    async (_, each) => {
      for (const [name, field] of fieldsOf(each.endpoint.query)) {
        for (const text of takesText(field) ? texts : []) {
          const parts = await each.prepare(house)
          const answer = await send(each, { ...parts, query: { [name]: text } })
          const expected = name === 'cursor' ? 'invalid_cursor' : undefined
          expect(answer.json().code, `${name} = ${text}`).toBe(expected)
          if (expected !== undefined) continue
          // Some list what they find, and one counts it.
          const { items, deliveries } = answer.json()
          expect(items ?? deliveries).toEqual(items ? [] : 0)
        }
      }
    },
  )

  it.each(bodies.map((each) => [each.id, each] as const))(
    'in the body of %s is text, kept as it came',
    async (_, each) => {
      for (const [name, field] of fieldsOf(each.endpoint.body)) {
        for (const text of takesText(field) ? textsFor(each.endpoint) : []) {
          const parts = await each.prepare(house)
          const answer = await send(each, { ...parts, body: { ...parts.body, [name]: text } })
          expect(answer.statusCode, `${name} = ${text}: ${answer.body}`).toBeLessThan(500)
          const shown = answer.statusCode < 300 && answer.body !== '' ? answer.json() : {}
          if (name in shown) expect(shown[name]).toBe(text)
          if (name in (shown.api_key ?? {})) expect(shown.api_key[name]).toBe(text)
        }
      }
    },
  )

  it('is read back from the database as it was written, and in the audit log', async () => {
    const admin = await house.signIn(await house.addPerson('admin'))
    const id = await house.addPerson('viewer')
    const url = `/api/v1/people/${id}`
    for (const [n, name] of texts.entries()) {
      const headers = { 'if-match': `"${n + 1}"` }
      await house.send({ method: 'PATCH', url, headers, body: { name } }, admin)
      const read = await house.send({ url }, admin)
      expect(read.json().name).toBe(name)
      const [entry] = (await house.send({ url: '/api/v1/audit?limit=1' }, admin)).json().items
      expect(entry).toMatchObject({ subject: { name }, after: { name } })
      const found = await house.send({ url: '/api/v1/people', query: { search: name } }, admin)
      expect(found.json().items.some((person: { name: string }) => person.name === name)).toBe(true)
    }
  })
})
