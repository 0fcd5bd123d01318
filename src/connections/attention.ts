import { sql } from 'kysely'
import type { Db } from '../db/pool.ts'

/** Something that somebody has to do, or what it was for stops. The most pressing first. */
export interface Attention {
  readonly reason:
    | 'connection_ended'
    | 'credential_rejected'
    | 'credential_expired'
    | 'credential_ended'
    | 'app_rejected'
    | 'removals_held'
    | 'credential_expiring'
    | 'deliveries_dead'
    | 'gaps'
  readonly connection_id: string | null
  readonly connection: string | null
  readonly credential_id: string | null
  /** Label of the credential; of an app its connector. */
  readonly name: string | null
  readonly detail: string | null
  /** When it ends, for what is about to. */
  readonly expires_at: Date | null
  /** How many there are, of what is told by its number alone. */
  readonly count: number | null
}

export async function listAttention(db: Db): Promise<Attention[]> {
  const { rows } = await sql<Attention>`
    with needs as (
      select 0 as place, 'connection_ended' as reason, id as connection_id, alias as connection,
             null::bigint as credential_id, null as name, (
               select health_detail from credentials
                where connection_id = connections.id and health = 'ended' order by id limit 1) as detail,
             null::timestamptz as expires_at, null::integer as count
        from connections where state = 'ended'
      union all
      select 1, 'app_rejected', null, null, null, connector, health_detail, null, null
        from oauth_apps where health = 'rejected'
      union all
      select 2, 'credential_' || health, connections.id, alias, credentials.id, label, health_detail, expires_at, null
        from credentials join connections on connections.id = connection_id
       where health in ('rejected', 'expired', 'ended') and state <> 'ended'
      union all
      select distinct on (credentials.id)
             4, 'credential_expiring', connections.id, alias, credentials.id, label, null, credentials.expires_at, null
        from credentials
        join connections on connections.id = connection_id
        join credential_reminders reminder
          on reminder.credential_id = credentials.id and reminder.expires_at = credentials.expires_at
       where credentials.expires_at > now() and health in ('unverified', 'ok') and state <> 'ended'
      union all
      select 3, 'removals_held', connections.id, alias, null, null, null, null, count(*)::integer
        from held_removals
        join workspaces on workspaces.id = workspace_id
        join connections on connections.id = workspaces.connection_id
       where decision is null and state = 'active' group by connections.id
      union all
      select 5, 'deliveries_dead', connections.id, alias, null, null, null, null, count(*)::integer
        from deliveries
        join webhooks on webhooks.id = webhook_id
        join connections on connections.id = webhooks.connection_id
       where deliveries.state = 'dead' and connections.state = 'active' group by connections.id
      union all
      select 6, 'gaps', connections.id, alias, null, null, null, null, count(*)::integer
        from gaps
        join workspaces on workspaces.id = workspace_id
        join connections on connections.id = workspaces.connection_id
       where state = 'active' group by connections.id)
    select reason, connection_id, connection, credential_id, name, detail, expires_at, count
      from needs order by place, expires_at, connection, credential_id`.execute(db)
  return rows
}
