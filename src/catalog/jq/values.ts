import { isArray, isObject, type Json, type JsonObject, own } from './json.ts'

/** What an expression fails with, as jq does; the words are ours. */
export class JqError extends Error {}

/** The fast path cannot know what jq would answer here; the reference engine is asked. */
export class Beyond extends Error {}

export function typeOf(value: Json): 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object' {
  if (value === null) return 'null'
  if (isArray(value)) return 'array'
  return typeof value as 'boolean' | 'number' | 'string' | 'object'
}

export function isTrue(value: Json): boolean {
  return value !== null && value !== false
}

/** A value in an error message, cut where it gets long. */
export function shown(value: Json): string {
  const text = JSON.stringify(value)
  return text.length > 40 ? `${typeOf(value)} (${text.slice(0, 37)}…)` : `${typeOf(value)} (${text})`
}

/** Sets a property of an object that is being made. Keys that look like numbers would change their place. */
export function put(object: Record<string, Json>, key: string, value: Json): void {
  if (/^(?:0|[1-9]\d*)$/.test(key) && !Object.hasOwn(object, key)) throw new Beyond()
  if (key !== '__proto__') object[key] = value
  else Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true })
}

/** For what is made of a string whose letters may need two code units each. */
export function lettersOf(text: string): string | readonly string[] {
  return isPlain(text) ? text : [...text]
}

/** Whether code units and letters are the same, and comparing them the same as well. */
function isPlain(text: string): boolean {
  return !/[\ud800-\uffff]/.test(text)
}

const ranks = { null: 0, boolean: 1, number: 2, string: 3, array: 4, object: 5 } as const

/** jq's order of everything: by type, then within it. */
export function compare(left: Json, right: Json): number {
  const difference = ranks[typeOf(left)] - ranks[typeOf(right)]
  if (difference !== 0) return difference
  if (typeof left === 'string' && typeof right === 'string') return compareText(left, right)
  if (isArray(left) && isArray(right)) return compareArrays(left, right)
  if (isObject(left) && isObject(right)) return compareObjects(left, right)
  return Number(left) - Number(right)
}

function compareText(left: string, right: string): number {
  if (left === right) return 0
  if (isPlain(left) && isPlain(right)) return left < right ? -1 : 1
  return Buffer.compare(Buffer.from(left), Buffer.from(right))
}

function compareArrays(left: readonly Json[], right: readonly Json[]): number {
  for (let index = 0; index < left.length && index < right.length; index += 1) {
    const difference = compare(left[index] ?? null, right[index] ?? null)
    if (difference !== 0) return difference
  }
  return left.length - right.length
}

function compareObjects(left: JsonObject, right: JsonObject): number {
  const keys = sortedKeys(left)
  const byKeys = compareArrays(keys, sortedKeys(right))
  if (byKeys !== 0) return byKeys
  for (const key of keys) {
    const difference = compare(own(left, key), own(right, key))
    if (difference !== 0) return difference
  }
  return 0
}

export function sortedKeys(object: JsonObject): string[] {
  return Object.keys(object).sort(compareText)
}

export function equals(left: Json, right: Json): boolean {
  if (left === right) return true
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false
  return compare(left, right) === 0
}

export function add(left: Json, right: Json): Json {
  if (typeof left === 'number' && typeof right === 'number') return finite(left + right)
  if (typeof left === 'string' && typeof right === 'string') return left + right
  if (left === null) return right
  if (right === null) return left
  if (isArray(left) && isArray(right)) return [...left, ...right]
  if (isObject(left) && isObject(right)) return merged([left, right])
  throw new JqError(`${shown(left)} and ${shown(right)} cannot be added`)
}

export function merged(objects: readonly JsonObject[]): Json {
  const sum: Record<string, Json> = {}
  for (const one of objects) for (const key of Object.keys(one)) put(sum, key, own(one, key))
  return sum
}

export function subtract(left: Json, right: Json): Json {
  if (typeof left === 'number' && typeof right === 'number') return finite(left - right)
  if (isArray(left) && isArray(right)) {
    refuseMany(left, right)
    return left.filter((one) => !right.some((other) => equals(one, other)))
  }
  throw new JqError(`${shown(left)} and ${shown(right)} cannot be subtracted`)
}

const mostPairs = 1_000_000

/** Where each is compared with each of the other, that is not done here for long. */
export function refuseMany(left: readonly Json[], right: readonly Json[]): void {
  if (left.length * right.length > mostPairs) throw new Beyond()
}

export function multiply(left: Json, right: Json): Json {
  if (typeof left === 'number' && typeof right === 'number') return finite(left * right)
  if (isObject(left) && isObject(right)) return deepMerged(left, right)
  // What a string times a number is changed from one jq to the next.
  if (typeof left === 'string' || typeof right === 'string') throw new Beyond()
  throw new JqError(`${shown(left)} and ${shown(right)} cannot be multiplied`)
}

function deepMerged(left: JsonObject, right: JsonObject): Json {
  const product: Record<string, Json> = {}
  for (const key of Object.keys(left)) put(product, key, own(left, key))
  for (const key of Object.keys(right)) {
    const [before, after] = [own(left, key), own(right, key)]
    put(product, key, isObject(before) && isObject(after) ? deepMerged(before, after) : after)
  }
  return product
}

export function divide(left: Json, right: Json): Json {
  if (typeof left === 'number' && typeof right === 'number') {
    if (right === 0) throw new JqError(`${shown(left)} cannot be divided because the divisor is zero`)
    return finite(left / right)
  }
  if (typeof left === 'string' && typeof right === 'string') return split(left, right)
  throw new JqError(`${shown(left)} and ${shown(right)} cannot be divided`)
}

export function remainder(left: Json, right: Json): Json {
  if (typeof left !== 'number' || typeof right !== 'number')
    throw new JqError(`${shown(left)} and ${shown(right)} cannot be divided`)
  const [of, by] = [Math.trunc(left), Math.abs(Math.trunc(right))]
  if (!Number.isSafeInteger(of) || !Number.isSafeInteger(by)) throw new Beyond()
  if (by === 0) throw new JqError(`${shown(left)} cannot be divided because the divisor is zero`)
  return of % by || 0
}

export function split(text: string, by: string): Json {
  if (text === '') return []
  return by === '' ? [...text] : text.split(by)
}

/** jq has infinity and shows it as a number; JSON has not. */
function finite(value: number): number {
  if (!Number.isFinite(value)) throw new Beyond()
  return value
}

/** As jq writes it: what it would write in another way than JavaScript is left to the reference engine. */
export function toText(value: Json): string {
  return typeof value === 'string' ? value : toJson(value)
}

export function toJson(value: Json): string {
  if (!isWrittenAlike(value)) throw new Beyond()
  return JSON.stringify(value)
}

function isWrittenAlike(value: Json): boolean {
  if (typeof value === 'number') {
    const size = Math.abs(value)
    return (Number.isSafeInteger(value) && !Object.is(value, -0)) || (size > 0.001 && size < 1e9)
  }
  if (typeof value === 'string') return !value.includes('\x7f') && !/\p{Surrogate}/u.test(value)
  if (isArray(value)) return value.every(isWrittenAlike)
  if (isObject(value))
    return Object.entries(value).every(([key, one]) => isWrittenAlike(key) && isWrittenAlike(one))
  return true
}
