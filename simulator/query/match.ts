import { type Comparison, type Condition, type Literal, micros, QueryError } from './parse.ts'

export type Scalar = string | number | boolean | null | undefined
// `time` values are ISO strings or micros; `present` only answers "is it null" (for embedded objects).
export type Field<T> = {
  readonly kind: 'text' | 'number' | 'boolean' | 'time' | 'present'
  readonly get: (item: T) => Scalar | readonly Scalar[]
  readonly ranks?: readonly string[]
}
export type Fields<T> = Readonly<Record<string, Field<T>>>

function fieldOf<T>(fields: Fields<T>, path: string): Field<T> {
  const field = Object.hasOwn(fields, path) ? fields[path] : undefined
  if (field) return field
  // BCLOUD-22709: asking pull requests for closed_on is answered by 500; such fields are simply not in the table.
  throw new QueryError(`Field ".${path}" does not support filtering`)
}

function comparable(field: Field<never>, value: Literal, path: string): Scalar {
  if (value === null) return null
  if (field.kind === 'time') {
    const time =
      typeof value === 'object' ? value.micros : typeof value === 'string' ? micros(value) : undefined
    if (time === undefined) throw new QueryError(`Invalid datetime for field "${path}"`)
    return time
  }
  if (field.kind === 'present') throw new QueryError(`Field ".${path}" does not support filtering`)
  const plain = typeof value === 'object' ? value.instant : value
  const wanted = field.kind === 'text' ? 'string' : field.kind
  if (typeof plain !== wanted) throw new QueryError(`Invalid value for field "${path}"`)
  if (!field.ranks) return plain
  const rank = field.ranks.indexOf(String(plain))
  if (rank < 0) throw new QueryError(`Invalid value for field "${path}"`)
  return rank
}

export function scalarOf(field: { kind: string; ranks?: readonly string[] }, raw: Scalar): Scalar {
  if (raw === null || raw === undefined) return null
  if (field.kind === 'time') return typeof raw === 'string' ? micros(raw) : raw
  return field.ranks ? field.ranks.indexOf(String(raw)) : raw
}

function holds(operator: Comparison, left: Scalar, right: Scalar): boolean {
  if (operator === '=') return left === right
  if (operator === '!=') return left !== right
  const known = left !== null && left !== undefined && right !== null && right !== undefined
  if (operator === '~') return known && String(left).toLowerCase().includes(String(right).toLowerCase())
  if (operator === '!~') return !(known && String(left).toLowerCase().includes(String(right).toLowerCase()))
  if (!known) return false
  if (operator === '>') return left > right
  if (operator === '>=') return left >= right
  if (operator === '<') return left < right
  return left <= right
}

function values(field: Field<never>, raw: Scalar | readonly Scalar[]): readonly Scalar[] {
  if (Array.isArray(raw)) return raw.length === 0 ? [null] : raw.map((one) => scalarOf(field, one))
  return [scalarOf(field, raw as Scalar)]
}

// Over a list of values (`reviewers.uuid`) a positive test needs one match and a negative one needs all.
export function matcher<T>(condition: Condition, fields: Fields<T>): (item: T) => boolean {
  if (condition.kind === 'and' || condition.kind === 'or') {
    const parts = condition.parts.map((part) => matcher(part, fields))
    return condition.kind === 'and'
      ? (item) => parts.every((part) => part(item))
      : (item) => parts.some((part) => part(item))
  }
  const field = fieldOf(fields, condition.path)
  if (condition.kind === 'in') {
    const wanted = new Set(condition.values.map((value) => comparable(field, value, condition.path)))
    return (item) => values(field, field.get(item)).some((value) => wanted.has(value)) !== condition.negated
  }
  const { operator } = condition
  if ((operator === '~' || operator === '!~') && field.kind !== 'text')
    throw new QueryError(`Operator "${operator}" is not supported for field "${condition.path}"`)
  const right = comparable(field, condition.value, condition.path)
  const negative = operator === '!=' || operator === '!~'
  return (item) => {
    const left = values(field, field.get(item)).map((value) =>
      field.kind === 'present' && value !== null ? true : value,
    )
    return negative
      ? left.every((value) => holds(operator, value, right))
      : left.some((value) => holds(operator, value, right))
  }
}
