import { type Static, Type } from '@sinclair/typebox'
import { text } from '../../api/contract/page.ts'
import { mostNamed, type Named } from '../../catalog/entities/named-repositories.ts'
import { nearest } from '../../catalog/mapping/options.ts'
import { findRepository, wantedRepository } from '../../connections/entered/repository.ts'
import type { Document } from './documents.ts'

const repository = text({ max: 500 })

/** The repositories of an entity in a file: by name alone where the default connection is meant. */
export const NamedInFile = Type.Array(
  Type.Union([
    repository,
    Type.Object({ repository, connection: text({ max: 200 }) }, { additionalProperties: false }),
  ]),
  { maxItems: mostNamed },
)

/** What a document names; what is wrong with it is told to the document. */
export function namedOf(
  document: Document,
  given: Static<typeof NamedInFile>,
  connections: ReadonlyMap<string, string>,
): Named[] {
  const seen = new Set<string>()
  return given.flatMap((one, at) => {
    const path = `repositories.${at}`
    const { repository, connection } = typeof one === 'string' ? { repository: one, connection: null } : one
    const connectionId = connection === null ? null : (connections.get(connection) ?? null)
    if (connection !== null && connectionId === null)
      document.problem(
        `${path}.connection`,
        `There is no connection ${connection}.`,
        nearest(connection, [...connections.keys()]),
      )
    const name = findRepository(repository)
    if (!name) {
      document.problem(typeof one === 'string' ? path : `${path}.repository`, wantedRepository)
      return []
    }
    const key = JSON.stringify([name, connectionId])
    if (seen.has(key)) document.problem(path, `${name.workspace}/${name.repository} is named twice.`)
    seen.add(key)
    return [{ ...name, connectionId }]
  })
}
