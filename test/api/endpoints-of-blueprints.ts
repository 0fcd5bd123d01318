import type { Parts } from './endpoints.ts'
import type { TestServer } from './server.ts'

let serial = 0

/** A small blueprint that no other test knows. */
export function definition(more: object = {}) {
  serial += 1
  return { identifier: `thing-${serial}`, schema: { properties: { size: { type: 'number' } } }, ...more }
}

/** The identifier of one that is there. */
export async function blueprint({ database }: TestServer, more: object = {}): Promise<string> {
  const made = definition(more)
  await database.pool.query('insert into blueprints (identifier, title, definition) values ($1, $1, $2)', [
    made.identifier,
    JSON.stringify(made),
  ])
  return made.identifier
}

/** How to call each endpoint of blueprints so that it succeeds. */
export const ofBlueprints: Readonly<Record<string, (house: TestServer) => Promise<Parts>>> = {
  'blueprints.list': async (house) => {
    await blueprint(house)
    await blueprint(house)
    return { query: { search: 'thing', sort: '-entities', limit: '2' } }
  },
  'blueprints.get': async (house) => ({ params: { identifier: await blueprint(house) } }),
  'blueprints.create': async () => ({ body: { definition: definition() } }),
  'blueprints.update': async (house) => {
    const identifier = await blueprint(house)
    const body = { definition: { ...definition(), identifier, title: 'Thing' } }
    return { params: { identifier }, headers: { 'if-match': '"1"' }, body }
  },
  'blueprints.remove': async (house) => ({
    params: { identifier: await blueprint(house) },
    query: { entities: 'true' },
  }),
  'blueprints.templates': async () => ({}),
  'blueprints.schema': async () => ({}),
  'blueprints.check': async () => ({ body: { text: JSON.stringify(definition()) } }),
  'blueprints.bring': async () => ({ body: { blueprints: [definition()], replace: true } }),
  'blueprints.takeOut': async () => ({}),
}
