import type { Json, JsonObject } from '../jq/json.ts'

/** What a source says of an entity. */
export interface Said {
  readonly title: string | null
  readonly icon: string | null
  readonly team: Json
  readonly properties: JsonObject
  /** An identifier, a list of them, what is to be looked for, or null. */
  readonly relations: JsonObject
}
