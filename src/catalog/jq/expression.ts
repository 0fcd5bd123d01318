import { compile } from './compile.ts'
import { type Filter, firstOf } from './filter.ts'
import type { Json } from './json.ts'
import { parse } from './parse.ts'
import { Unsupported } from './syntax.ts'
import { Beyond, JqError } from './values.ts'

/** What an expression says of one input: its first output, that there is none, or why it failed. */
export type Answer =
  | { readonly kind: 'value'; readonly value: Json }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'error'; readonly message: string }

const nothing: Answer = { kind: 'nothing' }

/** So many values an expression may go through for one input before the reference engine is asked, which can be ended. */
const mostSteps = 100_000

/** What may be made for many inputs together: their answers lie in memory at once. */
export interface Allowance {
  steps: number
}

export function allowanceFor(inputs: number): Allowance {
  return { steps: 10 * mostSteps + inputs * 1_000 }
}

/** An expression on the fast path; null where that does not know the answer. */
export type Quick = (input: Json, allowance?: Allowance) => Answer | null

/** Null for an expression that the fast path does not know, which may be a wrong one. */
export function readQuick(text: string): Quick | null {
  const filter = read(text)
  return filter && ((input, allowance = allowanceFor(1)) => answer(filter, input, allowance))
}

function read(text: string): Filter | null {
  try {
    return compile(parse(text))
  } catch (error) {
    if (error instanceof Unsupported) return null
    throw error
  }
}

function answer(filter: Filter, input: Json, allowance: Allowance): Answer | null {
  const steps = Math.min(mostSteps, allowance.steps)
  const budget = { steps }
  try {
    const value = firstOf(filter, input, { variables: [], budget })
    return value === undefined ? nothing : { kind: 'value', value }
  } catch (error) {
    if (error instanceof JqError) return { kind: 'error', message: error.message }
    // A stack that is full was an expression that goes on and on.
    if (error instanceof Beyond || error instanceof RangeError) return null
    throw error
  } finally {
    allowance.steps -= steps - Math.max(0, budget.steps)
  }
}
