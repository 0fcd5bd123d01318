import type { Db } from '../../db/pool.ts'
import { Failure } from '../../errors.ts'
import { createApiKey, listApiKeys, removeApiKey } from '../../people/api-keys.ts'
import type { Caller } from '../../people/caller.ts'
import { apiKeys as resource } from '../contract/api-keys.ts'
import { byId, page, readCursor } from '../cursor.ts'
import { implement } from './route.ts'

export const apiKeys = implement(resource, {
  list: async ({ db, query, caller }) => {
    const { cursor, limit = 50 } = query
    const before = readCursor('api-keys', byId, cursor)?.[0]
    const rows = await listApiKeys(db, visibleTo(caller), before, limit + 1)
    return page('api-keys', rows, { limit, place: (row) => [row.id], item: toAnswer })
  },

  create: async ({ body, caller, change }) => {
    const { person } = caller
    if (!person) throw new Failure('forbidden', { detail: 'A key belongs to a person.' })
    const expiresAt = body.expires_at === undefined ? null : new Date(body.expires_at)
    const { name, permissions } = body
    return change(async (tx) => {
      // No more than the caller has now: a key cannot make itself a stronger one.
      const ceiling = caller.permissions
      const made = await createApiKey(tx, { personId: person.id, name, permissions, ceiling, expiresAt })
      const api_key = await find(tx, { id: made.id })
      const { owner, expires_at, prefix } = api_key
      return {
        answer: { key: made.key, api_key },
        subject: { kind: 'api_key', id: made.id, name },
        after: { name, owner: owner.name, permissions, expires_at, prefix },
      }
    })
  },

  revoke: async ({ params, caller, change }) =>
    change(async (tx) => {
      const { id, name, owner, permissions, expires_at } = await find(tx, {
        ...visibleTo(caller),
        id: params.id,
      })
      await removeApiKey(tx, id)
      const before = { name, owner: owner.name, permissions, expires_at }
      return { answer: undefined, subject: { kind: 'api_key', id, name }, before }
    }),
})

/** One's own keys; those of everybody for whoever may end everybody's. */
function visibleTo(caller: Caller): { personId?: string } {
  if (caller.permissions.has('people:edit') || !caller.person) return {}
  return { personId: caller.person.id }
}

async function find(tx: Db, filter: { id: string; personId?: string }) {
  const [row] = await listApiKeys(tx, filter, undefined, 1)
  if (!row) throw new Failure('not_found')
  return toAnswer(row)
}

type Row = Awaited<ReturnType<typeof listApiKeys>>[number]

function toAnswer({ id, name, prefix, permissions, ...row }: Row) {
  return {
    id,
    name,
    prefix,
    owner: { id: row.owner_id, name: row.owner_name },
    permissions,
    created_at: row.created_at.toISOString(),
    expires_at: row.expires_at?.toISOString() ?? null,
    last_used_at: row.last_used_at?.toISOString() ?? null,
  }
}
