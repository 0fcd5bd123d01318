import { each, everything, field, index, slice } from './access.ts'
import {
  bound,
  charge,
  chargeWhole,
  collect,
  type Emit,
  type Env,
  type Filter,
  type One,
  several,
  single,
} from './filter.ts'
import { formatOf } from './formats.ts'
import { callOf } from './functions.ts'
import type { Json } from './json.ts'
import { type Node, type Operator, Unsupported } from './syntax.ts'
import {
  add,
  compare,
  divide,
  equals,
  isTrue,
  JqError,
  multiply,
  put,
  remainder,
  shown,
  subtract,
  toText,
} from './values.ts'

/** The names of the variables that can be seen, innermost last. */
export type Scope = readonly string[]

/** Makes closures of an expression. Throws `Unsupported` where it uses what the fast path does not know. */
export function compile(node: Node, scope: Scope = []): Filter {
  switch (node.kind) {
    case 'identity':
      return single((input) => input)
    case 'everything':
      return several(everything)
    case 'literal':
      return single(() => node.value)
    case 'field':
      return onto(compile(node.of, scope), (value) => field(value, node.name))
    case 'index':
      return indexed(node, scope)
    case 'slice':
      return sliced(node, scope)
    case 'each':
      return eachOf(compile(node.of, scope))
    case 'text':
      return text(node, scope)
    case 'format':
      return single(formatOf(node.name))
    case 'array':
      return array(node.body && compile(node.body, scope))
    case 'object':
      return object(node.entries, scope)
    case 'negate':
      return onto(compile(node.body, scope), negated)
    case 'pipe':
      return piped(compile(node.left, scope), compile(node.right, scope))
    case 'comma':
      return comma(compile(node.left, scope), compile(node.right, scope))
    case 'operation':
      return operation(operators[node.operator], compile(node.left, scope), compile(node.right, scope))
    case 'and':
    case 'or':
      return logical(node.kind === 'or', compile(node.left, scope), compile(node.right, scope))
    case 'otherwise':
      return otherwise(compile(node.left, scope), compile(node.right, scope))
    case 'attempt':
      return attempt(compile(node.body, scope))
    case 'if':
      return branch(node, scope)
    case 'bind':
      return bind(node, scope)
    case 'reduce':
      return reduce(node, scope)
    case 'variable':
      return variable(node.name, scope)
    case 'call':
      return callOf(node.name, node.arguments, (argument) => compile(argument, scope))
  }
}

type NodeOf<K extends Node['kind']> = Extract<Node, { kind: K }>

/** A function of each output of a filter. */
function onto({ one, many }: Filter, change: (value: Json) => Json): Filter {
  if (one) return single((input, env) => change(one(input, env)))
  return several((input, env, emit) => many(input, env, (value) => emit(change(value))))
}

function oneOf(filter: Filter): One {
  if (!filter.one) throw new Unsupported('several values in such a place')
  return filter.one
}

function indexed({ of, at }: NodeOf<'index'>, scope: Scope): Filter {
  const place = oneOf(compile(at, scope))
  const { one, many } = compile(of, scope)
  if (one) return single((input, env) => index(one(input, env), place(input, env)))
  return several((input, env, emit) => {
    const key = place(input, env)
    return many(input, env, (value) => emit(index(value, key)))
  })
}

function sliced({ of, from, to }: NodeOf<'slice'>, scope: Scope): Filter {
  const start = from ? oneOf(compile(from, scope)) : () => null
  const end = to ? oneOf(compile(to, scope)) : () => null
  const { one, many } = compile(of, scope)
  if (one) return single((input, env) => slice(one(input, env), start(input, env), end(input, env)))
  return several((input, env, emit) => {
    const [first, last] = [start(input, env), end(input, env)]
    return many(input, env, (value) => emit(slice(value, first, last)))
  })
}

function eachOf({ one, many }: Filter): Filter {
  if (one) return several((input, env, emit) => each(one(input, env), env, emit))
  return several((input, env, emit) => many(input, env, (value) => each(value, env, emit)))
}

function text({ format, parts }: NodeOf<'text'>, scope: Scope): Filter {
  const write = format === null ? toText : formatOf(format)
  const pieces = parts.map((part) => (typeof part === 'string' ? part : oneOf(compile(part, scope))))
  return single((input, env) =>
    charged(
      env,
      pieces.map((piece) => (typeof piece === 'string' ? piece : write(piece(input, env)))).join(''),
    ),
  )
}

function array(body: Filter | null): Filter {
  return single((input, env) => {
    const made = body ? collect(body, input, env) : []
    chargeWhole(env, made)
    return made
  })
}

function object(entries: NodeOf<'object'>['entries'], scope: Scope): Filter {
  const compiled = entries.map(
    ([key, value]) => [oneOf(compile(key, scope)), oneOf(compile(value, scope))] as const,
  )
  return single((input, env) => {
    const made: Record<string, Json> = {}
    for (const [key, value] of compiled) {
      const name = key(input, env)
      if (typeof name !== 'string')
        throw new JqError(`Object keys must be strings, and ${shown(name)} is none`)
      put(made, name, value(input, env))
    }
    chargeWhole(env, made)
    return made
  })
}

function charged(env: Env, value: Json): Json {
  charge(env, value)
  return value
}

function negated(value: Json): Json {
  if (typeof value !== 'number') throw new JqError(`${shown(value)} cannot be negated`)
  return -value
}

function piped(left: Filter, right: Filter): Filter {
  const [first, second] = [left.one, right.one]
  if (first && second) return single((input, env) => second(first(input, env), env))
  if (first) return several((input, env, emit) => right.many(first(input, env), env, emit))
  return several((input, env, emit) => left.many(input, env, (value) => right.many(value, env, emit)))
}

function comma(left: Filter, right: Filter): Filter {
  return several((input, env, emit) => left.many(input, env, emit) || right.many(input, env, emit))
}

const operators: Readonly<Record<Operator, (left: Json, right: Json) => Json>> = {
  '+': add,
  '-': subtract,
  '*': multiply,
  '/': divide,
  '%': remainder,
  '==': equals,
  '!=': (left, right) => !equals(left, right),
  '<': (left, right) => compare(left, right) < 0,
  '<=': (left, right) => compare(left, right) <= 0,
  '>': (left, right) => compare(left, right) > 0,
  '>=': (left, right) => compare(left, right) >= 0,
}

/** Where both have several outputs, those of the right are gone through first. */
function operation(operate: (left: Json, right: Json) => Json, left: Filter, right: Filter): Filter {
  const [one, other] = [left.one, right.one]
  if (one && other) return single((input, env) => charged(env, operate(one(input, env), other(input, env))))
  return several((input, env, emit) =>
    right.many(input, env, (second) =>
      left.many(input, env, (first) => emit(charged(env, operate(first, second)))),
    ),
  )
}

function logical(isOr: boolean, left: Filter, right: Filter): Filter {
  const [one, other] = [left.one, right.one]
  if (one && other)
    return single((input, env) => (isTrue(one(input, env)) === isOr ? isOr : isTrue(other(input, env))))
  return several((input, env, emit) =>
    left.many(input, env, (first) =>
      isTrue(first) === isOr ? emit(isOr) : right.many(input, env, (second) => emit(isTrue(second))),
    ),
  )
}

/** The true outputs of the left; where there are none, the right. Errors of the left are errors. */
function otherwise(left: Filter, right: Filter): Filter {
  const [one, other] = [left.one, right.one]
  if (one && other)
    return single((input, env) => {
      const value = one(input, env)
      return isTrue(value) ? value : other(input, env)
    })
  return several((input, env, emit) => {
    let found = false
    const take: Emit = (value) => {
      if (!isTrue(value)) return false
      found = true
      return emit(value)
    }
    return left.many(input, env, take) || (found ? false : right.many(input, env, emit))
  })
}

/** Without the filter's own errors; those of what becomes of its outputs pass. */
function attempt({ many }: Filter): Filter {
  return several((input, env, emit) => {
    let later: unknown
    try {
      return many(input, env, (value) => {
        try {
          return emit(value)
        } catch (error) {
          later = error
          throw error
        }
      })
    } catch (error) {
      if (error instanceof JqError && error !== later) return false
      throw error
    }
  })
}

function branch({ condition, then, otherwise }: NodeOf<'if'>, scope: Scope): Filter {
  const [on, yes, no] = [compile(condition, scope), compile(then, scope), compile(otherwise, scope)]
  const { one } = on
  if (one && yes.one && no.one) {
    const [first, second] = [yes.one, no.one]
    return single((input, env) => (isTrue(one(input, env)) ? first(input, env) : second(input, env)))
  }
  return several((input, env, emit) =>
    on.many(input, env, (value) => (isTrue(value) ? yes : no).many(input, env, emit)),
  )
}

function bind({ source, name, body }: NodeOf<'bind'>, scope: Scope): Filter {
  const from = compile(source, scope)
  const to = compile(body, [...scope, name])
  const [one, other] = [from.one, to.one]
  if (one && other) return single((input, env) => other(input, bound(env, one(input, env))))
  return several((input, env, emit) =>
    from.many(input, env, (value) => to.many(input, bound(env, value), emit)),
  )
}

function reduce({ source, name, start, update }: NodeOf<'reduce'>, scope: Scope): Filter {
  const from = compile(source, scope)
  const begin = oneOf(compile(start, scope))
  const next = oneOf(compile(update, [...scope, name]))
  return single((input, env) => {
    let state = begin(input, env)
    from.many(input, env, (value) => {
      state = next(state, bound(env, value))
      return false
    })
    return state
  })
}

function variable(name: string, scope: Scope): Filter {
  const place = scope.lastIndexOf(name)
  if (place < 0) throw new Unsupported(`the variable ${name}`)
  return single((_, { variables }) => variables[place] ?? null)
}
