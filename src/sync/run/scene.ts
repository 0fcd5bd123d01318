import { sql } from 'kysely'
import { isTold } from '../../connections/told.ts'
import type { Db } from '../../db/pool.ts'
import type { Row } from '../../db/schema.ts'
import { instant } from '../cursor.ts'
import type { Slice } from '../slice.ts'
import { type AnyStream, type Connector, isChild, type Place } from '../stream.ts'
import { authorsStream } from './authors.ts'
import { capabilitiesOf } from './capabilities.ts'
import { mirrorStream } from './mirror.ts'
import type { Tally } from './progress.ts'
import { sourceStream } from './source.ts'

/** What a slice is about: where it lies, who reads it, for which run if any. */
export interface Scene {
  readonly connection: Row<'connections'>
  readonly repository: Pick<
    Row<'repositories'>,
    'id' | 'uuid' | 'slug' | 'main_branch' | 'updated_on' | 'has_issues'
  > | null
  /** Null while deliveries are read, which belong to no run. */
  readonly runId: string | null
  /** What was asked since then is not asked again. */
  readonly startedAt: Date
  readonly cause: Row<'sync_runs'>['cause']
  readonly scope: Row<'sync_runs'>['scope']
  readonly tally: Tally
  /** Whether a webhook tells what happens in the workspace. */
  readonly isTold: boolean
  readonly place: Place
  /** Capabilities that the source does not have, as far as it is known; grows as they are missed. */
  readonly lacking: Set<string>
  /** What was found out today, by this turn or one before. */
  readonly noticed: Map<string, boolean>
  /** In the order in which they are wanted. */
  readonly streams: readonly AnyStream[]
}

type OfRun = Pick<Scene, 'runId' | 'startedAt' | 'cause' | 'scope'>
export type RunScene = Scene & { readonly runId: string }

/** Null when there is nothing to do: no run, a connection that rests, a repository that is gone or not chosen. */
export async function loadScene(
  db: Db,
  connectors: readonly Connector[],
  slice: Slice,
): Promise<RunScene | null> {
  const run = await db
    .selectFrom('sync_runs')
    .innerJoin('workspaces', 'workspaces.connection_id', 'sync_runs.connection_id')
    .select(['sync_runs.id', 'cause', 'scope', 'started_at'])
    .where('workspaces.id', '=', slice.workspaceId)
    .where('state', '=', 'running')
    .executeTakeFirst()
  if (!run) return null
  const { id: runId, cause, scope, started_at: startedAt } = run
  const scene = await sceneFor(db, connectors, slice, { runId, cause, scope, startedAt })
  return scene && { ...scene, runId }
}

/** The same without a run, for what a delivery tells. */
export function loadDeliveryScene(
  db: Db,
  connectors: readonly Connector[],
  slice: Slice,
): Promise<Scene | null> {
  const startedAt = new Date()
  return sceneFor(db, connectors, slice, { runId: null, cause: 'webhook', scope: 'all', startedAt })
}

async function sceneFor(
  db: Db,
  connectors: readonly Connector[],
  slice: Slice,
  ofRun: OfRun,
): Promise<Scene | null> {
  const workspace = await db
    .selectFrom('workspaces')
    .selectAll()
    .select(isTold(sql.ref('workspaces.id')).as('is_told'))
    .where('id', '=', slice.workspaceId)
    .executeTakeFirst()
  if (!workspace?.connection_id || workspace.removed_at) return null
  const connection = await db
    .selectFrom('connections')
    .selectAll()
    .where('id', '=', workspace.connection_id)
    .where('state', '=', 'active')
    .executeTakeFirst()
  const repository = slice.repositoryId === null ? null : await loadRepository(db, slice.repositoryId)
  const connector = connectors.find(({ name }) => name === connection?.connector)
  if (!connection || !connector || repository === undefined) return null
  return {
    ...ofRun,
    connection,
    repository,
    tally: { requests: 0, changed: {} },
    isTold: workspace.is_told,
    ...(await capabilitiesOf(db, connection.id)),
    streams: streamsOf(connector, connection, repository ? 'repository' : 'workspace', {
      told: ofRun.runId === null,
    }),
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

/** Those of a connection that it wants and is not told by git; `told`: with those that no cycle asks for. */
export function streamsOf(
  connector: Connector,
  connection: Pick<Row<'connections'>, 'streams' | 'source_access'>,
  per: AnyStream['per'],
  { told = false } = {},
): AnyStream[] {
  const { streams: wanted, source_access } = connection
  const git = source_access === 'git'
  const mirrors = git && per === 'repository' ? [mirrorStream] : []
  const authors = git && per === 'workspace' ? [authorsStream] : []
  const declared = connector.streams.filter((stream) => {
    const lies = isChild(stream) ? 'repository' : stream.per
    if (
      (stream.again === 'when-told' && !told) ||
      lies !== per ||
      (stream.withoutGitOnly && source_access === 'git')
    )
      return false
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
