import { type RawBuilder, sql } from 'kysely'

export const deliveryStates = ['waiting', 'placed', 'done', 'unknown', 'dead'] as const
export type DeliveryState = (typeof deliveryStates)[number]

/** Which deliveries are meant; what is left out leaves nothing out. */
export interface DeliveryFilter {
  /** Id of the connection. */
  readonly connection?: string | undefined
  /** Its slug or uuid. */
  readonly workspace?: string | undefined
  /** Its slug, its full name or its uuid. */
  readonly repository?: string | undefined
  /** An event, or the beginning of some up to the colon: `pullrequest:`. */
  readonly event?: string | undefined
  readonly state?: DeliveryState | undefined
  readonly from?: Date | undefined
  readonly to?: Date | undefined
  /** Part of the event, the subject, the uuid of the request, the repository or the error. */
  readonly q?: string | undefined
}

/** What a filter looks at. Connections are those of the webhooks. */
export const deliveryTables = sql`
  deliveries
  join webhooks on webhooks.id = deliveries.webhook_id
  join connections on connections.id = webhooks.connection_id
  join workspaces on workspaces.id = deliveries.workspace_id
  left join repositories on repositories.id = deliveries.repository_id`

export function whereOf({ q, ...filter }: DeliveryFilter): RawBuilder<boolean> {
  const told = q === undefined ? sql<boolean>`true` : isTold(q)
  return sql<boolean>`${isAmong(filter)} and ${told}`
}

/** All of a filter but its text. */
export function isAmong(filter: Omit<DeliveryFilter, 'q'>): RawBuilder<boolean> {
  const { connection, workspace, repository, event, state, from, to } = filter
  const parts: RawBuilder<unknown>[] = [sql`true`]
  if (connection !== undefined) parts.push(sql`webhooks.connection_id = ${connection}`)
  if (workspace !== undefined) {
    const found = sql`select id from workspaces where slug = ${workspace} or uuid::text = ${bare(workspace)}`
    parts.push(sql`deliveries.workspace_id in (${found})`)
  }
  if (repository !== undefined)
    parts.push(sql`deliveries.repository_id in (${repositoriesCalled(repository)})`)
  if (event?.endsWith(':')) parts.push(sql`starts_with(event, ${event})`)
  else if (event !== undefined) parts.push(sql`event = ${event}`)
  if (state !== undefined) parts.push(sql`deliveries.state = ${state}`)
  if (from !== undefined) parts.push(sql`received_at >= ${from}`)
  // A moment of the API ends with its millisecond; the database counts in microseconds.
  if (to !== undefined) parts.push(sql`received_at < ${to}::timestamptz + interval '1 millisecond'`)
  return sql<boolean>`${sql.join(parts, sql` and `)}`
}

export function isTold(q: string): RawBuilder<boolean> {
  const part = `%${q.replace(/[\\%_]/g, '\\$&')}%`
  return sql<boolean>`(event ilike ${part} or subject ilike ${part} or request_uuid ilike ${part}
    or repositories.slug ilike ${part} or error ilike ${part})`
}

function repositoriesCalled(name: string) {
  return sql`
    select repositories.id from repositories join workspaces on workspaces.id = repositories.workspace_id
     where repositories.slug = ${name} or repositories.uuid::text = ${bare(name)}
        or workspaces.slug || '/' || repositories.slug = ${name}`
}

/** A uuid as it is kept: Bitbucket writes it in braces. */
function bare(uuid: string): string {
  return uuid.replace(/[{}]/g, '').toLowerCase()
}
