import type { Db } from '../../db/pool.ts'
import type { Row } from '../../db/schema.ts'
import { instant } from '../cursor.ts'
import type { Slice } from '../slice.ts'
import { type AnyStream, type Connector, isChild, type Place } from '../stream.ts'
import { authorsStream } from './authors.ts'
import { capabilitiesOf } from './capabilities.ts'
import { mirrorStream } from './mirror.ts'
import { sourceStream } from './source.ts'

/** What a slice is about: where it lies, who reads it, for which run. */
export interface Scene {
  readonly connection: Row<'connections'>
  readonly repository: Pick<
    Row<'repositories'>,
    'id' | 'uuid' | 'slug' | 'main_branch' | 'updated_on' | 'has_issues'
  > | null
  readonly runId: string
  readonly cause: Row<'sync_runs'>['cause']
  readonly scope: Row<'sync_runs'>['scope']
  readonly place: Place
  /** Capabilities that the source does not have, as far as it is known; grows as they are missed. */
  readonly lacking: Set<string>
  /** What was found out today, by this turn or one before. */
  readonly noticed: Map<string, boolean>
  /** In the order in which they are wanted. */
  readonly streams: readonly AnyStream[]
}

/** Null when there is nothing to do: no run, a connection that rests, a repository that is gone or not chosen. */
export async function loadScene(
  db: Db,
  connectors: readonly Connector[],
  slice: Slice,
): Promise<Scene | null> {
  const workspace = await db
    .selectFrom('workspaces')
    .selectAll()
    .where('id', '=', slice.workspaceId)
    .executeTakeFirst()
  if (!workspace?.connection_id || workspace.removed_at) return null
  const connection = await db
    .selectFrom('connections')
    .selectAll()
    .where('id', '=', workspace.connection_id)
    .where('state', '=', 'active')
    .executeTakeFirst()
  const run = await db
    .selectFrom('sync_runs')
    .select(['id', 'cause', 'scope'])
    .where('connection_id', '=', workspace.connection_id)
    .where('state', '=', 'running')
    .executeTakeFirst()
  const repository = slice.repositoryId === null ? null : await loadRepository(db, slice.repositoryId)
  const connector = connectors.find(({ name }) => name === connection?.connector)
  if (!connection || !run || !connector || repository === undefined) return null
  return {
    connection,
    repository,
    runId: run.id,
    cause: run.cause,
    scope: run.scope,
    ...(await capabilitiesOf(db, connection.id)),
    streams: streamsOf(connector, connection, repository ? 'repository' : 'workspace'),
    // The range is that of a repository's history: a repository that slept through it is listed all the same.
    place: {
      workspace,
      repository,
      parent: null,
      since: repository && instant(startOf(connection).toISOString()),
    },
  }
}

async function loadRepository(db: Db, id: string): Promise<Scene['repository'] | undefined> {
  return db
    .selectFrom('repositories')
    .select(['id', 'uuid', 'slug', 'main_branch', 'updated_on', 'has_issues'])
    .where('id', '=', id)
    .where('is_chosen', 'is', true)
    .where('removed_at', 'is', null)
    .executeTakeFirst()
}

/** Those of a connection that it wants and is not told by git. */
export function streamsOf(
  connector: Connector,
  connection: Pick<Row<'connections'>, 'streams' | 'source_access'>,
  per: AnyStream['per'],
): AnyStream[] {
  const { streams: wanted, source_access } = connection
  const git = source_access === 'git'
  const mirrors = git && per === 'repository' ? [mirrorStream] : []
  const authors = git && per === 'workspace' ? [authorsStream] : []
  const declared = connector.streams.filter((stream) => {
    const lies = isChild(stream) ? 'repository' : stream.per
    if (lies !== per || (stream.withoutGitOnly && source_access === 'git')) return false
    if (per === 'workspace') return true
    return wanted ? wanted.includes(stream.recordsOf ?? stream.name) : !stream.optional
  })
  const source = source_access === 'files' && per === 'repository' ? [sourceStream] : []
  return [...mirrors, ...declared, ...source, ...authors]
}

/** Start of the time range. */
function startOf(connection: Pick<Row<'connections'>, 'since' | 'range_days'>): Date {
  return connection.since ?? new Date(Date.now() - connection.range_days * 86_400_000)
}
