import type { Transaction } from 'kysely'
import type { Schema } from '../db/schema.ts'
import { upsert } from '../db/upsert.ts'
import type { Slice } from './slice.ts'
import type { Reference, StreamRow } from './stream.ts'

/** Our key of every uuid that was asked for and is known. */
export type Surrogates = ReadonlyMap<string, string>

const accountColumns = ['account_id', 'type', 'display_name', 'nickname', 'account_status'] as const

/** The references in rows, whether they stand alone or in a list. */
export function referencesIn(rows: Iterable<StreamRow>): Reference[] {
  const found: Reference[] = []
  for (const row of rows) {
    for (const value of Object.values(row)) {
      if (isReference(value)) found.push(value)
      else if (Array.isArray(value)) found.push(...value.filter(isReference))
    }
  }
  return found
}

/** Looks the uuids up. An account or project that is not known yet is made, with what the record told of it. */
export async function resolveReferences(
  tx: Transaction<Schema>,
  { workspaceId }: Pick<Slice, 'workspaceId'>,
  references: readonly Reference[],
): Promise<Surrogates> {
  const accounts = await resolveAccounts(tx, of('accounts', references))
  const projects = await resolveProjects(tx, workspaceId, of('projects', references))
  const repositories = await lookUp(tx, 'repositories', of('repositories', references))
  return new Map([...accounts, ...projects, ...repositories])
}

/** The row with our keys in place of references. What is not known stays null. */
export function withSurrogates(row: StreamRow, surrogates: Surrogates): StreamRow {
  const keyOf = (value: unknown) => (isReference(value) ? (surrogates.get(nameOf(value)) ?? null) : value)
  const keyed: Record<string, unknown> = { ...row }
  for (const [column, value] of Object.entries(row)) {
    if (Array.isArray(value)) keyed[column] = value.map(keyOf)
    else if (isReference(value)) keyed[column] = keyOf(value)
  }
  return keyed
}

export function isUnresolved(row: StreamRow, surrogates: Surrogates): boolean {
  return referencesIn([row]).some((reference) => !surrogates.has(nameOf(reference)))
}

function of(table: Reference['to'], references: readonly Reference[]): Reference[] {
  return references.filter(({ to }) => to === table)
}

function nameOf({ to, uuid }: Reference): string {
  return `${to} ${uuid}`
}

function isReference(value: unknown): value is Reference {
  return typeof value === 'object' && value !== null && 'to' in value && 'uuid' in value
}

async function lookUp(
  tx: Transaction<Schema>,
  table: 'projects' | 'repositories',
  references: readonly Reference[],
): Promise<[string, string][]> {
  if (references.length === 0) return []
  const uuids = [...new Set(references.map(({ uuid }) => uuid))]
  const rows = await tx.selectFrom(table).select(['id', 'uuid']).where('uuid', 'in', uuids).execute()
  return rows.map(({ id, uuid }) => [`${table} ${uuid}`, id])
}

/** Repositories are read before the listing of projects is: they show in the first answer that has them. */
async function resolveProjects(
  tx: Transaction<Schema>,
  workspaceId: string,
  references: readonly Reference[],
): Promise<[string, string][]> {
  const there = await lookUp(tx, 'projects', references)
  const names = new Set(there.map(([name]) => name))
  const told = references.filter((one) => one.known && !names.has(nameOf(one)))
  if (told.length === 0) return there
  const rows = new Map(told.map(({ uuid, known }) => [uuid, { workspace_id: workspaceId, uuid, ...known }]))
  await upsert(tx, 'projects', [...rows.values()], { key: ['uuid'] })
  return lookUp(tx, 'projects', references)
}

/**
 * Accounts are shared by all repositories, and an upsert locks even the rows it leaves alone until the batch commits:
 * workers would wait for each other on the busiest people. So only those that are new or differ are written.
 */
async function resolveAccounts(
  tx: Transaction<Schema>,
  references: readonly Reference[],
): Promise<[string, string][]> {
  if (references.length === 0) return []
  const wanted = new Map<string, Readonly<Record<string, unknown>>>()
  for (const { uuid, known } of references) wanted.set(uuid, { ...wanted.get(uuid), ...known })
  const stored = await tx
    .selectFrom('accounts')
    .select(['id', 'uuid', ...accountColumns])
    .where('uuid', 'in', [...wanted.keys()])
    .execute()
  const rows = new Map(stored.map((row) => [row.uuid, row]))
  const outdated = [...wanted].flatMap(([uuid, known]) => {
    const old = rows.get(uuid)
    const merged = { ...blank, ...(old && pick(old)), ...known, uuid }
    return old && JSON.stringify({ ...blank, ...pick(old), uuid }) === JSON.stringify(merged) ? [] : [merged]
  })
  await upsert(tx, 'accounts', outdated, { key: ['uuid'] })
  const ids = stored.map(({ id, uuid }): [string, string] => [`accounts ${uuid}`, id])
  // What another worker inserted in the meantime was neither inserted nor changed by us, but is there now.
  const added = outdated.filter(({ uuid }) => !rows.has(uuid)).map(({ uuid }) => uuid)
  if (added.length === 0) return ids
  const found = await tx.selectFrom('accounts').select(['id', 'uuid']).where('uuid', 'in', added).execute()
  return [...ids, ...found.map(({ id, uuid }): [string, string] => [`accounts ${uuid}`, id])]
}

const blank = Object.fromEntries(accountColumns.map((column) => [column, null]))

function pick(row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(accountColumns.map((column) => [column, row[column]]))
}
