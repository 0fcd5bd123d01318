import type pg from 'pg'
import type { BackupTable, Header } from './format.ts'

/** The schemas an installation consists of: ours, and the one of the job queue. */
const schemas = ['public', 'graphile_worker']

/**
 * The tables whose rows make up an installation, in a fixed order. Without the lists of migrations: what they say is
 * in the header, and a restore writes them anew. Rows of partitions are read through the table they belong to.
 */
export async function listTables(client: pg.ClientBase): Promise<BackupTable[]> {
  const { rows } = await client.query<BackupTable>(
    `select n.nspname as schema, c.relname as name,
            array_agg(a.attname::text order by a.attnum) filter (where a.attgenerated = '') as columns
       from pg_class c
       join pg_namespace n on n.oid = c.relnamespace
       join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where n.nspname = any($1) and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> 'migrations'
      group by n.nspname, c.relname order by n.nspname, c.relname`,
    [schemas],
  )
  return rows
}

/** Partitions are made while the product runs, so no migration knows them. Those of partitions come after theirs. */
export async function listPartitions(client: pg.ClientBase): Promise<Header['partitions']> {
  const { rows } = await client.query<Header['partitions'][number]>(
    `select n.nspname as schema, c.relname as name, p.relname as parent, pg_get_expr(c.relpartbound, c.oid) as bound
       from pg_class c
       join pg_namespace n on n.oid = c.relnamespace
       join pg_inherits i on i.inhrelid = c.oid
       join pg_class p on p.oid = i.inhparent
      where n.nspname = any($1) and c.relispartition and c.relkind in ('r', 'p') order by c.oid`,
    [schemas],
  )
  return rows
}

/** How far every sequence has come. Sequences keep to no snapshot: they are at or past what the rows use. */
export async function listSequences(client: pg.ClientBase): Promise<Header['sequences']> {
  const { rows } = await client.query<Header['sequences'][number]>(
    `select schemaname as schema, sequencename as name,
            coalesce(last_value, start_value)::text as value, last_value is not null as used
       from pg_sequences where schemaname = any($1) order by 1, 2`,
    [schemas],
  )
  return rows
}

/** Revision of graphile-worker's schema; 0 when there is none. */
export async function queueRevision(client: pg.ClientBase): Promise<number> {
  const { rows } = await client.query<{ found: boolean }>(
    `select to_regclass('graphile_worker.migrations') is not null as found`,
  )
  if (!rows[0]?.found) return 0
  const found = await client.query<{ id: number }>('select max(id) as id from graphile_worker.migrations')
  return found.rows[0]?.id ?? 0
}

/** How values are written, whatever the server or the role has set; for the transaction only. */
export async function fixFormats(client: pg.ClientBase): Promise<void> {
  await client.query(`
    set local client_encoding = 'UTF8';
    set local datestyle = 'ISO, YMD';
    set local intervalstyle = 'postgres';
    set local bytea_output = 'hex';
    set local extra_float_digits = 1;
    set local timezone = 'UTC';
    set local statement_timeout = 0`)
}

export function qualified(table: { readonly schema: string; readonly name: string }): string {
  return `${identifier(table.schema)}.${identifier(table.name)}`
}

export function columnList(table: BackupTable): string {
  return table.columns.map(identifier).join(', ')
}

export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
