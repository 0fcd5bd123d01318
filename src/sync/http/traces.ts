import { endAppPassword, haveAppPasswordsEnded } from '../../connections/expiry/app-passwords.ts'
import { type Lease, learnLimit } from '../../connections/ledger/lease.ts'
import type { Db } from '../../db/pool.ts'
import type { OpenCredential } from './credential.ts'

/** What answers say about the credential they were given for, kept where people see it. */
export interface Traces {
  answered(credential: string, lease: Lease, headers: Readonly<Record<string, string>>): Promise<void>
  /** `at`: when it was refused, by Bitbucket's clock. */
  refused(credential: Pick<OpenCredential, 'id' | 'kind'>, detail: string, at: Date): Promise<void>
}

const minuteMs = 60_000

export function createTraces(db: Db): Traces {
  const learnt = new Map<string, number>()
  const used = new Map<string, number>()

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
  }
}
