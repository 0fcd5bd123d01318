import { sql } from 'kysely'
import type { Db } from '../../../db/pool.ts'
import type { Json } from '../../jq/json.ts'
import type { Definition } from '../blueprint.ts'
import { valuesOf } from '../values.ts'
import { type Affected, added, beginning, type Example, mostExamples } from './affected.ts'

/** Read at once: enough that the way there and back does not count. */
const perPage = 5_000

/** Values that do not fit any more, and values that become required and are lacking. Only what changed is looked at. */
export async function valuesLost(db: Db, blueprintId: string, before: Definition, after: Definition) {
  const [unfit, missing] = [new Counts(), new Counts()]
  const required = added(before.schema.required, after.schema.required)
  const names = [...new Set([...changedNames(before, after), ...required])]
  const values = valuesOf(after)
  const look = (name: string, value: Json, entity: Named) => {
    const { identifier, title } = entity
    if (value === null) {
      const message = 'it has no value'
      if (required.includes(name)) missing.add(name, { identifier, title, value: 'null', message })
      return
    }
    const message = values.problem(name, value)
    if (message !== null) unfit.add(name, { identifier, title, value: beginning(value), message })
  }
  for await (const entity of entitiesOf(db, blueprintId, names)) {
    names.forEach((name, at) => {
      look(name, entity.values[at] ?? null, entity)
    })
  }
  return { unfit: unfit.all(), missing: missing.all() }
}

interface Named {
  readonly identifier: string
  readonly title: string
}

interface Entity extends Named {
  /** In the order of the names that were asked for. */
  readonly values: readonly Json[]
}

/** Page by page, along the key, and of each entity only what is asked for: some carry whole files. */
async function* entitiesOf(db: Db, blueprintId: string, names: readonly string[]): AsyncGenerator<Entity> {
  let after = ''
  while (names.length > 0) {
    const { rows } = await sql<Entity>`
      select identifier, title,
             (select jsonb_agg(properties -> asked.name order by place)
                from unnest(${[...names]}::text[]) with ordinality as asked (name, place)) as values
        from entities
       where blueprint_id = ${blueprintId} and removed_at is null and identifier > ${after}
       order by identifier limit ${perPage}
    `.execute(db)
    yield* rows
    const last = rows.at(-1)
    if (!last || rows.length < perPage) return
    after = last.identifier
  }
}

function changedNames(before: Definition, after: Definition): string[] {
  const then = after.schema.properties
  return Object.entries(before.schema.properties)
    .filter(([name, property]) => JSON.stringify(property) !== JSON.stringify(own(then, name)))
    .map(([name]) => name)
}

function own<T>(object: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined
}

class Counts {
  readonly #byName = new Map<string, { entities: number; examples: Example[] }>()

  add(name: string, example: Example): void {
    const known = this.#byName.get(name) ?? { entities: 0, examples: [] }
    known.entities += 1
    if (known.examples.length < mostExamples) known.examples.push(example)
    this.#byName.set(name, known)
  }

  all(): Affected[] {
    return [...this.#byName].map(([name, one]) => ({ name, ...one }))
  }
}
