import { Failure } from '../errors.ts'

/** Where a value goes, for the message when it cannot. */
interface Place {
  readonly table: string
  readonly column: string
}

/**
 * The values of one column as the text of a PostgreSQL array. Columns that are arrays themselves become an array of
 * texts: `unnest` would flatten an array of arrays.
 */
export function encodeColumn(type: string, values: readonly unknown[], place: Place): string {
  const parts = values.map((value) => encodeElement(type, value, place))
  return `{${parts.join(',')}}`
}

function encodeElement(type: string, value: unknown, place: Place): string {
  if (value === null) return 'NULL'
  if (type.endsWith('[]')) return quote(encodeArray(type.slice(0, -2), value, place))
  if (type === 'jsonb' || type === 'json') return quote(encodeJson(value, place))
  return encodeScalar(value, place)
}

function encodeArray(type: string, value: unknown, place: Place): string {
  if (Array.isArray(value)) return encodeColumn(type, value, place)
  throw misfit(value, place)
}

function encodeScalar(value: unknown, place: Place): string {
  switch (typeof value) {
    case 'string':
      if (value.includes('\0')) throw nul(place)
      return quote(value)
    case 'number':
    case 'bigint':
    case 'boolean':
      return String(value)
  }
  if (value instanceof Date) return quote(encodeDate(value, place))
  if (value instanceof Uint8Array) return `"\\\\x${hex(value)}"`
  throw misfit(value, place)
}

/** PostgreSQL knows neither a signed nor a six-digit year, which is how JavaScript writes those outside 0–9999. */
function encodeDate(value: Date, place: Place): string {
  const year = value.getUTCFullYear()
  if (year >= 1 && year <= 9999) return value.toISOString()
  throw new Failure('invalid_input', {
    detail: `${place.table}.${place.column} holds a time outside the years 1 to 9999.`,
    data: { ...place },
  })
}

/** An escape that the writer of the JSON made, and not a backslash that was escaped itself. */
const nulEscape = /(?<=(?<!\\)(?:\\\\)*)\\u0000/
const loneSurrogate = /(?<=(?<!\\)(?:\\\\)*)\\ud[89a-f][0-9a-f]{2}/g

/** Half a surrogate pair, which PostgreSQL refuses, becomes the replacement character, as it does in text. */
export function encodeJson(value: unknown, place: Place): string {
  const text = JSON.stringify(value)
  if (text === undefined) throw misfit(value, place)
  if (!text.includes('\\u')) return text
  if (nulEscape.test(text)) throw nul(place)
  return text.replace(loneSurrogate, '\ufffd')
}

function quote(text: string): string {
  const escaped = /["\\]/.test(text) ? text.replace(/["\\]/g, '\\$&') : text
  return `"${escaped}"`
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')
}

function nul(place: Place): Failure {
  return new Failure('invalid_input', {
    detail: `${place.table}.${place.column} holds a NUL character, which the database cannot store.`,
    data: { ...place },
  })
}

function misfit(value: unknown, place: Place): Failure {
  const kind = Array.isArray(value) ? 'an array' : `a value of type ${typeof value}`
  return new Failure('invalid_input', {
    detail: `${place.table}.${place.column} cannot hold ${kind}.`,
    data: { ...place },
  })
}
