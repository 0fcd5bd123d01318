import type { Json } from '../../jq/json.ts'

/** An entity that something is wrong with, and what. */
export interface Example {
  readonly identifier: string
  readonly title: string
  /** The beginning of the value, as JSON. */
  readonly value: string
  readonly message: string
}

/** How many entities something is wrong with, and some of them. */
export interface Affected {
  /** Of the property or relation. */
  readonly name: string
  readonly entities: number
  readonly examples: readonly Example[]
}

export const mostExamples = 5
const longestValue = 200

export function beginning(value: Json): string {
  const text = JSON.stringify(value)
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text
}

/** Words that were not there before. */
export function added(before: readonly string[] = [], after: readonly string[] = []): string[] {
  return after.filter((name) => !before.includes(name))
}
