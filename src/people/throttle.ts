import { createHash } from 'node:crypto'
import { isIPv6 } from 'node:net'
import { sql } from 'kysely'
import type { Db } from '../db/pool.ts'
import { Failure } from '../errors.ts'

/** Failures allowed in one window; after them the rest of the window is waited out. */
const windowMinutes = 15
/** A person mistypes a few times; a guesser gets 960 passwords a day. */
const perAccount = 10
/** A whole office may share one address, and only failures count. */
const perAddress = 50

export interface Attempt {
  readonly address: string
  /** What is guessed at: an e-mail address, known or not. Null where there is no account to protect. */
  readonly account: string | null
}

/**
 * Counts an attempt before its outcome is known, so that guesses sent at once are all counted. Whoever is stopped
 * by their address does not reach the account's count: they could otherwise lock its owner out for good.
 */
export async function takeAttempt(db: Db, { address, account }: Attempt): Promise<void> {
  await count(db, 'address', addressKey(address), perAddress)
  if (account !== null) await count(db, 'account', accountKey(account), perAccount)
}

/** An attempt that succeeded was no failure: the account starts afresh, the address gets this one back. */
export async function forgiveAttempt(db: Db, { address, account }: Attempt): Promise<void> {
  await db
    .updateTable('sign_in_attempts')
    .set((eb) => ({ attempts: eb.fn<number>('greatest', [sql.lit(0), eb('attempts', '-', 1)]) }))
    .where('kind', '=', 'address')
    .where('key', '=', addressKey(address))
    .execute()
  if (account === null) return
  await db
    .deleteFrom('sign_in_attempts')
    .where('kind', '=', 'account')
    .where('key', '=', accountKey(account))
    .execute()
}

/** For the sweep of what has expired. */
export async function removeOldAttempts(db: Db): Promise<void> {
  await sql`delete from sign_in_attempts where started_at < now() - make_interval(mins => ${windowMinutes})`.execute(
    db,
  )
}

async function count(db: Db, kind: string, key: string, limit: number): Promise<void> {
  const over = sql`a.started_at < now() - make_interval(mins => ${windowMinutes})`
  const { rows } = await sql<{ attempts: number; wait: number }>`
    insert into sign_in_attempts as a (kind, key, attempts) values (${kind}, ${key}, 1)
    on conflict (kind, key) do update
      set attempts = case when ${over} then 1 else a.attempts + 1 end,
          started_at = case when ${over} then now() else a.started_at end
    returning attempts,
              extract(epoch from started_at + make_interval(mins => ${windowMinutes}) - now())::float8 as wait
  `.execute(db)
  const [row] = rows
  if (!row || row.attempts <= limit) return
  const wait = Math.max(1, Math.ceil(row.wait))
  throw new Failure('too_many_attempts', {
    detail: `Wait ${wait < 60 ? `${wait} seconds` : `${Math.ceil(wait / 60)} minutes`}.`,
    data: { retry_after: wait },
  })
}

/** Somebody may try an address that is none of ours, and secret: it is not kept in the clear. */
function accountKey(account: string): string {
  return createHash('sha256').update(account.toLowerCase()).digest('base64url')
}

/** With IPv6 one subscriber has a whole /64 to send from: its first four groups are the address that counts. */
export function addressKey(address: string): string {
  if (!isIPv6(address) || address.includes('.')) return address.replace(/^::ffff:/, '')
  const [head = '', tail = ''] = address.split('::')
  const before = head.split(':').filter(Boolean)
  const after = tail.split(':').filter(Boolean)
  const zeros = address.includes('::') ? 8 - before.length - after.length : 0
  return [...before, ...Array<string>(zeros).fill('0'), ...after].slice(0, 4).join(':')
}
