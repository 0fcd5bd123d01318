import { sql } from 'kysely'
import type { Db } from '../../db/pool.ts'
import type { Log } from '../../log.ts'

export type Refusal =
  | 'unsigned'
  | 'bad_signature'
  | 'unknown_connection'
  | 'too_large'
  | 'bad_address'
  | 'malformed'

export interface Refusals {
  count(reason: Refusal, connectionId: string | null): void
  close(): Promise<void>
}

const everyMs = 1_000

/** Counts what is refused and writes the counts down once a second: a flood of nonsense costs no row each. */
export function countRefusals(db: Db, log: Log): Refusals {
  let counts = new Map<string, { reason: Refusal; connectionId: string | null; refused: number }>()
  let timer: NodeJS.Timeout | null = null
  let writing: Promise<void> = Promise.resolve()
  const write = () => {
    timer = null
    const rows = [...counts.values()]
    counts = new Map()
    writing = writing
      .then(() => store(db, rows))
      .catch((err: unknown) => log.warn({ err }, 'refused deliveries could not be counted'))
  }
  return {
    count(reason, connectionId) {
      const key = `${reason} ${connectionId}`
      const before = counts.get(key) ?? { reason, connectionId, refused: 0 }
      counts.set(key, { ...before, refused: before.refused + 1 })
      timer ??= setTimeout(write, everyMs)
    },
    async close() {
      if (timer) clearTimeout(timer)
      write()
      await writing
    },
  }
}

async function store(
  db: Db,
  rows: readonly {
    readonly reason: Refusal
    readonly connectionId: string | null
    readonly refused: number
  }[],
): Promise<void> {
  for (const { reason, connectionId, refused } of rows) {
    await sql`
      insert into webhook_refusals (hour, connection_id, reason, refused)
      select date_trunc('hour', now()), (select id from connections where id = ${connectionId}), ${reason}, ${refused}
      on conflict (hour, connection_id, reason) do update
         set refused = webhook_refusals.refused + excluded.refused, last_at = now()`.execute(db)
  }
}
