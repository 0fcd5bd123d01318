import { type RawBuilder, sql } from 'kysely'

/** A webhook that was silent for longer is not relied on: then repositories are polled as if there were none. */
const silentDays = 7

/**
 * Whether a webhook tells what happens in a workspace. That it is registered is not enough: only what has come shows
 * that the way here is open.
 */
export function isTold(workspaceId: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`
    exists (select from webhooks
             where webhooks.workspace_id = ${workspaceId} and webhooks.state in ('registered', 'by_hand')
               and webhooks.last_delivery_at > now() - make_interval(days => ${silentDays}))`
}
