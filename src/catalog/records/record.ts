import type { Json } from '../jq/json.ts'

/** What a mapping sees: a record as Bitbucket sent it, and where it is from. */
export interface MappedRecord {
  readonly workspaceId: string
  readonly workspace: string
  /** Of what belongs to a repository, or is one. */
  readonly repositoryId: string | null
  readonly repository: string | null
  /** As the source tells it apart within its repository or workspace. */
  readonly key: string
  readonly item: Json
}
