import {
  listNamedRepositories,
  nameRepository,
  unnameRepository,
} from '../../catalog/entities/named-repositories.ts'
import { entityIdOf, readEntity } from '../../catalog/entities/read/one.ts'
import { listConnections } from '../../connections/connections.ts'
import { refuseField } from '../../connections/entered/refuse.ts'
import { readRepository } from '../../connections/entered/repository.ts'
import type { Db } from '../../db/pool.ts'
import { Failure } from '../../errors.ts'
import { entityRepositories as resource } from '../contract/entity-repositories.ts'
import { subjectOfEntity } from '../entity-answers.ts'
import { implement } from './route.ts'

export const entityRepositories = implement(resource, {
  list: async ({ db, params }) => ({
    items: await listNamedRepositories(db, await entityIdOf(db, params.blueprint, params.identifier)),
  }),

  add: async ({ params, body, change }) =>
    change(async (tx) => {
      const entity = await readEntity(tx, params)
      const connectionId = body.connection == null ? null : await connectionOf(tx, body.connection)
      const named = { ...readRepository(body.repository), connectionId }
      const answer = await find(tx, entity.id, await nameRepository(tx, entity.id, named))
      return { answer, subject: subjectOfEntity(entity), after: namedIn(answer) }
    }),

  remove: async ({ params: { id, ...params }, change }) =>
    change(async (tx) => {
      const entity = await readEntity(tx, params)
      const before = await find(tx, entity.id, id)
      await unnameRepository(tx, entity.id, id)
      return { answer: undefined, subject: subjectOfEntity(entity), before: namedIn(before) }
    }),
})

async function connectionOf(tx: Db, alias: string): Promise<string> {
  const found = (await listConnections(tx)).find((one) => one.alias === alias)
  if (found) return found.id
  throw refuseField('connection', `There is no connection ${alias.slice(0, 100)}.`)
}

async function find(tx: Db, entityId: string, id: string) {
  const found = (await listNamedRepositories(tx, entityId)).find((one) => one.id === id)
  if (found) return found
  throw new Failure('not_found', { detail: 'The entity has no such repository named.' })
}

function namedIn({ repository, connection }: { repository: string; connection: string | null }) {
  return { repository, connection }
}
