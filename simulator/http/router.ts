// Path templates as the OpenAPI document writes them: `/repositories/{workspace}/{repo_slug}/refs/branches/{name}`.

export type Templated = {
  readonly method: string
  readonly template: string
  // The last parameter takes the rest of the path (branch names and files contain slashes).
  readonly greedy?: boolean
}

export type Found<R> =
  | { readonly kind: 'route'; readonly route: R; readonly params: Readonly<Record<string, string>> }
  | { readonly kind: 'method' }
  | { readonly kind: 'none' }

type Node<R> = {
  readonly literal: Map<string, Node<R>>
  parameter: Node<R> | undefined
  readonly routes: Map<string, R>
  readonly greedy: Map<string, R>
}

function node<R>(): Node<R> {
  return { literal: new Map(), parameter: undefined, routes: new Map(), greedy: new Map() }
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment, at, all) => segment !== '' || (at > 0 && at < all.length - 1))
}

const isParameter = (segment: string) => segment.startsWith('{')
const parameterNames = (template: string) =>
  [...template.matchAll(/\{([^}]+)\}/g)].map((match) => match[1] ?? '')

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

function plant<R extends Templated>(root: Node<R>, route: R): void {
  const segments = segmentsOf(route.template)
  if (route.greedy) segments.pop()
  let at = root
  for (const segment of segments) {
    const known = isParameter(segment) ? at.parameter : at.literal.get(segment)
    const child = known ?? node<R>()
    if (isParameter(segment)) at.parameter = child
    else at.literal.set(segment, child)
    at = child
  }
  const table = route.greedy ? at.greedy : at.routes
  table.set(route.method, route)
}

type Match<R> = { readonly table: ReadonlyMap<string, R>; readonly values: readonly string[] }

function walk<R>(
  from: Node<R>,
  segments: readonly string[],
  values: readonly string[],
): Match<R> | undefined {
  const [head, ...rest] = segments
  if (head === undefined) {
    if (from.routes.size > 0) return { table: from.routes, values }
    return from.greedy.size > 0 ? { table: from.greedy, values: [...values, ''] } : undefined
  }
  const literal = from.literal.get(head)
  const exact = literal && walk(literal, rest, values)
  if (exact) return exact
  const parameter = from.parameter && walk(from.parameter, rest, [...values, decode(head)])
  if (parameter) return parameter
  if (from.greedy.size === 0) return undefined
  return { table: from.greedy, values: [...values, segments.map(decode).join('/')] }
}

export function createRouter<R extends Templated>(
  routes: readonly R[],
): (method: string, path: string) => Found<R> {
  const root = node<R>()
  for (const route of routes) plant(root, route)
  return (method, path) => {
    const match = walk(root, segmentsOf(path), [])
    if (!match) return { kind: 'none' }
    const route = match.table.get(method) ?? (method === 'HEAD' ? match.table.get('GET') : undefined)
    if (!route) return { kind: 'method' }
    const names = parameterNames(route.template)
    return {
      kind: 'route',
      route,
      params: Object.fromEntries(names.map((name, at) => [name, match.values[at] ?? ''])),
    }
  }
}
