import type { Transaction } from 'kysely'
import type { Schema } from '../../db/schema.ts'
import type { Engine } from '../jq/engine.ts'
import type { Resource } from '../mapping/config.ts'
import { mapRecords, type Outcome } from '../mapping/map.ts'
import { loadRecords } from '../records/load.ts'
import type { MappedRecord } from '../records/record.ts'
import { type Stream, streamOf, type Unit } from '../records/unit.ts'
import type { ActiveMapping } from './active.ts'

/** What a resource of a mapping makes of a record. */
export interface Derived {
  readonly mapping: ActiveMapping
  readonly resource: Resource
  /** Which of the mapping's resources, from zero. */
  readonly place: number
  readonly stream: Stream
  /** Key of the unit the record is of. */
  readonly unit: string
  readonly record: MappedRecord
  readonly outcome: Outcome
}

/** So many records are in memory at once. */
const perBatch = 1_000

/** Maps what is there of some units by every resource that is about them, in batches. */
export async function* deriveUnits(
  tx: Transaction<Schema>,
  engine: Engine,
  mapping: ActiveMapping,
  units: readonly Unit[],
): AsyncGenerator<Derived[]> {
  for (const [place, resource] of mapping.config.resources.entries()) {
    const stream = streamOf[resource.kind]
    const own = units.filter((unit) => unit.stream === stream)
    if (own.length === 0) continue
    let records: MappedRecord[] = []
    const flush = async (): Promise<Derived[]> => {
      const batch = records
      records = []
      const outcomes = await mapRecords(
        engine,
        resource,
        batch.map(({ item }) => item),
      )
      return batch.flatMap((record, at) => {
        const outcome = outcomes[at]
        const unit = stream === 'files' ? '' : record.key
        return outcome ? [{ mapping, resource, place, stream, unit, record, outcome }] : []
      })
    }
    for await (const record of loadRecords(tx, resource, own)) {
      records.push(record)
      if (records.length >= perBatch) yield await flush()
    }
    if (records.length > 0) yield await flush()
  }
}
