import { each } from './access.ts'
import { charge, type Filter, firstOf, type One, several, single, step } from './filter.ts'
import type { Compile } from './functions.ts'
import { isArray, isObject, type Json, own } from './json.ts'
import { readPattern } from './regex.ts'
import { type Node, Unsupported } from './syntax.ts'
import { Beyond, compare, isTrue, JqError, put, shown, typeOf } from './values.ts'

type Form = (nodes: readonly Node[], compile: Compile) => Filter

/** Functions whose arguments are expressions of something other than the input, or have none or many outputs. */
export function formOf(signature: string): Form | undefined {
  return Object.hasOwn(forms, signature) ? forms[signature] : undefined
}

const forms: Readonly<Record<string, Form>> = {
  'empty/0': () => several(() => false),
  'error/1': ([message], compile) => {
    const say = oneOf(compile(given(message)))
    return single((input, env) => {
      const said = say(input, env)
      throw typeof said === 'string' ? new JqError(said) : new Beyond()
    })
  },
  'select/1': ([condition], compile) => {
    const { one, many } = compile(given(condition))
    if (one) return several((input, env, emit) => (isTrue(one(input, env)) ? emit(input) : false))
    return several((input, env, emit) => many(input, env, (value) => (isTrue(value) ? emit(input) : false)))
  },
  'values/0': () => several((input, _, emit) => (input === null ? false : emit(input))),
  'strings/0': only('string'),
  'numbers/0': only('number'),
  'booleans/0': only('boolean'),
  'arrays/0': only('array'),
  'objects/0': only('object'),
  'nulls/0': only('null'),
  'map/1': ([change], compile) => {
    const { one, many } = compile(given(change))
    return single((input, env) => {
      const changed: Json[] = []
      each(input, env, (value) => {
        if (one) changed.push(one(value, env))
        else
          many(value, env, (each) => {
            step(env)
            changed.push(each)
            return false
          })
        return false
      })
      return changed
    })
  },
  'map_values/1': ([change], compile) => {
    const filter = compile(given(change))
    return single((input, env) => {
      charge(env, input)
      if (isArray(input)) return input.flatMap((value) => asList(firstOf(filter, value, env)))
      if (!isObject(input)) throw new JqError(`Cannot iterate over ${shown(input)}`)
      const changed: Record<string, Json> = {}
      for (const key of Object.keys(input)) {
        step(env)
        const value = firstOf(filter, own(input, key), env)
        if (value !== undefined) put(changed, key, value)
      }
      return changed
    })
  },
  'with_entries/1': (nodes, compile) =>
    compile(
      chain([call('to_entries'), { kind: 'call', name: 'map', arguments: nodes }, call('from_entries')]),
    ),
  'first/1': ([body], compile) => {
    const filter = compile(given(body))
    return several((input, env, emit) => {
      const first = firstOf(filter, input, env)
      return first === undefined ? false : emit(first)
    })
  },
  'limit/2': ([count, body], compile) => {
    const most = oneOf(compile(given(count)))
    const { many } = compile(given(body))
    return several((input, env, emit) => {
      let left = Number(most(input, env))
      if (!Number.isSafeInteger(left) || left < 0) throw new Beyond()
      if (left === 0) return false
      let stopped = false
      many(input, env, (value) => {
        left -= 1
        stopped = emit(value)
        return stopped || left <= 0
      })
      return stopped
    })
  },
  'range/1': ([end], compile) => counting(() => 0, oneOf(compile(given(end)))),
  'range/2': ([start, end], compile) => counting(oneOf(compile(given(start))), oneOf(compile(given(end)))),
  'any/1': ([condition], compile) => quantified(null, compile(given(condition)), true),
  'all/1': ([condition], compile) => quantified(null, compile(given(condition)), false),
  'any/2': ([source, condition], compile) =>
    quantified(compile(given(source)), compile(given(condition)), true),
  'all/2': ([source, condition], compile) =>
    quantified(compile(given(source)), compile(given(condition)), false),
  'sort_by/1': ([by], compile) =>
    ordered(oneOf(compile(given(by))), (pairs) => pairs.map(({ value }) => value)),
  'group_by/1': ([by], compile) => ordered(oneOf(compile(given(by))), grouped),
  'unique_by/1': ([by], compile) =>
    ordered(oneOf(compile(given(by))), (pairs) => grouped(pairs).map(([first]) => first ?? null)),
  'test/1': ([pattern]) => tested(pattern, ''),
  'test/2': ([pattern, flags]) => tested(pattern, constant(flags)),
  'sub/2': (nodes) => replaced(nodes, false),
  'gsub/2': (nodes) => replaced(nodes, true),
}

function call(name: string): Node {
  return { kind: 'call', name, arguments: [] }
}

function chain(nodes: readonly Node[]): Node {
  return nodes.reduce((left, right) => ({ kind: 'pipe', left, right }))
}

function given(node: Node | undefined): Node {
  if (!node) throw new Unsupported('a missing argument')
  return node
}

function oneOf({ one }: Filter): One {
  if (!one) throw new Unsupported('a function of several values')
  return one
}

function constant(node: Node | undefined): string {
  if (node?.kind !== 'literal' || typeof node.value !== 'string')
    throw new Unsupported('a regular expression that is computed')
  return node.value
}

function asList(value: Json | undefined): Json[] {
  return value === undefined ? [] : [value]
}

function only(type: ReturnType<typeof typeOf>): Form {
  return () => several((input, _, emit) => (typeOf(input) === type ? emit(input) : false))
}

function counting(start: One, end: One): Filter {
  return several((input, env, emit) => {
    const [from, to] = [start(input, env), end(input, env)]
    if (typeof from !== 'number' || typeof to !== 'number') throw new JqError('Range bounds must be numeric')
    for (let at = from; at < to; at += 1) {
      step(env)
      if (emit(at)) return true
    }
    return false
  })
}

/** Whether any fulfils it, or all do; without a source, of the elements of the input. */
function quantified(source: Filter | null, condition: Filter, wanted: boolean): Filter {
  const from = source?.many ?? each
  return single((input, env) => {
    let found = false
    from(input, env, (value) =>
      condition.many(value, env, (holds) => {
        found = isTrue(holds) === wanted
        return found
      }),
    )
    return found === wanted
  })
}

interface Pair {
  readonly by: Json
  readonly value: Json
}

function ordered(by: One, shape: (pairs: readonly Pair[]) => Json): Filter {
  return single((input, env) => {
    if (!isArray(input)) throw new JqError(`${shown(input)} cannot be sorted, as it is not an array`)
    charge(env, input)
    const pairs = input.map((value) => ({ by: by(value, env), value }))
    return shape(pairs.sort((left, right) => compare(left.by, right.by)))
  })
}

function grouped(pairs: readonly Pair[]): Json[][] {
  const groups: Json[][] = []
  let before: Pair | undefined
  for (const pair of pairs) {
    if (before && compare(before.by, pair.by) === 0) groups.at(-1)?.push(pair.value)
    else groups.push([pair.value])
    before = pair
  }
  return groups
}

function tested(pattern: Node | undefined, flags: string): Filter {
  const matches = readPattern(constant(pattern), flags)
  return single((input, env) => {
    charge(env, input)
    return matches.test(matched(input))
  })
}

/** What is put in place of a match may only be a text here: it could use what was matched. */
function replaced([pattern, by]: readonly Node[], all: boolean): Filter {
  const matches = readPattern(constant(pattern))
  const text = constant(by)
  return single((input, env) => {
    charge(env, input)
    const value = matches.replace(matched(input), text, all)
    charge(env, value)
    return value
  })
}

function matched(value: Json): string {
  if (typeof value !== 'string') throw new JqError(`${shown(value)} cannot be matched, as it is not a string`)
  return value
}
