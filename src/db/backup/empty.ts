import type pg from 'pg'
import { Failure } from '../../errors.ts'
import { tableKeys } from '../schema.ts'

/**
 * A restore replaces what is there, so what is there must be nothing: no table at all, or an installation that was
 * started and never set up, which nobody else works on.
 */
export async function refuseUnlessEmpty(client: pg.ClientBase): Promise<void> {
  const tables = await ownTables(client)
  const foreign = tables.filter((table) => !Object.hasOwn(tableKeys, table))
  if (foreign.length > 0) {
    throw new Failure('database_not_empty', { detail: `It holds the tables ${foreign.join(', ')}.` })
  }
  if (tables.includes('people') && (await hasRows(client, 'public.people'))) {
    throw new Failure('database_not_empty', { detail: 'It has people.' })
  }
  const others = await otherSessions(client)
  if (others.length > 0) {
    throw new Failure('database_in_use', { detail: `Connected is: ${others.join(', ')}.` })
  }
}

async function ownTables(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select relname as name from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'f') and not relispartition
        and not exists (select from pg_depend d where d.objid = pg_class.oid and d.deptype = 'e') order by 1`,
  )
  return rows.map((row) => row.name)
}

async function hasRows(client: pg.ClientBase, table: string): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>(`select exists (select from ${table}) as found`)
  return rows[0]?.found === true
}

/** The pool this restore works on shares a name; every other connection could write while it runs. */
async function otherSessions(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select distinct coalesce(nullif(application_name, ''), 'a client without a name') as name
       from pg_stat_activity
      where datname = current_database() and backend_type = 'client backend'
        and application_name <> current_setting('application_name') order by 1`,
  )
  return rows.map((row) => row.name)
}

/** Removes everything of ours; extensions and what belongs to them stay. */
export async function clearSchema(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ kind: string; name: string }>(
    `select case relkind when 'v' then 'view' when 'm' then 'materialized view' else 'table' end as kind,
            quote_ident(relname) as name
       from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm')
        and not exists (select from pg_depend d where d.objid = pg_class.oid and d.deptype = 'e')
     union all
     select 'routine', oid::regprocedure::text from pg_proc
      where pronamespace = 'public'::regnamespace
        and not exists (select from pg_depend d where d.objid = pg_proc.oid and d.deptype = 'e')
     union all
     select 'type', format_type(oid, null) from pg_type
      where typnamespace = 'public'::regnamespace and typtype in ('e', 'd')
        and not exists (select from pg_depend d where d.objid = pg_type.oid and d.deptype = 'e')`,
  )
  for (const { kind, name } of rows) await client.query(`drop ${kind} if exists ${name} cascade`)
}
