// Bitbucket's filter language (`q`), as its "Filter and sort API objects" chapter documents it.

type Instant = { readonly instant: string; readonly micros: number }
export type Literal = string | number | boolean | null | Instant
export type Comparison = '=' | '!=' | '~' | '!~' | '>' | '>=' | '<' | '<='
export type Condition =
  | { readonly kind: 'and'; readonly parts: readonly Condition[] }
  | { readonly kind: 'or'; readonly parts: readonly Condition[] }
  | {
      readonly kind: 'compare'
      readonly path: string
      readonly operator: Comparison
      readonly value: Literal
    }
  | {
      readonly kind: 'in'
      readonly path: string
      readonly negated: boolean
      readonly values: readonly Literal[]
    }

export class QueryError extends Error {}

type Token = {
  readonly kind: 'word' | 'string' | 'number' | 'date' | 'operator' | 'end'
  readonly text: string
}

const shapes: readonly (readonly [Token['kind'] | 'space', RegExp])[] = [
  ['space', /\s+/y],
  ['string', /"(?:[^"\\]|\\.)*"/y],
  ['date', /\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?/y],
  ['number', /-?\d+(?:\.\d+)?/y],
  ['operator', /!=|!~|>=|<=|[=~<>(),]/y],
  ['word', /[A-Za-z_][\w-]*(?:\.[\w-]+)*/y],
]

function tokens(text: string): Token[] {
  const found: Token[] = []
  let at = 0
  scan: while (at < text.length) {
    for (const [kind, shape] of shapes) {
      shape.lastIndex = at
      const match = shape.exec(text)
      if (!match) continue
      if (kind !== 'space') found.push({ kind, text: match[0] })
      at += match[0].length
      continue scan
    }
    throw new QueryError(`Invalid query: unexpected character at position ${at}`)
  }
  found.push({ kind: 'end', text: '' })
  return found
}

const isoTime = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2}))?(?:\.(\d+))?(Z|[+-]\d{2}:?\d{2})?)?$/

// Bitbucket's times carry microseconds, and keyset paging over `updated_on` depends on them; 2^53 µs last until 2255.
export function micros(text: string): number | undefined {
  const match = isoTime.exec(text)
  if (!match) return undefined
  const [, day, minutes = '00:00', seconds = '00', fraction = '', zone = 'Z'] = match
  const offset = zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone
  const whole = Date.parse(`${day}T${minutes}:${seconds}${offset}`)
  if (Number.isNaN(whole)) return undefined
  return whole * 1000 + Number(fraction.padEnd(6, '0').slice(0, 6))
}

function literal(token: Token): Literal {
  if (token.kind === 'string') return token.text.slice(1, -1).replace(/\\(.)/g, '$1')
  if (token.kind === 'number') return Number(token.text)
  if (token.kind === 'date') {
    const value = micros(token.text)
    if (value !== undefined) return { instant: token.text, micros: value }
  }
  const word = token.kind === 'word' ? token.text.toLowerCase() : ''
  if (word === 'null') return null
  if (word === 'true' || word === 'false') return word === 'true'
  throw new QueryError(`Invalid query: expected a value, found "${token.text}"`)
}

const comparisons: readonly string[] = ['=', '!=', '~', '!~', '>', '>=', '<', '<=']

export function parseQuery(text: string): Condition {
  const stream = tokens(text)
  let at = 0
  const peek = () => stream[at] ?? { kind: 'end' as const, text: '' }
  const next = () => {
    const token = peek()
    at += 1
    return token
  }
  const keyword = (word: string) => peek().kind === 'word' && peek().text.toLowerCase() === word
  const expect = (operator: string) => {
    const token = next()
    if (token.kind !== 'operator' || token.text !== operator)
      throw new QueryError(`Invalid query: expected "${operator}", found "${token.text}"`)
  }

  function chain(kind: 'and' | 'or', part: () => Condition): Condition {
    const parts = [part()]
    while (keyword(kind)) {
      next()
      parts.push(part())
    }
    return parts.length === 1 && parts[0] ? parts[0] : { kind, parts }
  }
  function either(): Condition {
    return chain('or', both)
  }
  function both(): Condition {
    return chain('and', single)
  }
  function single(): Condition {
    if (peek().text === '(' && peek().kind === 'operator') {
      next()
      const inner = either()
      expect(')')
      return inner
    }
    const path = next()
    if (path.kind !== 'word') throw new QueryError(`Invalid query: expected a field, found "${path.text}"`)
    return test(path.text)
  }
  function test(path: string): Condition {
    const negated = keyword('not')
    if (negated) next()
    if (keyword('in')) {
      next()
      return { kind: 'in', path, negated, values: list() }
    }
    const operator = next()
    if (negated || operator.kind !== 'operator' || !comparisons.includes(operator.text))
      throw new QueryError(`Invalid query: expected an operator, found "${operator.text}"`)
    return { kind: 'compare', path, operator: operator.text as Comparison, value: literal(next()) }
  }
  function list(): Literal[] {
    expect('(')
    const values = [literal(next())]
    while (peek().text === ',') {
      next()
      values.push(literal(next()))
    }
    expect(')')
    return values
  }

  const condition = either()
  if (peek().kind !== 'end') throw new QueryError(`Invalid query: unexpected "${peek().text}"`)
  return condition
}

function printLiteral(value: Literal): string {
  if (typeof value === 'string') return `"${value.replace(/["\\]/g, '\\$&')}"`
  if (value === null || typeof value !== 'object') return String(value)
  return value.instant
}

export function printQuery(condition: Condition): string {
  if (condition.kind === 'compare')
    return `${condition.path} ${condition.operator} ${printLiteral(condition.value)}`
  if (condition.kind === 'in') {
    const operator = condition.negated ? 'NOT IN' : 'IN'
    return `${condition.path} ${operator} (${condition.values.map(printLiteral).join(', ')})`
  }
  return condition.parts
    .map((part) => (part.kind === 'and' || part.kind === 'or' ? `(${printQuery(part)})` : printQuery(part)))
    .join(condition.kind === 'and' ? ' AND ' : ' OR ')
}
