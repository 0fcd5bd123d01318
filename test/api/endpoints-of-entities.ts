import { nameRepository } from '../../src/catalog/entities/named-repositories.ts'
import { addBlueprints, addEntity, addRepository, mapRepository } from '../catalogue.ts'
import type { TestEndpoint } from './endpoints.ts'
import type { TestServer } from './server.ts'

type Prepared = Readonly<Record<string, TestEndpoint['prepare']>>

let made = 0

/** An entity nobody else has, with a repository where the test needs none of it to be empty. */
async function entity({ database }: TestServer) {
  await addBlueprints(database)
  made += 1
  const identifier = `of/crew.${made}`
  const properties = { language: 'go', lines: 7 }
  const id = await addEntity(database, 'crew', identifier, { properties, relations: { ship: 'Tern' } })
  return { id, params: { blueprint: 'crew', identifier } }
}

async function withRepository(house: TestServer) {
  const { id, params } = await entity(house)
  await mapRepository(house.database, id, await addRepository(house.database, `crew-${made}`))
  return { params }
}

const choice = { blueprint: 'crew', q: 'crew', filter: 'properties.language:eq:go;relations.ship:set' }

export const ofEntities: Prepared = {
  'entities.list': async (house) => {
    await entity(house)
    return { query: { ...choice, sort: '-properties.lines', limit: '2' } }
  },
  'entities.facets': async (house) => {
    await entity(house)
    return { query: choice }
  },
  'entities.groups': async (house) => {
    await entity(house)
    return { query: { ...choice, by: 'relations.ship' } }
  },
  'entities.search': async (house) => {
    await entity(house)
    return { query: { q: 'crew', limit: '2' } }
  },
  'entities.export': async (house) => {
    await entity(house)
    return { query: choice }
  },
  'entities.getByUuid': async (house) => {
    const { id } = await entity(house)
    const { rows } = await house.database.pool.query<{ uuid: string }>(
      'select uuid from entities where id = $1',
      [id],
    )
    return { params: { uuid: rows[0]?.uuid ?? '' } }
  },
  'entities.get': async (house) => ({ params: (await entity(house)).params }),
  'entities.create': async (house) => {
    await entity(house)
    made += 1
    return {
      body: { blueprint: 'crew', identifier: `of/crew.${made}`, title: 'Gulls', properties: { lines: 4 } },
    }
  },
  'entities.bulk': async (house) => {
    await entity(house)
    made += 1
    return { body: { blueprint: 'crew', entities: [{ identifier: `of/crew.${made}` }] } }
  },
  'entities.replace': async (house) => ({
    params: (await entity(house)).params,
    body: { title: 'Terns', properties: { lines: 12 }, relations: { ship: 'Gull' } },
  }),
  'entities.patch': async (house) => ({
    params: (await entity(house)).params,
    body: { properties: { lines: 13, language: null } },
  }),
  'entities.remove': async (house) => ({ params: (await entity(house)).params }),
  'entity-parts.sources': withRepository,
  'entity-parts.yaml': withRepository,
  'entity-parts.graph': withRepository,
  'entity-parts.activity': withRepository,
  'entity-parts.repositories': withRepository,
  'entity-parts.events': async (house) => ({ ...(await withRepository(house)), query: { limit: '2' } }),
  'entity-parts.pullRequests': async (house) => ({
    ...(await withRepository(house)),
    query: { state: 'OPEN', limit: '2' },
  }),
  'entity-parts.pipelines': async (house) => ({ ...(await withRepository(house)), query: { limit: '2' } }),
  'entity-parts.deployments': async (house) => ({
    ...(await withRepository(house)),
    query: { environment: 'Test', limit: '2' },
  }),
  'entity-parts.deploymentDays': async (house) => ({
    ...(await withRepository(house)),
    query: { environment: 'Test' },
  }),
  'entity-repositories.list': async (house) => ({ params: (await entity(house)).params }),
  'entity-repositories.add': async (house) => ({
    params: (await entity(house)).params,
    body: { repository: 'harbour/dock' },
  }),
  'entity-repositories.remove': async (house) => {
    const { id, params } = await entity(house)
    const named = { workspace: 'harbour', repository: 'dock', connectionId: null }
    return { params: { ...params, id: await nameRepository(house.database.kysely, id, named) } }
  },
}
