import { isUtf8 } from 'node:buffer'
import type { FastifyInstance } from 'fastify'
import { Failure } from '../errors.ts'
import { invalidInput } from './problems.ts'
import { isStorable } from './storable.ts'

/** Escapes that make a text PostgreSQL cannot hold: NUL, and half of a surrogate pair. */
const suspicious = /\\u(?:0000|d[89a-f][0-9a-f]{2})/i

/** Takes JSON in UTF-8 and nothing else, and no text in it that could not be stored as it came. */
export function takeJson(server: FastifyInstance): void {
  server.removeAllContentTypeParsers()
  // A field called __proto__ or constructor is an attempt at something; refused rather than dropped.
  const parse = server.getDefaultJsonParser('error', 'error')
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    if (!Buffer.isBuffer(body) || !isUtf8(body)) {
      return done(new Failure('malformed_json', { detail: 'It is not UTF-8.' }))
    }
    const text = body.toString('utf8')
    parse(request, text, (error, value) => {
      if (error) return done(new Failure('malformed_json', { cause: error }))
      const path = suspicious.test(text) ? findUnstorable(value, '') : undefined
      if (path === undefined) return done(null, value)
      done(invalidInput([{ path: path || 'the value', message: 'holds a NUL or half of a character' }]))
    })
  })
}

/** Where in a parsed body the first text is that PostgreSQL could not store. */
function findUnstorable(value: unknown, path: string): string | undefined {
  if (typeof value === 'string') return isStorable(value) ? undefined : path
  if (typeof value !== 'object' || value === null) return undefined
  for (const [name, inner] of Object.entries(value)) {
    const at = path === '' ? name : `${path}.${name}`
    if (!isStorable(name)) return path
    const found = findUnstorable(inner, at)
    if (found !== undefined) return found
  }
  return undefined
}
