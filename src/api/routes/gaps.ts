import { getConnection, subjectOfConnection } from '../../connections/connections.ts'
import { connectors } from '../../connectors/index.ts'
import { connectionsOfGaps, type Gap, getGap, listGaps } from '../../sync/gap-list.ts'
import { retryGaps } from '../../sync/run/runs.ts'
import { gaps as resource } from '../contract/gaps.ts'
import { byId, page, readCursor } from '../cursor.ts'
import { implement } from './route.ts'

export const gaps = implement(resource, {
  list: async ({ db, query }) => {
    const { cursor, limit = 50, ...filter } = query
    const after = readCursor('gaps', byId, cursor)?.[0]
    const rows = await listGaps(db, filter, after, limit + 1)
    return page('gaps', rows, { limit, place: (row) => [row.id], item: gapOf })
  },

  get: async ({ db, params }) => {
    const { body, ...gap } = await getGap(db, params.id)
    return { ...gapOf(gap), body: body && escaped(body.toString('utf8')) }
  },

  retry: async ({ body, change }) =>
    change(async (tx) => {
      const { ids, connection } = body
      const chosen: ReadonlyMap<string, readonly string[] | null> =
        connection === undefined ? await connectionsOfGaps(tx, ids ?? []) : new Map([[connection, null]])
      const answer = { retried: 0, runs: [] as string[] }
      for (const [id, some] of chosen) {
        const begun = await retryGaps(tx, connectors, id, some)
        if (!begun) continue
        answer.retried += begun.retried
        answer.runs.push(begun.runId)
      }
      const [only, ...others] = chosen.keys()
      const one = only !== undefined && others.length === 0 ? await getConnection(tx, only) : null
      return { answer, subject: one && subjectOfConnection(one), after: answer }
    }),
})

function gapOf({ id, connection_id, alias, workspace, repository, stream, reason, ...gap }: Gap) {
  return {
    ...{ id, workspace, repository, stream, reason },
    connection: { id: connection_id, alias },
    status: gap.status,
    detail: gap.detail,
    first_at: gap.first_at.toISOString(),
    last_at: gap.last_at.toISOString(),
    tries: gap.tries,
    next_at: gap.next_at?.toISOString() ?? null,
  }
}

/** Line ends and tabs are text; other controls, and marks that turn the direction of writing round, are shown as codes. */
const unfit = /(?![\n\t])[\p{Cc}\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu

function escaped(text: string): string {
  return text.replace(unfit, (one) => {
    const code = one.codePointAt(0) ?? 0
    return code < 256
      ? `\\x${code.toString(16).padStart(2, '0')}`
      : `\\u${code.toString(16).padStart(4, '0')}`
  })
}
