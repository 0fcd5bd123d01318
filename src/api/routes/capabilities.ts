import { getConnection } from '../../connections/connections.ts'
import { capabilities as resource } from '../contract/capabilities.ts'
import { implement } from './route.ts'

export const capabilities = implement(resource, {
  list: async ({ db, params }) => {
    const { id } = await getConnection(db, params.id)
    const rows = await db
      .selectFrom('capabilities')
      .select(['name', 'value', 'seen_at'])
      .where('connection_id', '=', id)
      .orderBy('name')
      .execute()
    return {
      items: rows.map(({ name, value, seen_at }) => ({ name, value, seen_at: seen_at.toISOString() })),
    }
  },
})
