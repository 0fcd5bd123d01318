import { type RawBuilder, sql } from 'kysely'
import type { Blueprint } from '../../blueprints/blueprint.ts'
import { refused } from './refused.ts'

/** `mixed`: blueprints have properties of one name that are not of one type. */
type JsonKind = 'string' | 'number' | 'boolean' | 'array' | 'object' | 'mixed'

/** Something of an entity `e` that can be filtered, sorted and grouped by. */
export type Field =
  | { readonly is: 'text'; readonly column: RawBuilder<string> }
  | { readonly is: 'time'; readonly column: RawBuilder<Date> }
  | { readonly is: 'json'; readonly of: RawBuilder<unknown>; readonly key: string; readonly kind: JsonKind }
  | { readonly is: 'team' }
  | { readonly is: 'relation'; readonly name: string }

const plain: Readonly<Record<string, Field>> = {
  title: { is: 'text', column: sql`e.title` },
  identifier: { is: 'text', column: sql`e.identifier` },
  updated: { is: 'time', column: sql`e.updated_at` },
  team: { is: 'team' },
}

/** The field of that name, as some blueprints have it; `path` is where it was asked for. */
export function fieldOf(blueprints: readonly Blueprint[], name: string, path: string): Field {
  const known = Object.hasOwn(plain, name) ? plain[name] : undefined
  if (known) return known
  const [, part = '', key = ''] = /^(properties|calculated|relations)\.(.+)$/s.exec(name) ?? []
  if (part === 'relations') return relationOf(blueprints, key, path)
  if (part === 'properties') {
    const kinds = kindsOf(blueprints, key, ({ definition }) => definition.schema.properties)
    if (kinds.size > 0) return { is: 'json', of: sql`e.properties`, key, kind: only(kinds) }
  }
  if (part === 'calculated') {
    const kinds = kindsOf(blueprints, key, ({ definition }) => definition.calculationProperties ?? {})
    if (kinds.size > 0) return { is: 'json', of: sql`e.calculated`, key, kind: only(kinds) }
  }
  throw refused(path, `names a field that is not there: ${name.slice(0, 200)}`)
}

function relationOf(blueprints: readonly Blueprint[], name: string, path: string): Field {
  if (blueprints.some(({ definition }) => Object.hasOwn(definition.relations ?? {}, name)))
    return { is: 'relation', name }
  throw refused(path, `names a relation that is not there: ${name.slice(0, 200)}`)
}

type Typed = Readonly<Record<string, { readonly type: Exclude<JsonKind, 'mixed'> }>>

function kindsOf(blueprints: readonly Blueprint[], key: string, typed: (blueprint: Blueprint) => Typed) {
  const kinds = new Set<JsonKind>()
  for (const blueprint of blueprints) {
    const of = typed(blueprint)
    const found = Object.hasOwn(of, key) ? of[key] : undefined
    if (found) kinds.add(found.type)
  }
  return kinds
}

function only(kinds: ReadonlySet<JsonKind>): JsonKind {
  const [first = 'mixed', ...others] = kinds
  return others.length === 0 ? first : 'mixed'
}
