import { copyFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import { packageRoot } from '../../src/config.ts'
import { listTables, qualified } from '../../src/db/backup/catalogue.ts'
import { markDirty } from '../../src/db/dirty.ts'
import type { Database } from '../../src/db/pool.ts'
import { enqueue } from '../../src/db/queue.ts'
import { temporaryDirectory } from '../postgres.ts'

export const migrationsDirectory = join(packageRoot(), 'migrations')

/** Our migrations, or the first of them, and one of the caller's own. */
export function migrationsWith(options: { first?: number; extra?: string }): string {
  const directory = temporaryDirectory()
  const files = readdirSync(migrationsDirectory).sort().slice(0, options.first)
  for (const file of files) copyFileSync(join(migrationsDirectory, file), join(directory, file))
  if (options.extra !== undefined) writeFileSync(join(directory, '9001_extra.sql'), options.extra)
  return directory
}

/** Everything COPY has to escape, and what it must not mistake for an end or a null. */
export const awkwardTexts = [
  '',
  '\\N',
  '\\.',
  'NULL',
  'a\tb',
  'a\nb',
  'a\r\nb',
  '\\',
  '\\\\n',
  '"',
  "'",
  '🦀 é',
  ' ',
]

/** Gives an installation people, rows that refer to others, binary and JSON values, jobs and audit lines. */
export async function furnish({ pool, kysely }: Pick<Database, 'pool' | 'kysely'>): Promise<void> {
  for (const [index, text] of awkwardTexts.entries()) {
    await pool.query(
      `with person as (insert into people (name, email, role, password) values ($1, $2, 'viewer', 'none') returning id)
       insert into sessions (person_id, token_hash, method, expires_at)
       select id, $3, 'password', now() + interval '1 hour' from person`,
      [`N${text}`, `person${index}@windlass.example`, Buffer.from([0, 255, 10, 92, index])],
    )
    await pool.query('insert into settings (key, value) values ($1, $2)', [
      `key ${text}`,
      JSON.stringify({ [text]: [text] }),
    ])
    await enqueue(kysely, `task-${index % 3}`, { text }, { jobKey: `job ${index}` })
  }
  await markDirty(kysely, 'repository', awkwardTexts)
  await pool.query(`insert into audit_log (actor_kind, actor_name, action, outcome, before)
                    values ('nobody', 'Nobody', 'test.run', 'done', '{"a": null}')`)
  await pool.query(`insert into slices (workspace_id, repository_id, lane, due_at)
                    select 1, n, 'deep', now() from generate_series(1, 3000) n`)
}

/** All rows of all tables, as text, in a fixed order. */
export async function contentOf(pool: pg.Pool): Promise<Map<string, string[]>> {
  const client = await pool.connect()
  try {
    const content = new Map<string, string[]>()
    for (const table of await listTables(client)) {
      const { rows } = await client.query<{ row: string }>(
        `select t::text as row from ${qualified(table)} t order by 1`,
      )
      content.set(
        qualified(table),
        rows.map(({ row }) => row),
      )
    }
    return content
  } finally {
    client.release()
  }
}

/** Names of everything in the database that is ours or could be. */
export async function relationsOf(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `select c.oid::regclass::text as name from pg_class c
      where relnamespace::regnamespace::text in ('public', 'graphile_worker')
     union all select nspname from pg_namespace where nspname = 'graphile_worker' order by 1`,
  )
  return rows.map((row) => row.name)
}
