import type { Db } from '../../db/pool.ts'
import type { Engine } from '../jq/engine.ts'
import type { Json } from '../jq/json.ts'
import { loadRecords } from '../records/load.ts'
import type { MappedRecord } from '../records/record.ts'
import { checkMapping } from './check.ts'
import type { Kind, MappingFinding } from './config.ts'
import { mapRecords, type Outcome } from './map.ts'

export interface Tried {
  readonly findings: readonly MappingFinding[]
  /** Empty when there are errors: nothing is mapped then. */
  readonly resources: readonly TriedResource[]
  readonly answers: Engine['referred']
}

export interface TriedResource {
  readonly kind: Kind
  readonly line: number
  readonly records: readonly TriedRecord[]
}

export interface TriedRecord extends Outcome {
  readonly workspace: string
  readonly repository: string | null
  readonly key: string
  readonly input: Json
}

/** What a mapping would make of some real records of each of its resources. Nothing is stored. */
export async function tryMapping(
  { db, engine }: { readonly db: Db; readonly engine: Engine },
  text: string,
  most: number,
): Promise<Tried> {
  const { config, findings } = await checkMapping(engine, text)
  const before = { ...engine.referred }
  const resources: TriedResource[] = []
  for (const resource of config?.resources ?? []) {
    const records = await firstOf(loadRecords(db, resource), most)
    const outcomes = await mapRecords(
      engine,
      resource,
      records.map(({ item }) => item),
    )
    resources.push({
      kind: resource.kind,
      line: resource.line,
      records: records.map((record, at) => tried(record, outcomes[at])),
    })
  }
  return { findings, resources, answers: answersSince(engine, before) }
}

/** How many answers the engine gave since, and how many of them jq itself. */
export function answersSince({ referred }: Engine, before: Engine['referred']): Engine['referred'] {
  return { answers: referred.answers - before.answers, all: referred.all - before.all }
}

function tried(
  { workspace, repository, key, item }: MappedRecord,
  outcome: Outcome | undefined,
): TriedRecord {
  if (!outcome) throw new RangeError('a record without an outcome')
  return { workspace, repository, key, input: item, ...outcome }
}

async function firstOf<T>(values: AsyncIterable<T>, most: number): Promise<T[]> {
  const first: T[] = []
  for await (const value of values) {
    first.push(value)
    if (first.length >= most) break
  }
  return first
}
