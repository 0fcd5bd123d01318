import { stringify } from 'yaml'
import type { Db } from '../../../db/pool.ts'
import type { Json, JsonObject } from '../../jq/json.ts'
import { csvLine } from './csv.ts'
import { type Listing, listEntities } from './list.ts'
import type { Shown } from './shown.ts'

export type FileForm = 'json' | 'csv' | 'yaml'

/** An entity in Port's form, as it can be read in again. */
export function portable({ blueprint, relations, ...entity }: Shown): JsonObject {
  const { identifier, title, icon, team, properties } = entity
  return {
    ...{ identifier, title, icon, team, blueprint: blueprint.identifier, properties },
    relations: Object.fromEntries(
      Object.entries(relations).map(([name, { items }]) => {
        const targets = items.map((one) => one.identifier)
        const isMany = blueprint.definition.relations?.[name]?.many ?? false
        return [name, isMany ? targets : (targets[0] ?? null)]
      }),
    ),
  }
}

export function asYaml(entity: Readonly<Record<string, unknown>>): string {
  return stringify(entity, { lineWidth: 0 })
}

const pageSize = 500

/** The entities that are chosen as a file, piece by piece: as many as there are, a page of them in memory. */
export async function* entityFile(db: Db, listing: Listing, form: FileForm): AsyncGenerator<string> {
  const writer = writers[form](listing.blueprint !== undefined)
  let after: string | undefined
  let isFirst = true
  for (;;) {
    const page = await listEntities(db, listing, after, pageSize, Number.MAX_SAFE_INTEGER)
    if (isFirst) yield writer.begin(page[0])
    for (const entity of page) {
      yield writer.one(entity, isFirst)
      isFirst = false
    }
    after = page.at(-1)?.id
    if (page.length < pageSize || after === undefined) break
  }
  yield writer.end
}

interface Writer {
  begin(first: Shown | undefined): string
  one(entity: Shown, isFirst: boolean): string
  readonly end: string
}

const writers: Readonly<Record<FileForm, (ofOneBlueprint: boolean) => Writer>> = {
  json: () => ({
    begin: () => '{"items":[',
    one: (entity, isFirst) => `${isFirst ? '' : ','}\n${JSON.stringify(portable(entity))}`,
    end: '\n]}\n',
  }),
  yaml: () => ({
    begin: () => '',
    one: (entity, isFirst) => `${isFirst ? '' : '---\n'}${asYaml(portable(entity))}`,
    end: '',
  }),
  csv: (ofOneBlueprint) => ({
    // A leading mark tells spreadsheets that the text is UTF-8.
    begin: (first) =>
      `\uFEFF${csvLine([...csvColumns, ...(ofOneBlueprint ? namesOf(first) : ['properties'])])}`,
    one: (entity) =>
      csvLine([...csvValues(entity), ...(ofOneBlueprint ? cellsOf(entity) : [entity.properties])]),
    end: '',
  }),
}

const csvColumns = ['blueprint', 'identifier', 'title', 'team', 'updated']

function csvValues({ blueprint, identifier, title, team, updated_at }: Shown): Json[] {
  return [blueprint.identifier, identifier, title, team, updated_at.toISOString()]
}

/** A column for each property and relation, where all rows have the same. */
function namesOf(entity: Shown | undefined): string[] {
  const { schema, relations = {}, calculationProperties = {} } = entity?.blueprint.definition ?? {}
  return [
    ...Object.keys(schema?.properties ?? {}),
    ...Object.keys(calculationProperties),
    ...Object.keys(relations),
  ]
}

function cellsOf({ blueprint: { definition }, properties, calculated, relations }: Shown): Json[] {
  return [
    ...Object.keys(definition.schema.properties).map((name) => properties[name] ?? null),
    ...Object.keys(definition.calculationProperties ?? {}).map((name) => calculated[name] ?? null),
    ...Object.keys(definition.relations ?? {}).map(
      (name) => relations[name]?.items.map((one) => one.identifier) ?? null,
    ),
  ]
}
