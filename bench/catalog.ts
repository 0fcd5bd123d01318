import { activityOf } from '../src/catalog/entities/read/events.ts'
import { facetsOf } from '../src/catalog/entities/read/facets.ts'
import { graphOf } from '../src/catalog/entities/read/graph.ts'
import { listEntities } from '../src/catalog/entities/read/list.ts'
import { readEntity } from '../src/catalog/entities/read/one.ts'
import { repositoryFactsOf } from '../src/catalog/entities/read/repository-facts.ts'
import { searchEntities } from '../src/catalog/entities/read/search.ts'
import { sourcesOf } from '../src/catalog/entities/read/sources.ts'
import type { Db } from '../src/db/pool.ts'
import { entities, fillCatalogue, fillRepositories, relationsEach } from './catalog/filled.ts'
import { withDatabase } from './database.ts'
import type { Bench, Figure } from './figure.ts'

const tries = 200

export const bench: Bench = {
  name: 'catalog',
  doc: `A catalogue of ${entities} entities and ${entities * relationsEach} relations: search, a page of the list, the page of an entity and its graph, ${tries} of each.`,
  run: () =>
    withDatabase(async (database) => {
      await fillCatalogue(database)
      await fillRepositories(database)
      await database.pool.query('vacuum analyze')
      const db = database.kysely
      const all = await namesOf(db)
      return [
        await measure('search', 150, (n) => searchEntities(db, queries[n % queries.length] ?? '', 10)),
        await measure('a page of the list', 100, (n) => pageOfList(db, n, all)),
        await measure('page of an entity', 100, (n) => pageOfEntity(db, at(all, n))),
        await measure('graph', 300, (n) => graphOf(db, at(all, n).id, 2)),
        await measure('facets of a blueprint of 30,000', 1_000, (n) =>
          facetsOf(db, {
            blueprint: 'service',
            ...(n % 2 === 0 ? {} : { filter: 'properties.language:eq:go' }),
          }),
        ),
      ]
    }),
}

/** Of one word that a tenth of them have, of two, of a number, of a part of a word, and of nothing there is. */
const queries = [
  'payment',
  'ledger worker',
  '4711',
  'invo',
  'basket 99',
  'console report',
  'nothing here',
  'repository/',
]

interface Name {
  readonly id: string
  readonly blueprint: string
  readonly identifier: string
}

/** Those many refer to are among them, and those that have a repository. */
async function namesOf(db: Db): Promise<Name[]> {
  return db
    .selectFrom('entities')
    .innerJoin('blueprints', 'blueprints.id', 'blueprint_id')
    .select(['entities.id', 'blueprints.identifier as blueprint', 'entities.identifier'])
    .orderBy('entities.id')
    .limit(4_000)
    .execute()
}

function at(all: readonly Name[], n: number): Name {
  const name = all[(n * 37) % all.length]
  if (!name) throw new RangeError('there are no entities')
  return name
}

const listings = [
  { blueprint: 'service' },
  {},
  { blueprint: 'service', sort: '-properties.lines' },
  { blueprint: 'service', filter: 'properties.language:eq:go;properties.lines:gt:50000' },
  { blueprint: 'repository', q: 'payment' },
  { blueprint: 'library', filter: 'relations.owned_by:set', sort: '-updated' },
] as const

/** The first page, or one further down. */
async function pageOfList(db: Db, n: number, all: readonly Name[]): Promise<unknown> {
  const listing = listings[n % listings.length] ?? {}
  const blueprint = 'blueprint' in listing ? listing.blueprint : undefined
  const after = all.filter((one) => blueprint === undefined || one.blueprint === blueprint)[n]?.id
  return listEntities(db, listing, n % 2 === 0 ? undefined : after, 51, 5)
}

/** All that the first sight of it asks. */
async function pageOfEntity(db: Db, { id, blueprint, identifier }: Name): Promise<unknown> {
  return Promise.all([
    readEntity(db, { blueprint, identifier }),
    sourcesOf(db, id),
    repositoryFactsOf(db, id),
    activityOf(db, id, 10),
  ])
}

async function measure(name: string, goal: number, once: (n: number) => Promise<unknown>): Promise<Figure> {
  // What the first of each reads from disk, all others find in memory.
  for (let n = 0; n < 20; n += 1) await once(n)
  const took: number[] = []
  for (let n = 0; n < tries; n += 1) {
    const began = performance.now()
    await once(n)
    took.push(performance.now() - began)
  }
  took.sort((one, other) => one - other)
  const p95 = took[Math.floor(tries * 0.95)] ?? Number.NaN
  return { name: `${name}, p95`, value: Math.round(p95 * 10) / 10, unit: 'ms', goal, better: 'lower' }
}
