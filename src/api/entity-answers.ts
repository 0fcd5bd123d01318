import type { Static } from '@sinclair/typebox'
import type { Shown } from '../catalog/entities/read/shown.ts'
import type { Said } from '../catalog/entities/said.ts'
import type { Json, JsonObject } from '../catalog/jq/json.ts'
import { Failure } from '../errors.ts'
import type { ToPatch } from './contract/entity-shapes.ts'
import { invalidInput } from './problems.ts'

/** So much of a text stands in a list. */
const longestListed = 500

export function detailOf(entity: Shown) {
  return { ...valuesOf(entity), created_at: entity.created_at.toISOString() }
}

/** Long texts, such as a README, are cut: a list of them would be a book. */
export function listedOf(entity: Shown) {
  const cut: string[] = []
  const properties: Record<string, Json> = {}
  for (const [name, value] of Object.entries(entity.properties)) {
    const isLong = typeof value === 'string' ? value.length > longestListed : tooLong(value)
    if (isLong) cut.push(name)
    properties[name] = isLong ? shortened(value) : value
  }
  return { ...valuesOf(entity), properties, cut }
}

function tooLong(value: Json): boolean {
  return typeof value === 'object' && value !== null && JSON.stringify(value).length > longestListed * 4
}

function shortened(value: Json): string {
  return `${(typeof value === 'string' ? value : JSON.stringify(value)).slice(0, longestListed)}…`
}

function valuesOf(entity: Shown) {
  const { uuid, identifier, title, icon, team, properties, calculated, mirrored, relations, is_stub } = entity
  return {
    ...{ uuid, identifier, title, icon, team, properties, calculated, mirrored, relations, is_stub },
    blueprint: { identifier: entity.blueprint.identifier, title: entity.blueprint.title },
    updated_at: entity.updated_at.toISOString(),
  }
}

type Patch = Static<typeof ToPatch>

/** What somebody says of an entity: what is left out is not said. */
export function saidOf({ title, icon, team, properties, relations }: Patch): Said {
  return {
    title: title ?? null,
    icon: icon ?? null,
    team: team ?? null,
    properties: known(properties),
    relations: known(relations),
  }
}

/** The same over what was said before: what is left out stays. */
export function saidOver(before: Said | null, { title, icon, team, properties, relations }: Patch): Said {
  return {
    title: title === undefined ? (before?.title ?? null) : title,
    icon: icon === undefined ? (before?.icon ?? null) : icon,
    team: team === undefined ? (before?.team ?? null) : team,
    properties: known({ ...before?.properties, ...properties }),
    relations: known({ ...before?.relations, ...relations }),
  }
}

/** Null takes back what was said, so that others are believed again. */
function known(values: Readonly<Record<string, unknown>> = {}): JsonObject {
  // It came as JSON.
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)) as JsonObject
}

/** What is wrong with an entity is told at the fields of the request. */
export async function withPaths<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const problems = error instanceof Failure && error.code === 'invalid_input' ? error.data?.problems : null
    if (!Array.isArray(problems)) throw error
    throw invalidInput(problems.map(({ field, path, message }) => ({ path: path ?? field, message })))
  }
}

/** For the audit log. */
export function subjectOfEntity({ uuid, title }: { readonly uuid: string; readonly title: string }) {
  return { kind: 'entity', id: uuid, name: title }
}
