import { sql } from 'kysely'
import { type Db, transaction } from '../../db/pool.ts'
import { loadBlueprints } from '../blueprints/stored.ts'
import type { Engine } from '../jq/engine.ts'
import type { Json } from '../jq/json.ts'
import { checkMapping } from '../mapping/check.ts'
import type { Kind, MappingFinding, Resource } from '../mapping/config.ts'
import { mapRecords } from '../mapping/map.ts'
import { answersSince } from '../mapping/try.ts'
import { loadRecords } from '../records/load.ts'
import type { MappedRecord } from '../records/record.ts'
import { streamOf } from '../records/unit.ts'
import { checkEntity, type KnownBlueprint, knownBlueprints } from './checked.ts'
import type { Said } from './said.ts'

interface PreviewedChange {
  readonly change: 'created' | 'changed' | 'removed'
  readonly blueprint: string
  readonly identifier: string
  readonly title: string | null
  /** Of one that changes: what, from what to what. */
  readonly fields: readonly { readonly field: string; readonly before: Json; readonly after: Json }[]
}

export interface Preview {
  readonly findings: readonly MappingFinding[]
  /** Records that were mapped for it. */
  readonly records: number
  /** Kinds of which not all records were mapped. */
  readonly partly: readonly Kind[]
  readonly errored: number
  readonly created: number
  readonly changed: number
  readonly removed: number
  readonly same: number
  readonly examples: readonly PreviewedChange[]
  readonly answers: Engine['referred']
}

const nothing = {
  records: 0,
  partly: [],
  errored: 0,
  created: 0,
  changed: 0,
  removed: 0,
  same: 0,
  examples: [],
  answers: { answers: 0, all: 0 },
}

interface Limits {
  /** Records of each resource. */
  readonly records: number
  readonly examples: number
}

/** What saving a text for a mapping would make of the catalogue. Nothing is stored. */
export async function previewMapping(
  { db, engine }: { readonly db: Db; readonly engine: Engine },
  { text, mappingId }: { readonly text: string; readonly mappingId: string | null },
  limits: Limits,
): Promise<Preview> {
  const { config, findings } = await checkMapping(engine, text)
  if (!config) return { ...nothing, findings }
  const start = { ...engine.referred }
  return transaction(db, async (tx) => {
    const blueprints = knownBlueprints(await loadBlueprints(tx))
    const [before, after] = [new Map<string, Entry>(), new Map<string, Entry>()]
    const partly = new Set<Kind>()
    let records = 0
    let errored = 0
    for (const resource of config.resources) {
      let left = limits.records
      for await (const batch of batchesOf(loadRecords(tx, resource))) {
        const taken = batch.slice(0, after.size < mostEntities ? left : 0)
        if (taken.length < batch.length) partly.add(resource.kind)
        if (taken.length === 0) break
        left -= taken.length
        records += taken.length
        errored += await mapInto(after, { tx, engine, blueprints }, resource, taken)
        if (mappingId !== null) await storedInto(before, tx, mappingId, resource, taken)
      }
    }
    const kinds = [...new Set(config.resources.map(({ kind }) => kind))]
    if (mappingId !== null) await dropInto(before, tx, mappingId, kinds)
    const changes = compare(before, after, await presentOf(tx, after))
    const count = (wanted: PreviewedChange['change']) =>
      changes.filter(({ change }) => change === wanted).length
    const [created, changed, removed] = [count('created'), count('changed'), count('removed')]
    return {
      ...{ findings, records, partly: [...partly], errored, created, changed, removed },
      same: after.size - created - changed,
      examples: examplesOf(changes, limits.examples),
      answers: answersSince(engine, start),
    }
  })
}

interface Entry {
  readonly blueprint: string
  readonly identifier: string
  readonly said: Said
}

const keyOf = ({ blueprint, identifier }: Pick<Entry, 'blueprint' | 'identifier'>) =>
  `${blueprint}\n${identifier}`

/** What is mapped at once lies in memory, and so does what it makes: no record is taken beyond so much. */
const perBatch = 100
const mostEntities = 100_000

async function* batchesOf(records: AsyncIterable<MappedRecord>): AsyncGenerator<MappedRecord[]> {
  let batch: MappedRecord[] = []
  for await (const record of records) {
    batch.push(record)
    if (batch.length < perBatch) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

interface Ground {
  readonly tx: Parameters<typeof checkEntity>[0]
  readonly engine: Engine
  readonly blueprints: ReadonlyMap<string, KnownBlueprint>
}

async function mapInto(
  entries: Map<string, Entry>,
  { tx, engine, blueprints }: Ground,
  resource: Resource,
  records: readonly MappedRecord[],
): Promise<number> {
  const outcomes = await mapRecords(
    engine,
    resource,
    records.map(({ item }) => item),
  )
  let errored = 0
  for (const { entities, errors } of outcomes) {
    let failed = errors.length
    for (const entity of entities) {
      const { checked, errors: own } = await checkEntity(tx, blueprints, entity)
      failed += own.length
      if (checked)
        add(entries, { blueprint: entity.blueprint, identifier: checked.identifier, said: checked.said })
    }
    if (failed > 0) errored += 1
  }
  return errored
}

function add(entries: Map<string, Entry>, entry: Entry): void {
  const said = entries.get(keyOf(entry))?.said
  const { title, icon, team, properties, relations } = entry.said
  const merged = {
    title: title ?? said?.title ?? null,
    icon: icon ?? said?.icon ?? null,
    team: team ?? said?.team ?? null,
    properties: { ...said?.properties, ...properties },
    relations: { ...said?.relations, ...relations },
  }
  entries.set(keyOf(entry), { ...entry, said: merged })
}

type StoredRow = Said & { readonly blueprint: string; readonly identifier: string }

const storedColumns = sql`blueprints.identifier as blueprint, entities.identifier, source.title, source.icon,
  source.team, source.properties, source.relations`

async function storedInto(
  entries: Map<string, Entry>,
  tx: Db,
  mappingId: string,
  { kind }: Resource,
  records: readonly MappedRecord[],
): Promise<void> {
  const isFile = streamOf[kind] === 'files'
  const { rows } = await sql<StoredRow>`
    select ${storedColumns}
      from unnest(${records.map((one) => one.workspaceId)}::bigint[], ${records.map((one) => one.repositoryId)}::bigint[],
                  ${records.map((one) => (isFile ? '' : one.key))}::text[], ${records.map((one) => one.key)}::text[])
           as given (workspace_id, repository_id, unit, key)
      join mapped_records record on record.stream = ${streamOf[kind]} and record.workspace_id = given.workspace_id
       and record.unit = given.unit and record.repository_id is not distinct from given.repository_id
       and record.key = given.key and record.mapping_id = ${mappingId} and record.kind = ${kind}
      join entity_sources source on source.mapped_record_id = record.id and gone_at is null
      join entities on entities.id = entity_id join blueprints on blueprints.id = blueprint_id
     order by resource, record.id`.execute(tx)
  for (const { blueprint, identifier, ...said } of rows) add(entries, { blueprint, identifier, said })
}

/** What kinds made that are not mapped any more. */
async function dropInto(
  entries: Map<string, Entry>,
  tx: Db,
  mappingId: string,
  kinds: readonly Kind[],
): Promise<void> {
  const { rows } = await sql<StoredRow>`
    select ${storedColumns}
      from mapped_records record
      join entity_sources source on source.mapped_record_id = record.id and gone_at is null
      join entities on entities.id = entity_id join blueprints on blueprints.id = blueprint_id
     where record.mapping_id = ${mappingId} and record.kind <> all(${[...kinds]}::text[])`.execute(tx)
  for (const { blueprint, identifier, ...said } of rows) add(entries, { blueprint, identifier, said })
}

/** Those that are in the catalogue already, whoever made them. */
async function presentOf(tx: Db, entries: ReadonlyMap<string, Entry>): Promise<Set<string>> {
  const all = [...entries.values()]
  const { rows } = await sql<{ blueprint: string; identifier: string }>`
    select given.blueprint, given.identifier
      from unnest(${all.map(({ blueprint }) => blueprint)}::text[], ${all.map(({ identifier }) => identifier)}::text[])
           as given (blueprint, identifier)
      join blueprints on blueprints.identifier = given.blueprint
      join entities on blueprint_id = blueprints.id and entities.identifier = given.identifier
     where removed_at is null and not is_stub`.execute(tx)
  return new Set(rows.map(keyOf))
}

function compare(
  before: ReadonlyMap<string, Entry>,
  after: ReadonlyMap<string, Entry>,
  present: ReadonlySet<string>,
): PreviewedChange[] {
  const changes: PreviewedChange[] = []
  const tell = (change: PreviewedChange['change'], entry: Entry, fields: PreviewedChange['fields'] = []) =>
    changes.push({
      change,
      blueprint: entry.blueprint,
      identifier: entry.identifier,
      title: entry.said.title,
      fields,
    })
  for (const [key, entry] of after) {
    const was = before.get(key)
    if (!was && !present.has(key)) tell('created', entry)
    else if (was) {
      const fields = fieldsOf(was.said, entry.said)
      if (fields.length > 0) tell('changed', entry, fields)
    } else tell('changed', entry)
  }
  for (const [key, entry] of before) if (!after.has(key)) tell('removed', entry)
  return changes
}

function fieldsOf(before: Said, after: Said): PreviewedChange['fields'] {
  const [was, is] = [flat(before), flat(after)]
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])]
  return names.flatMap((field) => {
    const [left, right] = [was[field] ?? null, is[field] ?? null]
    return isEqual(left, right) ? [] : [{ field, before: left, after: right }]
  })
}

function flat({ title, icon, team, properties, relations }: Said): Record<string, Json> {
  const prefixed = (prefix: string, values: Readonly<Record<string, Json>>) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [`${prefix}.${name}`, value]))
  return { title, icon, team, ...prefixed('properties', properties), ...prefixed('relations', relations) }
}

/** The database keeps the keys of an object in an order of its own. */
function isEqual(left: Json, right: Json): boolean {
  return JSON.stringify(left, sorted) === JSON.stringify(right, sorted)
}

function sorted(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Some of each, what would be removed first: that is what has to be seen. */
function examplesOf(changes: readonly PreviewedChange[], most: number): PreviewedChange[] {
  return (['removed', 'changed', 'created'] as const).flatMap((wanted) =>
    changes.filter(({ change }) => change === wanted).slice(0, most),
  )
}
