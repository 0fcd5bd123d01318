import { type Env, step } from './filter.ts'
import { isArray, isObject, type Json, own } from './json.ts'
import { Beyond, equals, JqError, lettersOf, refuseMany, shown, typeOf } from './values.ts'

export function field(value: Json, name: string): Json {
  if (value === null) return null
  if (!isObject(value)) throw new JqError(`Cannot index ${typeOf(value)} with "${name}"`)
  return own(value, name)
}

export function index(value: Json, at: Json): Json {
  if (typeof at === 'string') return field(value, at)
  if (value === null && (typeof at === 'number' || at === null)) return null
  if (isArray(value) && typeof at === 'number') {
    const place = Math.floor(at)
    return value[place < 0 ? place + value.length : place] ?? null
  }
  // Of a list in a list, and of a slice that is written as an object.
  if (typeof at === 'object' && at !== null) throw new Beyond()
  throw new JqError(`Cannot index ${typeOf(value)} with ${shown(at)}`)
}

export function slice(value: Json, from: Json, to: Json): Json {
  if (value === null) return null
  if (!isArray(value) && typeof value !== 'string')
    throw new JqError(`Cannot index ${typeOf(value)} with object`)
  if (isArray(value)) return value.slice(...stretch(from, to, value.length))
  const letters = lettersOf(value)
  const cut = letters.slice(...stretch(from, to, letters.length))
  return typeof cut === 'string' ? cut : cut.join('')
}

function stretch(from: Json, to: Json, length: number): [number, number] {
  const start = bound(from, length, 0, Math.floor)
  return [start, Math.max(start, bound(to, length, length, Math.ceil))]
}

function bound(at: Json, length: number, open: number, round: (value: number) => number): number {
  if (at === null) return open
  if (typeof at !== 'number') throw new JqError('Start and end indices of an array slice must be numbers')
  return Math.min(length, Math.max(0, round(at < 0 ? at + length : at)))
}

export function each(value: Json, env: Env, emit: (value: Json) => boolean): boolean {
  if (typeof value !== 'object' || value === null) throw new JqError(`Cannot iterate over ${shown(value)}`)
  for (const one of isArray(value) ? value : Object.values(value)) {
    step(env)
    if (emit(one)) return true
  }
  return false
}

/** The value and everything in it, outermost first. */
export function everything(value: Json, env: Env, emit: (value: Json) => boolean): boolean {
  step(env)
  if (emit(value)) return true
  if (typeof value !== 'object' || value === null) return false
  for (const one of isArray(value) ? value : Object.values(value)) if (everything(one, env, emit)) return true
  return false
}

export function has(value: Json, key: Json): boolean {
  if (value === null) return false
  if (isObject(value) && typeof key === 'string') return Object.hasOwn(value, key)
  if (isArray(value) && typeof key === 'number') return key >= 0 && key < value.length
  throw new JqError(`Cannot check whether ${typeOf(value)} has a ${shown(key)} key`)
}

export function contains(value: Json, part: Json): boolean {
  if (isObject(value) && isObject(part))
    return Object.keys(part).every(
      (key) => Object.hasOwn(value, key) && fits(own(value, key), own(part, key)),
    )
  if (isArray(value) && isArray(part)) {
    refuseMany(value, part)
    return part.every((one) => value.some((other) => fits(other, one)))
  }
  if (typeof value === 'string' && typeof part === 'string') return value.includes(part)
  if (typeOf(value) === typeOf(part)) return equals(value, part)
  throw new JqError(`${shown(value)} and ${shown(part)} cannot have their containment checked`)
}

/** Further in, what is of another type is just not in there. */
function fits(value: Json, part: Json): boolean {
  return typeOf(value) === typeOf(part) && contains(value, part)
}
