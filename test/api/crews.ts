import type { Said } from '../../src/catalog/entities/said.ts'
import { addBlueprints, addEntity, addRepository, mapRepository } from '../catalogue.ts'
import { type Credentials, type TestServer, testServer } from './server.ts'

const crews: readonly (Partial<Said> & { readonly identifier: string })[] = [
  {
    identifier: 'deck/one',
    title: 'Deck',
    team: ['sea', 'land'],
    properties: { language: 'python', lines: 120, is_public: true, tags: ['rope', 'tar'] },
    relations: { ship: 'tern', mates: ['galley.two', 'hold:three'] },
  },
  {
    identifier: 'galley.two',
    title: 'Galley',
    team: 'sea',
    properties: { language: 'go', lines: 80, is_public: false, notes: 'x'.repeat(2_000) },
    relations: { ship: 'tern' },
  },
  { identifier: 'hold:three', title: '50% of the _hold_', properties: { language: 'go' } },
]

export interface CrewHouse {
  readonly house: TestServer
  readonly admin: Credentials
  readonly viewer: Credentials
  /** Where one crew is found, or a part of it. */
  at(identifier: string, below?: string): string
  /** What a viewer is answered there. */
  read(identifier: string, below?: string): ReturnType<typeof JSON.parse>
  idOf(identifier: string): Promise<{ readonly id: string; readonly uuid: string }>
}

/** A server whose catalogue holds a ship and three crews, of which `deck/one` has a repository. */
export async function crewHouse(): Promise<CrewHouse> {
  const house = await testServer()
  const admin = await house.signIn(await house.addPerson('admin'))
  const viewer = await house.signIn(await house.addPerson('viewer'))
  const at = (identifier: string, below = '') =>
    `/api/v1/entities/crew/${encodeURIComponent(identifier)}${below}`
  const read = async (identifier: string, below = '') =>
    (await house.send({ url: at(identifier, below) }, viewer)).json()

  async function idOf(identifier: string) {
    const { rows } = await house.database.pool.query<{ id: string; uuid: string }>(
      'select id, uuid from entities where identifier = $1',
      [identifier],
    )
    const [found] = rows
    if (!found) throw new Error(`there is no entity ${identifier}`)
    return found
  }

  await addBlueprints(house.database)
  await addEntity(house.database, 'ship', 'tern', { title: 'Arctic Tern', properties: { flag: 'blue' } })
  for (const one of crews) await addEntity(house.database, 'crew', one.identifier, one)
  const { id } = await idOf('deck/one')
  const placed = await addRepository(house.database, 'deck')
  await mapRepository(house.database, id, placed, { language: 'typescript', lines: 1 })
  return { house, admin, viewer, at, read, idOf }
}
