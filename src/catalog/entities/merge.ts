import { isArray, isObject, type Json, type JsonObject } from '../jq/json.ts'
import type { Said } from './said.ts'

export interface Source extends Said {
  /** What is said before it does not count. */
  readonly isWhole: boolean
  readonly makesRelated: boolean
}

export interface Merged extends Said {
  readonly makesRelated: boolean
}

const nothing: Merged = {
  title: null,
  icon: null,
  team: null,
  properties: {},
  relations: {},
  makesRelated: false,
}

/** What sources together say, the one that is believed most last. To know nothing is no contradiction. */
export function merge(sources: readonly Source[]): Merged {
  let merged = nothing
  for (const { isWhole, ...said } of sources) {
    const before = isWhole ? nothing : merged
    merged = {
      title: said.title ?? before.title,
      icon: said.icon ?? before.icon,
      team: said.team ?? before.team,
      properties: over(before.properties, said.properties),
      relations: over(before.relations, said.relations),
      makesRelated: said.makesRelated || before.makesRelated,
    }
  }
  return merged
}

function over(before: JsonObject, values: JsonObject): JsonObject {
  const merged: Record<string, Json> = { ...before }
  for (const [name, value] of Object.entries(values)) {
    if (value !== null || !Object.hasOwn(merged, name)) merged[name] = value
  }
  return merged
}

/** Identifiers that a relation names, each once; what is to be looked for, as it is. */
export function targetsOf(value: Json | undefined): readonly string[] | JsonObject {
  if (isObject(value)) return value
  const all = isArray(value) ? value : [value]
  const texts = all.flatMap((one) =>
    typeof one === 'string' && one !== '' ? [one] : typeof one === 'number' ? [String(one)] : [],
  )
  return [...new Set(texts)]
}
