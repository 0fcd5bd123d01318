import { sql } from 'kysely'
import { transaction } from '../../db/pool.ts'
import { isAt } from '../at.ts'
import { hashColumns } from '../batch-rows.ts'
import { addCounts, type Counts } from '../counts.ts'
import { withFence } from '../slice.ts'
import { leaseSeconds } from './engine.ts'
import type { Reader } from './read.ts'

/**
 * Completes hashes of rows that came before the mirror had their commits: a delivery about a pull request may be faster
 * than the one about its push. One that is ambiguous stays short.
 */
export async function resolveAgain({ engine, slice, scene }: Reader): Promise<Counts> {
  const tables = new Set(scene.streams.flatMap((stream) => stream.tables))
  let changed: Counts = {}
  await transaction(engine.db, async (tx) => {
    await withFence(tx, slice, leaseSeconds)
    for (const table of tables) {
      for (const column of hashColumns(table)) {
        const [full, prefix] = [sql.ref(column), sql.ref(`${column}_prefix`)]
        const { numAffectedRows } = await sql`
          with found as (
            select missing.prefix, min(commits.hash) as hash
              from (select distinct ${prefix} as prefix from ${sql.table(table)}
                     where ${isAt(slice)} and ${full} is null and ${prefix} is not null) as missing
              join commits on commits.workspace_id = ${slice.workspaceId}
                          and commits.repository_id = ${slice.repositoryId}
                          and commits.hash >= missing.prefix and commits.hash < missing.prefix || 'g'
             group by missing.prefix having count(*) = 1)
          update ${sql.table(table)} as target set ${full} = found.hash from found
           where ${isAt(slice)} and ${full} is null and ${prefix} = found.prefix`.execute(tx)
        changed = addCounts(changed, { [table]: Number(numAffectedRows) })
      }
    }
  })
  return changed
}
