import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../db/pool.ts'
import { Failure } from '../errors.ts'

export interface Gap {
  readonly id: string
  readonly connection_id: string
  readonly alias: string
  readonly workspace: string
  readonly repository: string | null
  readonly stream: string
  readonly reason: string
  readonly status: number | null
  readonly detail: string | null
  readonly first_at: Date
  readonly last_at: Date
  readonly tries: number
  readonly next_at: Date | null
}

interface GapFilter {
  readonly connection?: string | undefined
  readonly stream?: string | undefined
  readonly reason?: string | undefined
}

const selectGaps = (where: RawBuilder<unknown>, also = sql``) => sql`
  select gaps.id, connections.id as connection_id, connections.alias, workspaces.slug as workspace,
         repositories.slug as repository, stream, reason, status, detail, first_at, last_at, tries, next_at ${also}
    from gaps
    join workspaces on workspaces.id = gaps.workspace_id
    join connections on connections.id = workspaces.connection_id
    left join repositories
      on repositories.workspace_id = gaps.workspace_id and repositories.id = gaps.repository_id
   where ${where}`

/** Gaps after a gap, the oldest first. */
export async function listGaps(
  db: Db,
  { connection = null, stream = null, reason = null }: { [K in keyof GapFilter]: GapFilter[K] | null },
  after: string | undefined,
  limit: number,
): Promise<Gap[]> {
  const where = sql`gaps.id > ${after ?? '0'}
    and (${connection}::bigint is null or connections.id = ${connection})
    and (${stream}::text is null or stream = ${stream}) and (${reason}::text is null or reason = ${reason})`
  const { rows } = await sql<Gap>`${selectGaps(where)} order by gaps.id limit ${limit}`.execute(db)
  return rows
}

/** With the beginning of the answer that made it. */
export async function getGap(db: Db, id: string): Promise<Gap & { readonly body: Buffer | null }> {
  const { rows } = await sql<Gap & { body: Buffer | null }>`
    ${selectGaps(sql`gaps.id = ${id}`, sql`, body`)}`.execute(db)
  const [gap] = rows
  if (!gap) throw new Failure('not_found')
  return gap
}

/** Which connections some gaps belong to, with the gaps of each. */
export async function connectionsOfGaps(db: Db, ids: readonly string[]): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ connection_id: string; ids: string[] }>`
    select workspaces.connection_id, array_agg(gaps.id::text) as ids
      from gaps join workspaces on workspaces.id = gaps.workspace_id
     where gaps.id = any(${[...ids]}::bigint[]) and workspaces.connection_id is not null
     group by workspaces.connection_id order by workspaces.connection_id`.execute(db)
  return new Map(rows.map((row) => [row.connection_id, row.ids]))
}
