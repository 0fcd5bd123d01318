import { sql } from 'kysely'
import { type Db, transaction } from '../../db/pool.ts'
import { catalogue } from '../../errors.ts'

/** https://community.atlassian.com/forums/Bitbucket-articles/Deprecation-notice-Bitbucket-Cloud-app-password-brownout/ba-p/3237429 */
const appPasswordsEnd = Date.UTC(2026, 6, 28)

/** Whether an app password that is refused at this time is refused for good: before, it may be a brown-out. */
export function haveAppPasswordsEnded(at: Date): boolean {
  return at.getTime() >= appPasswordsEnd
}

/**
 * An app password is refused because its kind has ended: it will never work again. A connection that has nothing else
 * ends with it, and so does the run that reads for it; what was read, and how far, stays as it is.
 */
export async function endAppPassword(db: Db, credentialId: string): Promise<void> {
  const { sentence, next } = catalogue.app_password_ended
  const detail = `${sentence} ${next}`
  await transaction(db, async (tx) => {
    const { rows } = await sql<{ id: string }>`
      with ended as (
        update credentials set health = 'ended', health_detail = ${detail}, checked_at = now()
         where id = ${credentialId} returning id, connection_id)
      update connections set state = 'ended', version = version + 1, updated_at = now()
        from ended
       where connections.id = ended.connection_id and state = 'active'
         and not exists (
           select from credentials other
            where other.connection_id = ended.connection_id and other.id <> ended.id
              and other.health in ('unverified', 'ok'))
      returning connections.id`.execute(tx)
    for (const { id } of rows) {
      await sql`
        update sync_runs set state = 'failed', ended_at = now(), error = ${detail}
         where connection_id = ${id} and state = 'running'`.execute(tx)
    }
  })
}

/**
 * A connection was given a credential that works: one that had ended goes on where it stands, and what was refused to
 * the credentials before is tried with the next run instead of a day later.
 */
export async function goOnWith(tx: Db, connectionId: string): Promise<void> {
  await sql`
    update connections set state = 'active', version = version + 1, updated_at = now()
     where id = ${connectionId} and state = 'ended'`.execute(tx)
  await tryGapsAgain(tx, connectionId)
}

/** What was refused is tried with the next run. */
export async function tryGapsAgain(tx: Db, connectionId: string): Promise<void> {
  await sql`
    update gaps set next_at = now() from workspaces
     where workspaces.id = gaps.workspace_id and workspaces.connection_id = ${connectionId}
       and reason in ('source_refused', 'source_forbidden', 'source_missing')`.execute(tx)
}
