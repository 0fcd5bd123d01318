import { sql } from 'kysely'
import { type Db, transaction } from '../../db/pool.ts'
import { Failure } from '../../errors.ts'
import { startRemap } from '../entities/remap.ts'
import type { Engine } from '../jq/engine.ts'
import { checkMapping } from './check.ts'
import type { MappingFinding } from './config.ts'

export interface StoredMapping {
  readonly id: string
  readonly name: string
  readonly isActive: boolean
  readonly version: number
  readonly shipped: string | null
  readonly text: string
  readonly updatedAt: Date
}

/** Every mapping with the text in use, in the order of their names. */
export async function storedMappings(db: Db): Promise<StoredMapping[]> {
  const rows = await db
    .selectFrom('mappings')
    .innerJoin('mapping_versions', (join) =>
      join
        .onRef('mapping_versions.mapping_id', '=', 'mappings.id')
        .onRef('mapping_versions.version', '=', 'mappings.version'),
    )
    .select(['mappings.id', 'name', 'is_active', 'mappings.version', 'shipped', 'text', 'updated_at'])
    .orderBy('name')
    .execute()
  return rows.map(({ is_active, updated_at, ...row }) => ({
    ...row,
    isActive: is_active,
    updatedAt: updated_at,
  }))
}

export async function storedMapping(db: Db, id: string): Promise<StoredMapping> {
  const found = (await storedMappings(db)).find((one) => one.id === id)
  if (!found) throw new Failure('not_found', { detail: 'There is no such mapping.' })
  return found
}

export interface MappingVersion {
  readonly version: number
  readonly text: string
  readonly restores: number | null
  readonly madeBy: string | null
  readonly madeAt: Date
}

/** All texts that a mapping had, the newest first. */
export async function mappingVersions(db: Db, id: string): Promise<MappingVersion[]> {
  const rows = await db
    .selectFrom('mapping_versions')
    .leftJoin('people', 'people.id', 'made_by')
    .select(['mapping_versions.version', 'text', 'restores', 'people.name', 'made_at'])
    .where('mapping_id', '=', id)
    .orderBy('version', 'desc')
    .execute()
  return rows.map(({ name, made_at, ...row }) => ({ ...row, madeBy: name, madeAt: made_at }))
}

interface Text {
  readonly text: string
  /** Who saves it; null for the command line. */
  readonly person: string | null
}

export interface Saved {
  readonly id: string
  readonly version: number
  readonly findings: readonly MappingFinding[]
}

/** Makes a mapping, and begins to map everything by it. */
export async function makeMapping(
  db: Db,
  engine: Engine,
  { name, text, person }: Text & { readonly name: string },
): Promise<Saved> {
  const findings = await checked(engine, text)
  return transaction(db, async (tx) => {
    const row = await tx
      .insertInto('mappings')
      .values({ name, version: 1 })
      .onConflict((clash) => clash.column('name').doNothing())
      .returning('id')
      .executeTakeFirst()
    if (!row) throw new Failure('conflict', { detail: `There is a mapping ${name} already.` })
    await keep(tx, { id: row.id, name, version: 1, text, person, restores: null })
    return { id: row.id, version: 1, findings }
  })
}

interface Change extends Text {
  readonly id: string
  /** The version that was looked at: what somebody else saved meanwhile is not written over. */
  readonly version: number
  /** The version whose text it brings back. */
  readonly restores?: number
}

/** Saves a text as the newest version of a mapping, and begins to map everything by it. */
export async function saveMapping(db: Db, engine: Engine, change: Change): Promise<Saved> {
  const { id, text, person, restores = null } = change
  const findings = await checked(engine, text)
  return transaction(db, async (tx) => {
    const version = change.version + 1
    const row = await tx
      .updateTable('mappings')
      .set({ version, updated_at: sql<Date>`now()` })
      .where('id', '=', id)
      .where('version', '=', change.version)
      .returning('name')
      .executeTakeFirst()
    if (!row) throw await overtaken(tx, id)
    await keep(tx, { id, name: row.name, version, text, person, restores })
    return { id, version, findings }
  })
}

async function overtaken(tx: Db, id: string): Promise<Failure> {
  const { name, version } = await storedMapping(tx, id)
  return new Failure('conflict', {
    detail: `Version ${version} of ${name} was saved meanwhile. Look at it before you save yours.`,
    data: { version },
  })
}

interface Kept extends Text {
  readonly id: string
  readonly name: string
  readonly version: number
  readonly restores: number | null
}

async function keep(tx: Db, { id, name, version, text, person, restores }: Kept): Promise<void> {
  await tx
    .insertInto('mapping_versions')
    .values({ mapping_id: id, version, text, restores, made_by: person })
    .execute()
  await startRemap(tx, 'mapping', name)
}

async function checked(engine: Engine, text: string): Promise<readonly MappingFinding[]> {
  const { findings } = await checkMapping(engine, text)
  refuseErrors(findings)
  return findings
}

function refuseErrors(findings: readonly MappingFinding[]): void {
  const errors = findings.filter(({ level }) => level === 'error')
  const [first] = errors
  if (!first) return
  const more = errors.length > 1 ? `, and ${errors.length - 1} more` : ''
  throw new Failure('invalid_input', {
    detail: `The mapping has errors: line ${first.line}, ${first.message}${more}`,
    data: { findings },
  })
}

/** An inactive mapping maps nothing; what it made stays as it was. */
export async function switchMapping(db: Db, id: string, isActive: boolean): Promise<void> {
  await transaction(db, async (tx) => {
    const row = await tx
      .updateTable('mappings')
      .set({ is_active: isActive, updated_at: sql<Date>`now()` })
      .where('id', '=', id)
      .returning('name')
      .executeTakeFirst()
    if (!row) throw new Failure('not_found', { detail: 'There is no such mapping.' })
    if (isActive) await startRemap(tx, 'mapping', row.name)
  })
}

/** Entities of which a mapping says something. */
export async function entitiesOf(db: Db, id: string): Promise<number> {
  const { entities } = await db
    .selectFrom('entity_sources')
    .innerJoin('mapped_records', 'mapped_records.id', 'mapped_record_id')
    .select(sql<number>`count(distinct entity_id)::int`.as('entities'))
    .where('mapping_id', '=', id)
    .executeTakeFirstOrThrow()
  return entities
}

/** Removes a mapping with all that it alone made. */
export async function removeMapping(db: Db, id: string): Promise<void> {
  await db.deleteFrom('mappings').where('id', '=', id).execute()
}
