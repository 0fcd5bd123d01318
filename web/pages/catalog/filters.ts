/** One condition of the address: `properties.language:eq:python`. */
export interface Filter {
  readonly field: string
  readonly op: Op
  /** Empty for `empty` and `set`. */
  readonly value: string
}

export const ops = ['eq', 'ne', 'contains', 'gt', 'lt', 'empty', 'set'] as const
export type Op = (typeof ops)[number]

export const opWords: Readonly<Record<Op, string>> = {
  eq: 'is',
  ne: 'is not',
  contains: 'contains',
  gt: 'is more than',
  lt: 'is less than',
  empty: 'is unknown',
  set: 'is known',
}

export function takesValue(op: Op): boolean {
  return op !== 'empty' && op !== 'set'
}

/** What the address says; a part that makes no sense is kept, so that the server can say what is wrong with it. */
export function readFilters(text: string | undefined): (Filter | string)[] {
  return (text ?? '')
    .split(/(?<!\\);/)
    .filter((part) => part !== '')
    .map((part) => readFilter(part.replaceAll('\\;', ';')))
}

function readFilter(part: string): Filter | string {
  const [, field, word, value = ''] = /^(.+?):(eq|ne|contains|gt|lt|empty|set)(?::(.*))?$/s.exec(part) ?? []
  const op = ops.find((one) => one === word)
  return field === undefined || op === undefined ? part : { field, op, value }
}

/** Null when nothing is filtered, as the address leaves it out. */
export function writeFilters(filters: readonly (Filter | string)[]): string | null {
  const parts = filters.map((one) =>
    (typeof one === 'string' ? one : writeFilter(one)).replaceAll(';', '\\;'),
  )
  return parts.length === 0 ? null : parts.join(';')
}

function writeFilter({ field, op, value }: Filter): string {
  return takesValue(op) ? `${field}:${op}:${value}` : `${field}:${op}`
}

function isSame(one: Filter | string, other: Filter | string): boolean {
  return writeFilters([one]) === writeFilters([other])
}

export function hasFilter(text: string | undefined, filter: Filter): boolean {
  return readFilters(text).some((one) => isSame(one, filter))
}

export function withFilter(text: string | undefined, filter: Filter): string | null {
  return writeFilters([...readFilters(text).filter((one) => !isSame(one, filter)), filter])
}

export function withoutFilter(text: string | undefined, filter: Filter | string): string | null {
  return writeFilters(readFilters(text).filter((one) => !isSame(one, filter)))
}

/** The filter that takes what has a value, or what has none. */
export function filterOf(field: string, value: string | null): Filter {
  return value === null ? { field, op: 'empty', value: '' } : { field, op: 'eq', value }
}
