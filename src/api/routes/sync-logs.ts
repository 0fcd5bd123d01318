import { type Level, listSyncLogs } from '../../connections/sync-log.ts'
import { syncLogs as resource } from '../contract/sync-logs.ts'
import { byId, page, readCursor } from '../cursor.ts'
import { implement } from './route.ts'

export const syncLogs = implement(resource, {
  list: async ({ db, query }) => {
    const { cursor, limit = 50, ...filter } = query
    const before = readCursor('sync-logs', byId, cursor)?.[0]
    const rows = await listSyncLogs(db, filter, before, limit + 1)
    return page('sync-logs', rows, { limit, place: (row) => [row.id], item: entryOf })
  },
})

function entryOf(row: Awaited<ReturnType<typeof listSyncLogs>>[number]) {
  const { id, connection_id, alias, operation, level, status, error, path, request_id } = row
  return {
    ...{ id, operation, status, error, path, request_id },
    level: level as Level,
    at: row.at.toISOString(),
    connection: connection_id === null || alias === null ? null : { id: connection_id, alias },
  }
}
