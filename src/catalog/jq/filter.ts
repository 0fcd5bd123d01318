import { isArray, isObject, type Json } from './json.ts'
import { Beyond } from './values.ts'

/** What an expression sees beside its input. */
export interface Env {
  readonly variables: readonly Json[]
  /** Shared by everything that one expression does for one input. */
  readonly budget: { steps: number }
}

/** True when no more is wanted. */
export type Emit = (value: Json) => boolean

export type One = (input: Json, env: Env) => Json
export type Many = (input: Json, env: Env, emit: Emit) => boolean

/** A compiled expression: `one` where it always has exactly one output, which is most of them and much quicker. */
export interface Filter {
  readonly one: One | null
  readonly many: Many
}

export function single(one: One): Filter {
  return { one, many: (input, env, emit) => emit(one(input, env)) }
}

export function several(many: Many): Filter {
  return { one: null, many }
}

/** What goes on for longer than anything somebody means is left to the reference engine, which can be ended. */
export function step(env: Env): void {
  take(env, 1)
}

/** Letters that cost as much as a value. */
const lettersAStep = 64
/** What goes down further could not be written, either. */
const deepest = 200

/** Takes off what was made of a value on its outside: what grows without end is left to the reference engine, too. */
export function charge(env: Env, value: Json): void {
  if (typeof value === 'string') take(env, value.length / lettersAStep)
  else if (isArray(value)) take(env, value.length)
  else if (isObject(value)) take(env, Object.keys(value).length)
}

/** The same of all that is in it: a part that stands in it twice is written twice. */
export function chargeWhole(env: Env, value: Json, depth = 0): void {
  if (depth > deepest) throw new Beyond()
  charge(env, value)
  if (typeof value !== 'object' || value === null) return
  for (const inner of isArray(value) ? value : Object.values(value)) chargeWhole(env, inner, depth + 1)
}

function take({ budget }: Env, steps: number): void {
  budget.steps -= steps
  if (budget.steps < 0) throw new Beyond()
}

export function collect(filter: Filter, input: Json, env: Env): Json[] {
  if (filter.one) return [filter.one(input, env)]
  const values: Json[] = []
  filter.many(input, env, (value) => {
    step(env)
    values.push(value)
    return false
  })
  return values
}

/** The first output; undefined when there is none. */
export function firstOf(filter: Filter, input: Json, env: Env): Json | undefined {
  if (filter.one) return filter.one(input, env)
  let first: Json | undefined
  filter.many(input, env, (value) => {
    first = value
    return true
  })
  return first
}

export function bound(env: Env, value: Json): Env {
  return { ...env, variables: [...env.variables, value] }
}
