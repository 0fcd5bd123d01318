// The shape of many samples of one kind: every path with the JSON types seen there, and the values of `type` and the like.

export type Shape = ReadonlyMap<string, { readonly types: Set<string>; readonly values: Set<string> }>

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const accounts: readonly unknown[] = ['user', 'app_user', 'team']

// Accounts are embedded everywhere and compared once, as a kind of their own.
function isAccount(value: unknown): boolean {
  return isRecord(value) && accounts.includes(value.type) && 'uuid' in value
}

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number'
  return typeof value
}

const enumerated = /(^|\.)(type|state|status|role|kind|permission|branch_match_kind|scm|fork_policy|markup)$/

function visit(
  shape: Map<string, { types: Set<string>; values: Set<string> }>,
  path: string,
  value: unknown,
): void {
  const known = shape.get(path) ?? { types: new Set<string>(), values: new Set<string>() }
  shape.set(path, known)
  if (path !== '' && isAccount(value)) {
    known.types.add('account')
    return
  }
  known.types.add(typeOf(value))
  if (typeof value === 'string' && enumerated.test(path)) known.values.add(value)
  if (Array.isArray(value)) for (const one of value) visit(shape, `${path}[]`, one)
  if (!isRecord(value)) return
  for (const [name, member] of Object.entries(value))
    visit(shape, path === '' ? name : `${path}.${name}`, member)
}

export function shapeOf(samples: readonly unknown[]): Shape {
  const shape = new Map<string, { types: Set<string>; values: Set<string> }>()
  for (const sample of samples) visit(shape, '', sample)
  return shape
}

function beneath(path: string, others: readonly string[]): boolean {
  return others.some((other) => path.startsWith(`${other}.`) || path.startsWith(`${other}[`))
}

// Differences by name: `missing x`, `extra x`, `type x: null`. What lies under a difference is not named again.
export function differences(recorded: Shape, simulated: Shape): string[] {
  const missing = [...recorded.keys()].filter((path) => !simulated.has(path))
  const extra = [...simulated.keys()].filter((path) => !recorded.has(path))
  const named = [
    ...missing.filter((path) => !beneath(path, missing)).map((path) => `missing ${path}`),
    ...extra.filter((path) => !beneath(path, extra)).map((path) => `extra ${path}`),
  ]
  for (const [path, { types, values }] of simulated) {
    const known = recorded.get(path)
    if (!known) continue
    for (const type of types) if (!known.types.has(type)) named.push(`type ${path}: ${type}`)
    for (const value of values)
      if (known.values.size > 0 && !known.values.has(value)) named.push(`value ${path}: ${value}`)
    for (const type of known.types) if (!types.has(type)) named.push(`never ${path}: ${type}`)
  }
  return named
}
