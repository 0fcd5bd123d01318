import { type Static, type TSchema, Type } from '@sinclair/typebox'
import type { Place, Reference } from '../../sync/stream.ts'

/** Left out or null: Bitbucket does both for what it does not know, and says nowhere which. */
export const maybe = <T extends TSchema>(schema: T) => Type.Optional(Type.Union([schema, Type.Null()]))

export const text = maybe(Type.String())
export const flag = maybe(Type.Boolean())
export const count = maybe(Type.Integer())
export const named = maybe(Type.Object({ name: text }))
export const withUuid = maybe(Type.Object({ uuid: text }))
export const withHash = maybe(Type.Object({ hash: text }))
export const markup = maybe(Type.Object({ raw: text }))

const profile = { type: text, display_name: text, nickname: text, account_id: text }
export const Account = maybe(Type.Object({ uuid: text, ...profile }))
export const Person = Type.Object({ uuid: Type.String(), ...profile })

/** What a record tells of an account beside naming it. Null for one that was deleted, or never had an account. */
export function account(given: Static<typeof Account> | undefined): Reference | null {
  if (!given?.uuid) return null
  const { uuid, type, display_name, nickname, account_id } = given
  const known = {
    type: type ?? null,
    display_name: display_name ?? null,
    nickname: nickname ?? null,
    account_id: account_id || null,
  }
  return { to: 'accounts', uuid: bare(uuid), known }
}

/** Bitbucket writes uuids in braces. */
export function bare(uuid: string): string {
  return uuid.replace(/^\{|\}$/g, '').toLowerCase()
}

export function uuidOf(given: Static<typeof withUuid> | undefined): string | null {
  return given?.uuid ? bare(given.uuid) : null
}

/** The pipelines service counts nanoseconds; PostgreSQL would round them to the next microsecond. */
export function instant(given: string | null | undefined): string | null {
  return given ? given.replace(/(\.\d{6})\d+/, '$1') : null
}

const inBraces = (uuid: string) => encodeURIComponent(`{${uuid}}`)

/** By uuid, so that a renamed workspace or repository is found without a redirect. */
export function workspacePath({ workspace }: Place): string {
  return `/workspaces/${inBraces(workspace.uuid)}`
}

export function repositoryPath({ workspace, repository }: Place): string {
  return `/repositories/${inBraces(workspace.uuid)}/${inBraces(repository?.uuid ?? '')}`
}

/** Rows of one listing, in the order in which Bitbucket puts what changed last. */
export function between(field: string, { from, to }: { from: string | null; to: string | null }): string[] {
  return [...(from ? [`${field} >= ${from}`] : []), ...(to ? [`${field} <= ${to}`] : [])]
}

export const atlassian = (page: string) =>
  `https://developer.atlassian.com/cloud/bitbucket/rest/api-group-${page}`
