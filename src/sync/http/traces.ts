import { endAppPassword, haveAppPasswordsEnded } from '../../connections/expiry/app-passwords.ts'
import { addCounts, type RequestCount } from '../../connections/ledger/counts.ts'
import { type Lease, learnLimit } from '../../connections/ledger/lease.ts'
import { writeSyncLog } from '../../connections/sync-log.ts'
import type { Db } from '../../db/pool.ts'
import type { OpenCredential } from './credential.ts'
import type { Exchanged, Lost } from './exchange.ts'

/** What answers say about the credential they were given for, kept where people see it. */
export interface Traces {
  answered(credential: string, lease: Lease, headers: Readonly<Record<string, string>>): Promise<void>
  /** `at`: when it was refused, by Bitbucket's clock. */
  refused(credential: Pick<OpenCredential, 'id' | 'kind'>, detail: string, at: Date): Promise<void>
  /** Counts a request for the ledger page; written down when the client is closed. */
  count(lease: Lease, stream: string, came: Exchanged | Lost): void
  /** Notes in the log what is tried again: what fails for good is noted by who asked. */
  warn(asked: Asked, said: { readonly status: number | null; readonly error: string }): Promise<void>
  close(): Promise<void>
}

/** What was asked, and for which stream or other operation. */
interface Asked {
  readonly url: URL
  readonly stream: string
}

const minuteMs = 60_000

export function createTraces(db: Db, connectionId: string | null): Traces {
  const learnt = new Map<string, number>()
  const used = new Map<string, number>()
  const counts = new Map<string, RequestCount>()

  return {
    async answered(credential, lease, headers) {
      // Access tokens alone are told their limit: https://community.atlassian.com/forums/Bitbucket-questions/Reqeust-limitation/qaq-p/3218562
      const limit = Number.parseInt(headers['x-ratelimit-limit'] ?? '', 10)
      const account = `${lease.class} ${lease.identity}`
      if (limit > 0 && learnt.get(account) !== limit) {
        learnt.set(account, limit)
        await learnLimit(db, lease, limit)
      }
      if (Date.now() - (used.get(credential) ?? 0) < minuteMs) return
      used.set(credential, Date.now())
      await db
        .updateTable('credentials')
        .set({ last_used_at: new Date() })
        .where('id', '=', credential)
        .execute()
    },
    async refused({ id, kind }, detail, at) {
      if (kind === 'app_password' && haveAppPasswordsEnded(at)) return endAppPassword(db, id)
      await db
        .updateTable('credentials')
        .set({ health: 'rejected', health_detail: detail, checked_at: new Date() })
        .where('id', '=', id)
        .execute()
    },
    count({ identity, class: kind }, stream, came) {
      if (connectionId === null || ('sent' in came && !came.sent)) return
      const key = `${identity} ${kind} ${stream}`
      const before = counts.get(key) ?? {
        connectionId,
        identity,
        class: kind,
        stream,
        requests: 0,
        refused: 0,
      }
      const refused = 'status' in came && came.status === 429 ? 1 : 0
      counts.set(key, { ...before, requests: before.requests + 1, refused: before.refused + refused })
    },
    async warn({ url, stream }, said) {
      const operation = stream === 'verify' ? stream : 'sync'
      const entry = { connection_id: connectionId, operation, level: 'warning' } as const
      await writeSyncLog(db, { ...entry, ...said, path: url.pathname })
    },
    async close() {
      await addCounts(db, [...counts.values()])
      counts.clear()
    },
  }
}
