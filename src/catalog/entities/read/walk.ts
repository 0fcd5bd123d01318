import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../../db/pool.ts'
import { ofRepositories, repositoriesOf, repositoryUrl } from './repositories.ts'

/** Where a walk through time stands: a moment as text, and what tells apart what happened then. */
export type Moment = readonly [at: string, place: string]

/** What every row of a walk has. */
export interface Walked {
  readonly at: Date
  /** The moment as PostgreSQL writes it, finer than a Date. */
  readonly moment: string
  readonly place: string
  readonly repository: string
  readonly repository_url: string
}

/**
 * What happened in the repositories of an entity, the newest first. `rows` reads of one repository, `mine`, and gives
 * `at` and `place` beside its own columns; it is asked for no more than are wanted in all.
 */
export async function walk<Row>(
  db: Db,
  entityId: string,
  rows: RawBuilder<unknown>,
  { before, limit }: { before: Moment | undefined; limit: number },
): Promise<(Row & Walked)[]> {
  const behind = before
    ? sql`at <= ${before[0]}::timestamptz
          and (at < ${before[0]}::timestamptz or place collate "C" < ${before[1]})`
    : sql`true`
  const { rows: found } = await sql<Row & Walked>`
    select part.*, part.at::text as moment, w.slug || '/' || r.slug as repository,
           ${repositoryUrl} as repository_url
      from ${repositoriesOf(entityId)} as mine ${ofRepositories}
     cross join lateral (
       select * from (${rows}) as all_of_it where at is not null and ${behind}
        order by at desc, place collate "C" desc limit ${limit}) as part
     order by part.at desc, part.place collate "C" desc limit ${limit}`.execute(db)
  return found
}

/** Who an account is, or what git says where nobody knows. */
export function nameOf(account: RawBuilder<unknown>, raw: RawBuilder<unknown>): RawBuilder<string | null> {
  return sql`coalesce((select display_name from accounts where id = ${account}),
                      nullif(trim(substring(${raw} from '^[^<]*')), ''))`
}
