import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { testDatabase } from '../../test/postgres.ts'
import { generateSchema } from './generate-schema.ts'

const database = await testDatabase()
afterAll(() => database.close())

test('schema.ts is what the migrated database says; run `npm run generate:schema` after a migration', async () => {
  const written = await readFile(join(import.meta.dirname, 'schema.ts'), 'utf8')
  expect(written).toBe(await generateSchema(database.pool))
})

test('every table and column says in a comment what it holds', async () => {
  const { rows } = await database.pool.query<{ name: string }>(`
    select concat_ws('.', c.relname, a.attname) as name
      from pg_class c
      left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition
       and (obj_description(c.oid, 'pg_class') is null or col_description(c.oid, a.attnum) is null)`)
  expect(rows.map((row) => row.name)).toEqual([])
})

test('every table has a primary key, which is what upsert and backup go by', async () => {
  const { rows } = await database.pool.query<{ name: string }>(`
    select relname as name from pg_class c
     where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
       and not exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'p')`)
  expect(rows.map((row) => row.name)).toEqual([])
})
