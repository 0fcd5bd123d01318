import { connection } from './connection.ts'
import { discoveredRepository, discoveryOf, linkedRepository } from './discovered.ts'
import type { TestEndpoint } from './endpoints.ts'

export const wanted = {
  ...{ name: 'Acme', behaviour: 'register_and_merge', kind: 'Component', entity_type: 'service' },
  ...{ ingested_path: 'name', operator: 'equals', catalogue_path: 'title', tags_from: 'project_key' },
  fields: ['name', 'url'],
  secondary_kinds: ['pull_requests', 'commits'],
  frequency_minutes: 60,
}

/** How to call each endpoint of discoveries so that it succeeds. */
export const ofDiscoveries: Readonly<Record<string, TestEndpoint['prepare']>> = {
  'discoveries.list': async (house) => {
    await discoveryOf(house)
    return {}
  },
  'discoveries.setUp': async (house) => {
    await discoveryOf(house)
    return {}
  },
  'discoveries.rhythm': async (house) => {
    const { workspace } = await discoveryOf(house)
    return { query: { workspace, frequency_minutes: '30', since: '2020-01-01T00:00:00Z' } }
  },
  'discoveries.get': async (house) => ({ params: { id: (await discoveryOf(house)).id } }),
  'discoveries.create': async (house) => {
    const { workspace } = await discoveryOf(house)
    await house.database.pool.query('delete from discoveries')
    await connection(house)
    return { body: { ...wanted, workspace, since: '2020-01-01T00:00:00Z' } }
  },
  'discoveries.update': async (house) => ({
    params: { id: (await discoveryOf(house)).id },
    headers: { 'if-match': '"1"' },
    body: { name: 'Other', operator: 'contains', fields: ['url'] },
  }),
  'discoveries.setAutoImport': async (house) => ({
    params: { id: (await discoveryOf(house)).id },
    body: { on: true },
  }),
  'discoveries.suspend': async (house) => ({ params: { id: (await discoveryOf(house)).id } }),
  'discoveries.resume': async (house) => ({ params: { id: (await discoveryOf(house)).id } }),
  'discoveries.discovered': async (house) => {
    const { id } = await discoveredRepository(house)
    return { params: { id }, query: { search: 'shop', sort: '-detected_at', limit: '2' } }
  },
  'discoveries.candidates': async (house) => {
    const { id, repository } = await discoveredRepository(house)
    return { params: { id, repository }, query: { search: 'shop' } }
  },
  'discoveries.choose': async (house) => {
    const { id, repository } = await discoveredRepository(house)
    return { params: { id, repository }, body: { action: 'register', entity: null, type: 'library' } }
  },
  'discoveries.import': async (house) => {
    const { id, repository } = await discoveredRepository(house)
    return { params: { id }, body: { repositories: [repository], only: 'register' } }
  },
  'discoveries.imported': async (house) => {
    const { id } = await linkedRepository(house)
    return { params: { id }, query: { search: 'shop', status: 'merged', sort: 'entity', limit: '2' } }
  },
  'discoveries.unlink': async (house) => {
    const { id, link } = await linkedRepository(house)
    return { params: { id, link } }
  },
  'discoveries.events': async (house) => {
    const { id } = await discoveryOf(house)
    return { params: { id }, query: { type: 'created', status: 'success', limit: '2' } }
  },
  'discoveries.event': async (house) => {
    const { id, event } = await discoveryOf(house)
    return { params: { id, event } }
  },
}
