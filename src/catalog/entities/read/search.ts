import { sql } from 'kysely'
import type { Db } from '../../../db/pool.ts'
import { wordsIn } from './conditions.ts'

export interface Found {
  readonly uuid: string
  readonly blueprint: string
  readonly blueprint_title: string
  readonly identifier: string
  readonly title: string
  readonly icon: string | null
}

/** Entities whose title or identifier holds every word: the same first, then what begins so, then the shorter. */
export async function searchEntities(db: Db, q: string, limit: number): Promise<Found[]> {
  const words = wordsIn(q)
  if (words.length === 0) return []
  const text = q.trim().toLowerCase()
  const { rows } = await sql<Found>`
    select e.uuid, b.identifier as blueprint, b.title as blueprint_title, e.identifier, e.title, e.icon
      from entities e join blueprints b on b.id = e.blueprint_id
     where e.removed_at is null and ${sql.join(words, sql` and `)}
     order by (lower(e.title) = ${text} or lower(e.identifier) = ${text}) desc,
              starts_with(lower(e.title), ${text}) desc, length(e.title), lower(e.title), e.id
     limit ${limit}`.execute(db)
  return rows
}
