/** A JQ expression as it is run. */
export type Jq = string

/** Relations and identifiers may be looked for; every leaf is an expression. */
export interface Search {
  readonly combinator: Jq
  readonly rules: readonly (Search | SearchRule)[]
}

export interface SearchRule {
  readonly property: Jq
  readonly operator: Jq
  readonly value: Jq
}

export interface EntityMapping {
  readonly identifier: Jq | Search
  readonly blueprint: Jq
  readonly title: Jq | null
  readonly icon: Jq | null
  readonly team: Jq | Search | null
  readonly properties: Readonly<Record<string, Jq>>
  readonly relations: Readonly<Record<string, Jq | Search>>
}

/** Kinds of records that mappings see. */
export const kinds = ['project', 'repository', 'pull-request', 'folder', 'file', 'user'] as const
export type Kind = (typeof kinds)[number]

export interface Folder {
  readonly path: string
  /** Repositories by name; all of them when empty. */
  readonly repos: readonly string[]
}

export interface Files {
  readonly path: string
  readonly filenames: readonly string[]
  readonly repos: readonly string[]
  readonly skipParsing: boolean
}

export interface Selector {
  readonly query: Jq
  readonly repoQuery: string | null
  readonly userRole: string | null
  readonly includedFiles: readonly string[]
  readonly pullRequestQuery: string | null
  readonly states: readonly string[]
  readonly maxResults: number | null
  readonly since: string | null
  readonly folders: readonly Folder[]
  readonly files: Files | null
}

export interface Resource {
  readonly kind: Kind
  /** Line of the text on which it begins. */
  readonly line: number
  readonly selector: Selector
  readonly itemsToParse: Jq | null
  readonly itemsToParseName: string
  readonly itemsToParseTopLevelTransform: boolean
  readonly mappings: readonly EntityMapping[]
}

export interface MappingConfig {
  readonly createMissingRelatedEntities: boolean
  readonly deleteDependentEntities: boolean
  readonly enableMergeEntity: boolean
  readonly entityDeletionThreshold: number
  readonly resources: readonly Resource[]
}

/** Something about a mapping file, where it stands. */
export interface Finding {
  readonly level: 'error' | 'warning'
  readonly line: number
  readonly column: number
  /** Keys and places that lead there, such as `resources[0].selector`. */
  readonly path: string
  readonly message: string
  /** What would be right in its place; null when nobody can know. */
  readonly mended: string | null
}

export interface MappingFinding extends Finding {
  /** Puts it there: what stands from one character of the text to another gives way. Null where that is not enough. */
  readonly edit: { readonly from: number; readonly to: number; readonly text: string } | null
}
