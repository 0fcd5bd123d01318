import type pg from 'pg'
import { identifier } from './catalogue.ts'

interface Statements {
  readonly release: string
  readonly restore: string
}

/**
 * Takes foreign keys and triggers away, so that tables load in any order, rows that refer to each other included, and
 * nothing reacts to rows that are only coming back. The answer puts them in place again, which checks every row.
 * (`session_replication_role` would do the same, for a superuser only, and check nothing.)
 */
export async function releaseConstraints(client: pg.ClientBase): Promise<() => Promise<void>> {
  const statements = [...(await foreignKeys(client)), ...(await triggers(client))]
  for (const statement of statements) await client.query(statement.release)
  return async () => {
    for (const statement of statements) await client.query(statement.restore)
  }
}

async function foreignKeys(client: pg.ClientBase): Promise<Statements[]> {
  const { rows } = await client.query<{ table: string; name: string; definition: string }>(
    `select conrelid::regclass::text as table, conname as name, pg_get_constraintdef(oid) as definition
       from pg_constraint
      where contype = 'f' and conparentid = 0
        and connamespace in ('public'::regnamespace, 'graphile_worker'::regnamespace)`,
  )
  return rows.map(({ table, name, definition }) => ({
    release: `alter table ${table} drop constraint ${identifier(name)}`,
    restore: `alter table ${table} add constraint ${identifier(name)} ${definition}`,
  }))
}

/** Those in their usual state: one that was switched off by intent stays off. */
async function triggers(client: pg.ClientBase): Promise<Statements[]> {
  const { rows } = await client.query<{ table: string; name: string }>(
    `select tgrelid::regclass::text as table, tgname as name
       from pg_trigger t join pg_class c on c.oid = t.tgrelid
      where not tgisinternal and tgparentid = 0 and tgenabled = 'O'
        and c.relnamespace in ('public'::regnamespace, 'graphile_worker'::regnamespace)`,
  )
  return rows.map(({ table, name }) => ({
    release: `alter table ${table} disable trigger ${identifier(name)}`,
    restore: `alter table ${table} enable trigger ${identifier(name)}`,
  }))
}
