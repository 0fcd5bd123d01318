import { sql } from 'kysely'
import type { Blueprint } from '../../catalog/blueprints/blueprint.ts'
import { loadBlueprints } from '../../catalog/blueprints/stored.ts'
import { putNow, readByHand, removeByHand, saveByHand, say } from '../../catalog/entities/by-hand.ts'
import { facetsOf } from '../../catalog/entities/read/facets.ts'
import { entityFile, type FileForm } from '../../catalog/entities/read/files.ts'
import { groupsOf } from '../../catalog/entities/read/groups.ts'
import { listEntities } from '../../catalog/entities/read/list.ts'
import { entityIdOf, readEntity } from '../../catalog/entities/read/one.ts'
import { searchEntities } from '../../catalog/entities/read/search.ts'
import type { Said } from '../../catalog/entities/said.ts'
import { type Db, transaction } from '../../db/pool.ts'
import { Failure } from '../../errors.ts'
import { entities as resource } from '../contract/entities.ts'
import { byId, page, readCursor } from '../cursor.ts'
import { Download } from '../download.ts'
import { detailOf, listedOf, saidOf, saidOver, subjectOfEntity, withPaths } from '../entity-answers.ts'
import { invalidInput } from '../problems.ts'
import { implement } from './route.ts'

/** Of each relation of an entity in a list. */
const mostRelated = 5

const types: Readonly<Record<FileForm, string>> = {
  json: 'application/json; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  yaml: 'application/yaml; charset=utf-8',
}

export const entities = implement(resource, {
  list: async ({ db, query }) => {
    const { cursor, limit = 50, ...listing } = query
    const after = readCursor('entities', byId, cursor)?.[0]
    const rows = await listEntities(db, listing, after, limit + 1, mostRelated)
    return page('entities', rows, { limit, place: (row) => [row.id], item: listedOf })
  },

  facets: async ({ db, query }) => facetsOf(db, query),

  groups: async ({ db, query: { by, ...choice } }) => groupsOf(db, choice, by),

  search: async ({ db, query: { q, limit = 10 } }) => {
    const found = await searchEntities(db, q, limit)
    return {
      items: found.map(({ blueprint: identifier, blueprint_title: title, ...entity }) => ({
        ...entity,
        blueprint: { identifier, title },
      })),
    }
  },

  export: async ({ db, query: { format = 'json', ...listing } }) =>
    new Download(`catalogue.${format}`, types[format], await begun(entityFile(db, listing, format))),

  getByUuid: async ({ db, params: { uuid } }) => detailOf(await readEntity(db, { uuid })),

  get: async ({ db, params }) => detailOf(await readEntity(db, params)),

  create: async ({ body: { blueprint: name, identifier, ...said }, change }) =>
    change(async (tx) => {
      const blueprint = await blueprintOf(tx, name)
      await lockName(tx, blueprint, identifier)
      if ((await wayOf(tx, blueprint, identifier)) === 'updated')
        throw new Failure('conflict', { detail: `There is an entity ${identifier} of ${blueprint.title}.` })
      return written(tx, { blueprint, identifier }, saidOf(said))
    }),

  bulk: async ({ body: { blueprint, entities }, change }) =>
    change(async (tx) => {
      const items: Awaited<ReturnType<typeof bulkItem>>[] = []
      const ids: string[] = []
      for (const [index, entity] of entities.entries())
        items.push(await bulkItem(tx, index, { ...entity, blueprint: entity.blueprint ?? blueprint }, ids))
      if (ids.length > 0) await putNow(tx, [...new Set(ids)])
      const count = (wanted: string) => items.filter(({ outcome }) => outcome === wanted).length
      const counts = { created: count('created'), updated: count('updated'), failed: count('failed') }
      return { answer: { ...counts, items }, subject: null, after: counts }
    }),

  replace: async ({ params, body, change }) =>
    change(async (tx) => {
      const id = await entityIdOf(tx, params.blueprint, params.identifier)
      const blueprint = await blueprintOf(tx, params.blueprint)
      return written(tx, { blueprint, identifier: params.identifier }, saidOf(body), await readByHand(tx, id))
    }),

  patch: async ({ params, body, change }) =>
    change(async (tx) => {
      const id = await entityIdOf(tx, params.blueprint, params.identifier)
      const blueprint = await blueprintOf(tx, params.blueprint)
      const before = await readByHand(tx, id)
      return written(tx, { blueprint, identifier: params.identifier }, saidOver(before, body), before)
    }),

  remove: async ({ params, change }) =>
    change(async (tx) => {
      const entity = await readEntity(tx, params)
      const before = await readByHand(tx, entity.id)
      await removeByHand(tx, entity.id)
      return { answer: undefined, subject: subjectOfEntity(entity), before }
    }),
})

/** Read as far as its first piece: what is wrong with the question is told as a problem, and not inside a file. */
async function begun(pieces: AsyncGenerator<string>): Promise<AsyncIterable<string>> {
  const first = await pieces.next()
  async function* all() {
    if (!first.done) yield first.value
    yield* pieces
  }
  return all()
}

async function blueprintOf(tx: Db, identifier: string): Promise<Blueprint> {
  const blueprint = (await loadBlueprints(tx, [identifier])).get(identifier)
  if (blueprint) return blueprint
  throw invalidInput([{ path: 'blueprint', message: `names none there is: ${identifier.slice(0, 100)}` }])
}

/** Of two who add the same at once one is told that it is there, and takes nothing from the other. */
async function lockName(tx: Db, { id }: Blueprint, identifier: string): Promise<void> {
  const name = `entity ${id} ${identifier}`
  await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 7373))`.execute(tx)
}

/** What writing an entity of that name would do. */
async function wayOf(tx: Db, { id }: Blueprint, identifier: string): Promise<'created' | 'updated'> {
  const { rows } = await sql`
    select from entities where blueprint_id = ${id} and identifier = ${identifier} and removed_at is null`.execute(
    tx,
  )
  return rows.length > 0 ? 'updated' : 'created'
}

async function written(
  tx: Db,
  { blueprint, identifier }: { blueprint: Blueprint; identifier: string },
  after: Said,
  before?: unknown,
) {
  await withPaths(() => saveByHand(tx, blueprint, identifier, after))
  const entity = await readEntity(tx, { blueprint: blueprint.identifier, identifier })
  return { answer: detailOf(entity), subject: subjectOfEntity(entity), before, after }
}

type BulkEntity = Parameters<typeof saidOf>[0] & { identifier: string; blueprint?: string | undefined }

/** What cannot be stored leaves nothing behind, and all others as they are. */
async function bulkItem(
  db: Db,
  index: number,
  { blueprint: name, identifier, ...said }: BulkEntity,
  ids: string[],
) {
  return transaction(db, async (tx) => {
    await sql`savepoint item`.execute(tx)
    try {
      const blueprint = await blueprintOf(tx, name ?? '')
      const outcome = await wayOf(tx, blueprint, identifier)
      ids.push(await say(tx, blueprint, identifier, 'hand', saidOf(said)))
      await sql`release savepoint item`.execute(tx)
      return { index, identifier, outcome, problem: null }
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      await sql`rollback to savepoint item`.execute(tx)
      return { index, identifier, outcome: 'failed' as const, problem: error.message }
    }
  })
}
