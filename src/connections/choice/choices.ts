import { sql } from 'kysely'
import type { Db } from '../../db/pool.ts'

/** What was said of one repository. */
export interface Choice {
  /** Without braces. */
  readonly uuid: string
  readonly full_name: string
  readonly is_wanted: boolean
}

/** What was said of single repositories, by their uuids. */
export async function choicesOf(db: Db, connectionId: string): Promise<ReadonlyMap<string, boolean>> {
  const rows = await db
    .selectFrom('repository_choices')
    .select(['repository_uuid', 'is_wanted'])
    .where('connection_id', '=', connectionId)
    .execute()
  return new Map(rows.map((row) => [row.repository_uuid, row.is_wanted]))
}

export async function listChoices(db: Db, connectionId: string): Promise<Choice[]> {
  return db
    .selectFrom('repository_choices')
    .select(['repository_uuid as uuid', 'full_name', 'is_wanted'])
    .where('connection_id', '=', connectionId)
    .orderBy('full_name')
    .execute()
}

/** Remembers what is said now; of the others what was said stays. */
export async function choose(tx: Db, connectionId: string, choices: readonly Choice[]): Promise<void> {
  if (choices.length === 0) return
  await tx
    .insertInto('repository_choices')
    .values(
      choices.map(({ uuid, full_name, is_wanted }) => ({
        connection_id: connectionId,
        repository_uuid: uuid,
        ...{ full_name, is_wanted },
      })),
    )
    .onConflict((clash) =>
      clash.columns(['connection_id', 'repository_uuid']).doUpdateSet({
        full_name: sql`excluded.full_name`,
        is_wanted: sql`excluded.is_wanted`,
        chosen_at: sql`now()`,
      }),
    )
    .execute()
}

/** The rules decide again. */
export async function forgetChoices(tx: Db, connectionId: string, uuids: readonly string[]): Promise<void> {
  if (uuids.length === 0) return
  await tx
    .deleteFrom('repository_choices')
    .where('connection_id', '=', connectionId)
    .where('repository_uuid', 'in', uuids)
    .execute()
}
