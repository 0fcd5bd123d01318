import { type Static, type TTuple, Type } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'
import { Failure } from '../errors.ts'
import { isStorable } from './storable.ts'

/** A row's place in a list: the name of the list, and the values it is sorted by. */
export function writeCursor(list: string, place: readonly unknown[]): string {
  return Buffer.from(JSON.stringify([list, ...place])).toString('base64url')
}

/**
 * Nothing is signed: a made-up cursor can only begin the same list elsewhere, under the same permission. It must
 * be of the right shape, since its values go into the query.
 */
export function readCursor<T extends TTuple>(
  list: string,
  shape: T,
  cursor: string | undefined,
): Static<T> | undefined {
  if (cursor === undefined) return undefined
  const [name, ...place] = decode(cursor)
  const storable = place.every((value) => typeof value !== 'string' || isStorable(value))
  if (name !== list || !storable || !Value.Check(shape, place)) throw new Failure('invalid_cursor')
  return place
}

/** Cuts the one row read past the page off, and names the place to go on from. */
export function page<Row, Item>(
  list: string,
  rows: readonly Row[],
  options: { limit: number; place: (row: Row) => readonly unknown[]; item: (row: Row) => Item },
): { items: Item[]; next: string | null } {
  const shown = rows.slice(0, options.limit)
  const last = shown.at(-1)
  const more = rows.length > options.limit && last !== undefined
  return {
    items: shown.map(options.item),
    next: more ? writeCursor(list, options.place(last)) : null,
  }
}

/** The place of a row in a list that can be sorted: its value as text, and its id. */
export const byValue = Type.Tuple([
  Type.Union([Type.String(), Type.Null()]),
  Type.String({ pattern: '^[1-9][0-9]{0,17}$' }),
])

/** The place of a row by its id, for the lists that are sorted by it. */
export const byId = Type.Tuple([Type.String({ pattern: '^[1-9][0-9]{0,17}$' })])

function decode(cursor: string): unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    if (Array.isArray(value)) return value
  } catch {
    // Not JSON: refused below.
  }
  throw new Failure('invalid_cursor')
}
