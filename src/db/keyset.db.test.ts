import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { emptyDatabase } from '../../test/postgres.ts'
import { keyset, type Place } from './keyset.ts'
import type { Database } from './pool.ts'

let database: Database
beforeAll(async () => {
  database = await emptyDatabase()
  await database.pool.query(
    'create table things (id bigint primary key, name text, at timestamptz, n bigint)',
  )
})
afterAll(() => database?.close())

const columns = {
  name: { value: sql`lower(name)`, type: 'text' },
  at: { value: sql`at`, type: 'timestamptz' },
  n: { value: sql`n`, type: 'bigint' },
  known: { value: sql`coalesce(name, '')`, type: 'text', isKnown: true },
} as const

const sorts = ['name', '-name', 'at', '-at', 'n', '-n', 'known', '-known'] as const

interface Found {
  readonly id: string
  readonly sort_value: string | null
}

async function walk(sort: (typeof sorts)[number], limit: number): Promise<string[]> {
  const { value, orderBy, behind } = keyset(columns, sort, sql`things.id`)
  const ids: string[] = []
  let place: Place | undefined
  for (;;) {
    const { rows } = await sql<Found>`
      select id::text, ${value} as sort_value from things where ${behind(place)}
       order by ${orderBy} limit ${limit}`.execute(database.kysely)
    ids.push(...rows.map(({ id }) => id))
    const last = rows.at(-1)
    if (!last) return ids
    place = [last.sort_value, last.id]
  }
}

const thing = fc.record({
  name: fc.option(fc.constantFrom('a', 'B', 'b', 'ä', '')),
  at: fc.option(fc.constantFrom('2026-01-01T00:00:00.000001Z', '2026-01-01T00:00:00.000002Z')),
  n: fc.option(fc.integer({ min: -2, max: 2 })),
})

it('meets every row once, in order, whatever is equal or unknown', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(thing, { maxLength: 12 }),
      fc.integer({ min: 1, max: 5 }),
      async (things, limit) => {
        await database.pool.query('truncate things')
        await database.pool.query(
          'insert into things select * from unnest($1::bigint[], $2::text[], $3::timestamptz[], $4::bigint[])',
          [
            things.map((_, id) => id + 1),
            ...(['name', 'at', 'n'] as const).map((key) => things.map((one) => one[key])),
          ],
        )
        for (const sort of sorts) {
          const { orderBy } = keyset(columns, sort, sql`things.id`)
          const { rows } = await sql<{ id: string }>`select id::text from things order by ${orderBy}`.execute(
            database.kysely,
          )
          expect(await walk(sort, limit)).toEqual(rows.map(({ id }) => id))
        }
      },
    ),
    { numRuns: 25 },
  )
})
