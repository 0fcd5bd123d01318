import { contains, has, index } from './access.ts'
import { fromDate, toDate } from './dates.ts'
import { charge, chargeWhole, type Filter, type One, single } from './filter.ts'
import { formOf } from './forms.ts'
import { isArray, isObject, type Json, own } from './json.ts'
import { type Node, Unsupported } from './syntax.ts'
import {
  add,
  Beyond,
  compare,
  equals,
  isTrue,
  JqError,
  merged,
  put,
  shown,
  sortedKeys,
  split,
  toJson,
  toText,
  typeOf,
} from './values.ts'

export type Compile = (node: Node) => Filter

/** A function of the language: of its input, or a form that decides itself what becomes of its arguments. */
export function callOf(name: string, nodes: readonly Node[], compile: Compile): Filter {
  const signature = `${name}/${nodes.length}`
  const form = formOf(signature)
  if (form) return form(nodes, compile)
  const call = Object.hasOwn(functions, signature) ? functions[signature] : undefined
  if (!call) throw new Unsupported(signature)
  const given = nodes.map((node) => oneOf(compile(node)))
  const [first] = given
  const weigh = deep.has(signature) ? chargeWhole : charge
  return single((input, env) => {
    charge(env, input)
    const value = call(input, first ? first(input, env) : null)
    weigh(env, value)
    return value
  })
}

/** What they make may be larger than what it was made of, further in. */
const deep: ReadonlySet<string> = new Set(['fromjson/0', 'add/0'])

function oneOf({ one }: Filter): One {
  if (!one) throw new Unsupported('a function of several values')
  return one
}

const functions: Readonly<Record<string, (input: Json, argument: Json) => Json>> = {
  'not/0': (input) => !isTrue(input),
  'length/0': length,
  'type/0': typeOf,
  'keys/0': keys,
  'keys_unsorted/0': (input) => (isObject(input) ? Object.keys(input) : keys(input)),
  'has/1': has,
  'contains/1': contains,
  'inside/1': (input, whole) => contains(whole, input),
  'add/0': (input) => sum(elements(input)),
  'reverse/0': reverse,
  'sort/0': (input) => sorted(input),
  'unique/0': (input) =>
    sorted(input).filter((one, at, all) => at === 0 || compare(all[at - 1] ?? null, one) !== 0),
  'min/0': (input) => extreme(input, -1),
  'max/0': (input) => extreme(input, 1),
  'flatten/0': (input) => flat(list(input)),
  'first/0': (input) => index(input, 0),
  'last/0': (input) => index(input, -1),
  'any/0': (input) => elements(input).some(isTrue),
  'all/0': (input) => elements(input).every(isTrue),
  'join/1': join,
  'split/1': (input, by) => split(string(input), string(by)),
  'to_entries/0': (input) => Object.entries(object(input)).map(([key, value]) => ({ key, value })),
  'from_entries/0': fromEntries,
  'tostring/0': toText,
  'tojson/0': toJson,
  'fromjson/0': fromJson,
  'tonumber/0': toNumber,
  'ascii_downcase/0': (input) => string(input).replace(/[A-Z]+/g, (letters) => letters.toLowerCase()),
  'ascii_upcase/0': (input) => string(input).replace(/[a-z]+/g, (letters) => letters.toUpperCase()),
  'startswith/1': (input, start) => string(input).startsWith(string(start)),
  'endswith/1': (input, end) => string(input).endsWith(string(end)),
  'ltrimstr/1': (input, start) =>
    typeof input === 'string' && typeof start === 'string' && input.startsWith(start)
      ? input.slice(start.length)
      : input,
  'rtrimstr/1': (input, end) =>
    typeof input === 'string' && typeof end === 'string' && end !== '' && input.endsWith(end)
      ? input.slice(0, -end.length)
      : input,
  'index/1': indexOf,
  'floor/0': (input) => Math.floor(number(input)),
  'ceil/0': (input) => Math.ceil(number(input)),
  'sqrt/0': (input) => Math.sqrt(positive(input)),
  'fromdate/0': fromDate,
  'fromdateiso8601/0': fromDate,
  'todate/0': toDate,
  'todateiso8601/0': toDate,
  'now/0': () => Date.now() / 1000,
}

function string(value: Json): string {
  if (typeof value !== 'string') throw new JqError(`${shown(value)} is no string`)
  return value
}

function number(value: Json): number {
  if (typeof value !== 'number') throw new JqError(`${shown(value)} is no number`)
  return value
}

function positive(value: Json): number {
  if (number(value) < 0) throw new Beyond()
  return number(value)
}

function list(value: Json): readonly Json[] {
  // What these say of a string or an object differs from one to the next.
  if (!isArray(value)) throw new Beyond()
  return value
}

function object(value: Json): { readonly [key: string]: Json } {
  if (!isObject(value)) throw new Beyond()
  return value
}

function elements(value: Json): readonly Json[] {
  if (isArray(value)) return value
  if (isObject(value)) return Object.values(value)
  throw new JqError(`Cannot iterate over ${shown(value)}`)
}

/** Lists and objects in one go: one by one, each would be written anew for all that come after it. */
function sum(values: readonly Json[]): Json {
  const there = values.filter((value) => value !== null)
  if (there.length > 1 && there.every(isArray)) return there.flat() as Json[]
  if (there.length > 1 && there.every(isObject)) return merged(there)
  return there.reduce(add, null)
}

function length(value: Json): number {
  if (value === null) return 0
  if (typeof value === 'string') return [...value].length
  if (typeof value === 'number') return Math.abs(value)
  if (typeof value === 'boolean') throw new JqError(`${shown(value)} has no length`)
  return isArray(value) ? value.length : Object.keys(value).length
}

function keys(value: Json): Json {
  if (isArray(value)) return value.map((_, at) => at)
  if (isObject(value)) return sortedKeys(value)
  throw new JqError(`${shown(value)} has no keys`)
}

function reverse(value: Json): Json {
  if (isArray(value)) return value.toReversed()
  // What that is of a string differs from one version to the next.
  throw new Beyond()
}

function sorted(value: Json): readonly Json[] {
  if (!isArray(value)) throw new JqError(`${shown(value)} cannot be sorted, as it is not an array`)
  return value.toSorted(compare)
}

/** Of several that are as small the first, of several that are as great the last. */
function extreme(value: Json, wanted: 1 | -1): Json {
  let found: Json | undefined
  for (const one of list(value)) {
    const difference = found === undefined ? 0 : compare(one, found)
    if (found === undefined || (wanted < 0 ? difference < 0 : difference >= 0)) found = one
  }
  return found ?? null
}

function flat(values: readonly Json[]): Json[] {
  return values.flatMap((one) => (isArray(one) ? flat(one) : [one]))
}

function join(value: Json, by: Json): string {
  const parts = elements(value)
  if (parts.length === 0) return ''
  const between = string(by)
  return parts.map(joined).join(between)
}

function joined(value: Json): string {
  if (value === null) return ''
  if (typeof value === 'object') throw new JqError(`${shown(value)} cannot be joined`)
  return toText(value)
}

function fromEntries(value: Json): Json {
  const made: Record<string, Json> = {}
  for (const one of list(value)) {
    // Other names for keys and values, and keys that are no strings, are for the reference engine.
    if (!isObject(one) || typeof one.key !== 'string' || !Object.hasOwn(one, 'value')) throw new Beyond()
    put(made, one.key, own(one, 'value'))
  }
  return made
}

/** Numbers of more digits than JavaScript keeps, and what only jq takes for JSON, are for the reference engine. */
function fromJson(value: Json): Json {
  const text = string(value)
  if (/\d{16}|\d[eE]|\.\d*0(?!\d)/.test(text)) throw new Beyond()
  try {
    return JSON.parse(text)
  } catch {
    throw new Beyond()
  }
}

function toNumber(value: Json): number {
  if (typeof value === 'number') return value
  if (typeof value !== 'string') throw new JqError(`${shown(value)} cannot be parsed as a number`)
  if (!/^-?(?:0|[1-9]\d{0,14})(?:\.\d{0,5}[1-9])?$/.test(value)) throw new Beyond()
  return Number(value)
}

function indexOf(value: Json, part: Json): Json {
  if (value === null) return null
  if (typeof value === 'string' && typeof part === 'string' && part !== '') {
    // Where a letter stands is counted in bytes by some and in letters by others.
    if (Buffer.byteLength(value) !== value.length) throw new Beyond()
    const at = value.indexOf(part)
    return at < 0 ? null : at
  }
  if (!isArray(value) || isArray(part)) throw new Beyond()
  const at = value.findIndex((one) => equals(one, part))
  return at < 0 ? null : at
}
