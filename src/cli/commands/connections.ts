import { listCredentials, sharersOf } from '../../connections/connection-credentials.ts'
import { type Connection, describeConnection, listConnections } from '../../connections/connections.ts'
import { listWorkspaces } from '../../connections/workspaces.ts'
import type { Db } from '../../db/pool.ts'
import { defineCommand } from '../command.ts'
import { moment, table } from '../out.ts'

export const connections = defineCommand({
  name: 'connections',
  doc: 'Lists the connections: what each reads, how often, and with which credentials.',
  examples: [
    { line: 'windlass connections', doc: 'Every connection, the default first.' },
    { line: 'windlass connections --json', doc: 'With all their settings, for a program.' },
  ],
  async run({ out, openDatabase }) {
    const { kysely: db } = await openDatabase()
    const described = await Promise.all((await listConnections(db)).map((each) => describe(db, each)))
    out.result({ connections: described }, () => textOf(described))
    return undefined
  },
})

type Described = Awaited<ReturnType<typeof describe>>

async function describe(db: Db, connection: Connection) {
  const sharers = await sharersOf(db, connection.id)
  const credentials = (await listCredentials(db, connection.id)).map((each) => {
    const { label, kind, last_four, health, health_detail, expires_at, last_used_at } = each
    const shared = sharers.get(each.identity) ?? []
    return { ...{ label, kind, last_four, health, health_detail, expires_at, last_used_at }, shared }
  })
  const workspaces = (await listWorkspaces(db, connection.id)).map(({ slug, name }) => ({ slug, name }))
  const { is_default } = connection
  return { ...describeConnection(connection), is_default, workspaces, credentials }
}

function textOf(described: readonly Described[]): string {
  if (described.length === 0) return 'There is no connection yet: windlass connect makes one.'
  const overview = table(
    ['Connection', 'State', 'Workspaces', 'Repositories', 'From', 'Source', 'Every'],
    described.map((one) => [
      one.is_default ? `${one.alias} (default)` : one.alias,
      one.state,
      one.workspaces.map(({ slug }) => slug).join(', ') || '-',
      repositoriesOf(one),
      one.since ? one.since.toISOString().slice(0, 10) : `${one.range_days} days back`,
      one.source_access,
      one.cron ?? everyOf(one.frequency_minutes),
    ]),
  )
  const credentials = table(
    ['Connection', 'Credential', 'Kind', 'Ends in', 'Health', 'Expires', 'Last used'],
    described.flatMap(({ alias, credentials }) =>
      credentials.map((each) => [
        alias,
        each.label,
        each.kind.replace('_', ' '),
        each.last_four ?? '-',
        each.health,
        moment(each.expires_at),
        moment(each.last_used_at),
      ]),
    ),
  )
  return [overview, credentials, ...described.flatMap(warningsOf)].join('\n\n')
}

function repositoriesOf({ projects, include, exclude, auto_add }: Described): string {
  const parts = [
    projects === null ? '' : `projects ${projects.join(', ') || 'none'}`,
    include === null ? '' : include.join(', ') || 'chosen ones alone',
    exclude === null || exclude.length === 0 ? '' : `not ${exclude.join(', ')}`,
    auto_add ? '' : 'no new ones',
  ].filter((part) => part !== '')
  return parts.join('; ') || 'all'
}

function everyOf(minutes: number): string {
  return minutes < 60 ? `${minutes} min` : `${minutes / 60} h`
}

function warningsOf({ alias, credentials }: Described): string[] {
  const others = [...new Set(credentials.flatMap(({ shared }) => shared))]
  if (others.length === 0) return []
  return [`${alias} shares its allowance with ${others.join(', ')}: Bitbucket counts their requests as one.`]
}
