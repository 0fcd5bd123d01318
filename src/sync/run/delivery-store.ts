import { sql } from 'kysely'
import { inflate } from '../../db/payload.ts'
import { isAt } from '../at.ts'
import { storeBatch } from '../batch.ts'
import { addCounts, type Counts, countsOf } from '../counts.ts'
import type { Effect, StoreEffect } from '../events.ts'
import { readRecord, type SourceRecord } from '../record.ts'
import type { AnyStream } from '../stream.ts'
import { leaseSeconds } from './engine.ts'
import type { Reader } from './read.ts'

interface Told {
  readonly effect: StoreEffect
  readonly record: SourceRecord
  readonly version: string | null
}

interface Known {
  readonly hash: Buffer
  readonly version: string | null
}

export interface StoredTold {
  readonly changed: Counts
  /** What is to be done next, as the deliveries asked for each case. */
  readonly next: readonly Effect[]
  /** Records that were left alone because something newer is known. */
  readonly older: number
}

/**
 * Stores records that deliveries brought, all of one stream, in the order in which they came. State never goes back:
 * what is known stays where it is newer, and what speaks of the same moment in another way is left to whoever asks.
 */
export async function storeTold(
  reader: Reader,
  stream: AnyStream,
  effects: readonly StoreEffect[],
): Promise<StoredTold> {
  const { engine, slice, scene, resolver } = reader
  const told = effects.map((effect) => readTold(reader, stream, effect))
  const known = await knownVersions(
    reader,
    stream,
    told.map(({ record }) => record.key),
  )
  const items = new Map<string, unknown>()
  const next: Effect[] = []
  let older = 0
  for (const { effect, record, version } of told) {
    const outcome =
      'error' in record.reading ? 'unclear' : weigh(known.get(record.key), { ...record, version })
    // Nobody can be asked about a record that cannot be read: it is kept with its error, as one of a listing.
    const isKept = outcome === 'newer' || (outcome === 'unclear' && effect.unclear === undefined)
    if (isKept) items.set(record.key, effect.item)
    if (outcome === 'newer') known.set(record.key, { hash: record.hash, version })
    if (outcome === 'older') older += 1
    const follow = { newer: effect.after, same: effect.after, older: effect.older, unclear: effect.unclear }
    next.push(...(follow[outcome] ?? []))
  }
  if (items.size === 0) return { changed: {}, next, older }
  const { tables } = await storeBatch(engine.db, slice, {
    stream,
    place: scene.place,
    items: [...items.values()],
    shape: 'webhook',
    leaseSeconds,
    ...(resolver && { resolver }),
  })
  const changed = countsOf(tables)
  scene.tally.changed = addCounts(scene.tally.changed, changed)
  return { changed, next, older }
}

function readTold({ scene }: Reader, stream: AnyStream, effect: StoreEffect): Told {
  const record = readRecord(stream, effect.item, scene.place)
  return { effect, record, version: versionOf(stream, effect.item) }
}

function weigh(known: Known | undefined, told: Known): 'newer' | 'same' | 'older' | 'unclear' {
  if (known === undefined) return 'newer'
  if (known.hash.equals(told.hash)) return 'same'
  if (known.version === null || told.version === null || known.version === told.version) return 'unclear'
  return instantOf(told.version) > instantOf(known.version) ? 'newer' : 'older'
}

/** Microseconds count: two changes in one second are usual. */
function instantOf(version: string): string {
  const [, whole = version, fraction = ''] = /^(.*?\d)(?:\.(\d+))?(?:Z|[+-]00:?00)$/.exec(version) ?? []
  return `${whole}.${fraction.padEnd(9, '0')}`
}

async function knownVersions(
  { engine, slice, scene }: Reader,
  stream: AnyStream,
  keys: readonly string[],
): Promise<Map<string, Known>> {
  const rows = await engine.db
    .selectFrom('raw_records')
    .select(['key', 'payload'])
    .where(isAt(slice))
    .where('stream', '=', stream.recordsOf ?? stream.name)
    .where('error', 'is', null)
    .where(sql<boolean>`key = any(${[...new Set(keys)]}::text[])`)
    .execute()
  return new Map(
    rows.map(({ key, payload }) => {
      const item = inflate(payload)
      // What is stored of the hash is empty where something is still missing.
      return [key, { hash: readRecord(stream, item, scene.place).hash, version: versionOf(stream, item) }]
    }),
  )
}

function versionOf(stream: AnyStream, item: unknown): string | null {
  try {
    return stream.version?.(item as Parameters<AnyStream['key']>[0]) ?? null
  } catch {
    // A record that cannot be read has no time either.
    return null
  }
}
