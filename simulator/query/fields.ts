// Partial responses: `fields=-links,+reviewers,values.id`, as the "Partial responses" chapter documents them.

export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [name: string]: Json | undefined }
type Operation =
  | { readonly kind: 'none' }
  | { readonly kind: 'all' }
  | { readonly kind: 'add'; readonly path: readonly string[] }
  | { readonly kind: 'remove'; readonly path: readonly string[] }

export type Selection = {
  readonly key: string
  readonly operations: readonly Operation[]
}

export const everything: Selection = { key: '', operations: [{ kind: 'all' }] }

export function parseFields(text: string | null): Selection {
  if (text === null || text === '') return everything
  // A "+" that was not sent as %2B arrives as a space: then the name starts with a space and matches nothing.
  const names = text.split(',').filter((name) => name !== '')
  const bare = names.some((name) => !name.startsWith('+') && !name.startsWith('-'))
  const operations: Operation[] = [{ kind: bare ? 'none' : 'all' }]
  for (const name of names) {
    const signed = name.startsWith('+') || name.startsWith('-')
    const path = (signed ? name.slice(1) : name).split('.')
    operations.push({ kind: name.startsWith('-') ? 'remove' : 'add', path })
  }
  return { key: text, operations }
}

// What a list selection (`values.id`, `*`, `-values.links`) means for one item of the list.
export function itemSelection(selection: Selection): Selection {
  if (selection === everything) return everything
  const operations: Operation[] = []
  for (const operation of selection.operations) {
    if (operation.kind === 'none' || operation.kind === 'all') operations.push(operation)
    else {
      const [head, ...rest] = operation.path
      if (head !== 'values' && head !== '*') continue
      if (rest.length > 0) operations.push({ kind: operation.kind, path: rest })
      else operations.push({ kind: operation.kind === 'add' ? 'all' : 'none' })
    }
  }
  return { key: selection.key, operations }
}

// Members that are costly (reviewers, participants) are left out until the selection names them.
export function asks(selection: Selection, member: string): boolean {
  return selection.operations.some(
    (operation) => operation.kind === 'add' && (operation.path[0] === member || operation.path[0] === '*'),
  )
}

export function keeps(selection: Selection, member: string): boolean {
  let kept = false
  for (const operation of selection.operations) {
    if (operation.kind === 'all' || operation.kind === 'none') kept = operation.kind === 'all'
    else if (operation.path[0] === member || operation.path[0] === '*') {
      if (operation.kind === 'add') kept = true
      else if (operation.path.length === 1) kept = false
    }
  }
  return kept
}

type Tree = { [name: string]: Json | undefined }

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

// Several times quicker than structuredClone on trees of plain JSON.
function copy(value: Json): Json {
  if (Array.isArray(value)) return value.map(copy)
  if (!isTree(value)) return value
  const twin: Tree = {}
  for (const name of Object.keys(value)) {
    const member = value[name]
    if (member !== undefined) twin[name] = copy(member)
  }
  return twin
}

function names(tree: Tree, segment: string): string[] {
  if (segment === '*') return Object.keys(tree)
  return Object.hasOwn(tree, segment) ? [segment] : []
}

function graft(
  into: Json | undefined,
  base: Json | undefined,
  full: Json,
  path: readonly string[],
): Json | undefined {
  const [segment, ...rest] = path
  if (segment === undefined) return copy(base === undefined ? full : base)
  if (full === null) return null
  if (Array.isArray(full)) {
    const grown = Array.isArray(into) ? into : []
    const bases = Array.isArray(base) ? base : []
    return full.map((element, at) => graft(grown[at], bases[at], element, path) ?? {})
  }
  if (!isTree(full)) return into
  const grown: Tree = isTree(into) ? into : {}
  for (const name of names(full, segment)) {
    const value = graft(grown[name], isTree(base) ? base[name] : undefined, full[name] ?? null, rest)
    if (value !== undefined) grown[name] = value
  }
  return Object.keys(grown).length > 0 || isTree(into) ? grown : undefined
}

function prune(value: unknown, path: readonly string[]): void {
  const [segment, ...rest] = path
  if (segment === undefined) return
  if (Array.isArray(value)) {
    for (const element of value) prune(element, path)
    return
  }
  if (!isTree(value)) return
  for (const name of names(value, segment)) {
    if (rest.length === 0) delete value[name]
    else prune(value[name], rest)
  }
}

// `base` is the default representation, `full` the one with every member the selection may ask for.
export function select(selection: Selection, base: Json, full: Json = base): Json {
  let result: Json | undefined
  for (const operation of selection.operations) {
    if (operation.kind === 'all') result = copy(base)
    else if (operation.kind === 'none') result = {}
    else if (operation.kind === 'add') result = graft(result, base, full, operation.path) ?? result
    else prune(result, operation.path)
  }
  return result ?? {}
}
