import { type RawBuilder, sql } from 'kysely'
import type { Slice } from './slice.ts'

/** Where a slice lies. */
export type At = Pick<Slice, 'workspaceId' | 'repositoryId'>

/** Whether a row lies there. `is not distinct from` would say it for both kinds, but no index answers to that. */
export function isAt({ workspaceId, repositoryId }: At): RawBuilder<boolean> {
  const place = repositoryId === null ? sql`repository_id is null` : sql`repository_id = ${repositoryId}`
  return sql<boolean>`workspace_id = ${workspaceId} and ${place}`
}
