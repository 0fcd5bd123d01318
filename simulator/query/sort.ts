import { type Fields, type Scalar, scalarOf } from './match.ts'
import { QueryError } from './parse.ts'

export type Order<T> = (left: T, right: T) => number

function compareScalars(left: Scalar, right: Scalar): number {
  if (left === right) return 0
  // Nulls last when ascending, as PostgreSQL orders them.
  if (left === null || left === undefined) return 1
  if (right === null || right === undefined) return -1
  return left < right ? -1 : 1
}

const chunks = /(\d+)|(\D+)/g

// refs sorted by name: "v9" before "v10"; unsorted listings are plain lexical.
export function compareNaturally(left: string, right: string): number {
  const a = left.match(chunks) ?? []
  const b = right.match(chunks) ?? []
  for (let at = 0; at < Math.min(a.length, b.length); at += 1) {
    const one = a[at] ?? ''
    const two = b[at] ?? ''
    const numeric = /^\d/.test(one) && /^\d/.test(two)
    const order = numeric ? Number(one) - Number(two) : compareScalars(one, two)
    if (order !== 0) return order
  }
  return a.length - b.length || compareScalars(left, right)
}

export function sorter<T>(text: string, fields: Fields<T>): Order<T> {
  const descending = text.startsWith('-')
  const path = descending ? text.slice(1) : text
  const field = Object.hasOwn(fields, path) ? fields[path] : undefined
  if (!field || field.kind === 'present') throw new QueryError(`Invalid sort field: ${path}`)
  const key = (item: T): Scalar => {
    const raw = field.get(item)
    return scalarOf(field, Array.isArray(raw) ? raw[0] : (raw as Scalar))
  }
  const natural = path === 'name' && field.kind === 'text'
  const ascending: Order<T> = natural
    ? (left, right) => compareNaturally(String(key(left) ?? ''), String(key(right) ?? ''))
    : (left, right) => compareScalars(key(left), key(right))
  return descending ? (left, right) => ascending(right, left) : ascending
}
