import { sql } from 'kysely'
import { listCredentials } from '../../connections/connection-credentials.ts'
import { type Connection, findConnection, listConnections } from '../../connections/connections.ts'
import { readAccounts } from '../../connections/ledger/account.ts'
import { listWorkspaces } from '../../connections/workspaces.ts'
import { connectors } from '../../connectors/index.ts'
import type { Db } from '../../db/pool.ts'
import { glanceAt } from '../../sync/run/glance.ts'
import { defineCommand } from '../command.ts'
import { glanceText } from '../glance.ts'
import { moment, table } from '../out.ts'

/** Gaps that are listed one by one; the count names them all. */
const gapsShown = 100

export const status = defineCommand({
  name: 'status',
  doc: 'Says of every connection what it reads, how far its run is or how the last one ended, what its credentials may still send, and what could not be read.',
  examples: [
    { line: 'windlass status', doc: 'Every connection. Ends with 3 when gaps remain.' },
    { line: 'windlass status acme --json', doc: 'One connection, for a program.' },
  ],
  arguments: { alias: { doc: 'one connection', optional: true } },
  async run({ config, out, openDatabase }, { alias }) {
    const { kysely: db } = await openDatabase()
    const connections = alias === undefined ? await listConnections(db) : [await findConnection(db, alias)]
    const states = await Promise.all(
      connections.map((connection) => stateOf(db, connection, config.limitWindowSeconds)),
    )
    const told = states.map(({ glance: _, ...state }) => state)
    out.result({ connections: told }, () => textOf(states))
    return states.some((state) => state.gaps.count > 0) ? 3 : 0
  },
})

type State = Awaited<ReturnType<typeof stateOf>>

async function stateOf(db: Db, connection: Connection, windowSeconds: number) {
  const [workspaces, credentials, run, gaps, repositories, accounts] = await Promise.all([
    listWorkspaces(db, connection.id),
    listCredentials(db, connection.id),
    lastRun(db, connection.id),
    gapsOf(db, connection.id),
    countRepositories(db, connection.id),
    readAccounts(db, { windowSeconds, connection: connection.id }),
  ])
  const isOpen = run !== null && run.ended_at === null
  const glance = isOpen ? await glanceAt(db, run.id, { connectors, windowSeconds }) : null
  return {
    alias: connection.alias,
    is_default: connection.is_default,
    state: connection.state,
    api_url: connection.api_url,
    workspaces: workspaces.map(({ slug, name }) => ({ slug, name })),
    repositories,
    credentials: credentials.map(({ label, kind, last_four, health, health_detail, expires_at }) => ({
      ...{ label, kind, last_four, health, health_detail, expires_at },
    })),
    last_run: run,
    progress: glance && {
      parts: { done: glance.done, all: glance.all },
      requests: { sent: glance.requests, left: glance.left },
      eta: glance.eta,
    },
    ledger: accounts.map(
      ({ identity, class: kind, limit, limitSource, used, reserved, left, parkedUntil }) => ({
        ...{ identity, class: kind, limit, used, reserved, left },
        limit_source: limitSource,
        parked_until: parkedUntil,
      }),
    ),
    glance,
    gaps,
  }
}

async function lastRun(db: Db, connectionId: string) {
  const row = await db
    .selectFrom('sync_runs')
    .select(['id', 'cause', 'state', 'started_at', 'ended_at', 'requests', 'rows', 'error'])
    .where('connection_id', '=', connectionId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ?? null
}

async function gapsOf(db: Db, connectionId: string) {
  const { rows } = await sql<{
    workspace: string
    repository: string | null
    stream: string
    reason: string
    status: number | null
    detail: string | null
    next_at: Date | null
    count: number
  }>`
    select workspaces.slug as workspace, repositories.slug as repository, stream, reason, status, detail, next_at,
           count(*) over ()::integer as count
      from gaps
      join workspaces on workspaces.id = gaps.workspace_id
      left join repositories on repositories.workspace_id = gaps.workspace_id and repositories.id = gaps.repository_id
     where workspaces.connection_id = ${connectionId}
     order by gaps.id limit ${gapsShown}`.execute(db)
  return { count: rows[0]?.count ?? 0, list: rows.map(({ count: _, ...gap }) => gap) }
}

async function countRepositories(db: Db, connectionId: string): Promise<number> {
  const { count } = await db
    .selectFrom('repositories')
    .innerJoin('workspaces', 'workspaces.id', 'repositories.workspace_id')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('workspaces.connection_id', '=', connectionId)
    .where('repositories.removed_at', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(count)
}

function textOf(states: readonly State[]): string {
  if (states.length === 0) return 'There is no connection yet: windlass connect makes one.'
  const overview = table(
    ['Connection', 'State', 'Workspaces', 'Repositories', 'Last run', 'Ended', 'Gaps'],
    states.map((one) => [
      one.is_default ? `${one.alias} (default)` : one.alias,
      one.state,
      one.workspaces.map(({ slug }) => slug).join(', '),
      String(one.repositories),
      one.last_run?.state ?? '-',
      moment(one.last_run?.ended_at ?? null),
      String(one.gaps.count),
    ]),
  )
  const parts = [overview]
  for (const { alias, glance } of states) if (glance) parts.push(`${alias}: ${glanceText(glance)}`)
  const accounts = states.flatMap((one) =>
    one.ledger.map(({ identity, class: kind, limit, used, reserved, left, parked_until }) => [
      ...[one.alias, identity, kind, String(limit), String(used), String(reserved), String(left)],
      moment(parked_until),
    ]),
  )
  const headings = ['Connection', 'Counted as', 'Class', 'Limit', 'Used', 'Kept back', 'Left', 'Waits until']
  if (accounts.length > 0) parts.push(table(headings, accounts))
  const gaps = states.flatMap((one) =>
    one.gaps.list.map((gap) => [
      gap.repository === null ? gap.workspace : `${gap.workspace}/${gap.repository}`,
      gap.stream,
      gap.status === null ? gap.reason : `${gap.reason} (${gap.status})`,
      moment(gap.next_at),
    ]),
  )
  if (gaps.length > 0) parts.push(table(['Gap', 'Stream', 'Reason', 'Next try'], gaps))
  return parts.join('\n\n')
}
