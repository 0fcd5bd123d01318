import { writeSyncLog } from '../../connections/sync-log.ts'
import type { Db } from '../../db/pool.ts'
import { Failure } from '../../errors.ts'
import type { AnyStream } from '../stream.ts'
import { mirrorStream } from './mirror.ts'
import type { Reader } from './read.ts'

/** Notes why a stream of a repository could not be read. */
export async function logFailure(
  { engine, scene }: Pick<Reader, 'engine' | 'scene'>,
  stream: AnyStream,
  error: unknown,
): Promise<void> {
  const { status, path } = (error instanceof Failure && error.data) || {}
  const { workspace, repository } = scene.place
  const place = repository ? `${workspace.slug}/${repository.slug}` : workspace.slug
  const what = error instanceof Error ? error.message : String(error)
  await writeSyncLog(engine.db, {
    connection_id: scene.connection.id,
    operation: stream === mirrorStream ? 'git' : 'sync',
    level: 'error',
    status: typeof status === 'number' ? status : null,
    error: `${place}, ${stream.name}: ${what}`,
    path: typeof path === 'string' ? path : null,
  })
}

/** Notes that a run has ended, and how. */
export async function logEnd(db: Db, runId: string): Promise<void> {
  const run = await db
    .selectFrom('sync_runs')
    .select(['connection_id', 'state', 'error'])
    .where('id', '=', runId)
    .executeTakeFirst()
  if (!run) return
  const said = run.state === 'incomplete' ? 'The run has ended with gaps.' : run.error
  const level = run.state === 'complete' ? 'info' : run.state === 'failed' ? 'error' : 'warning'
  await writeSyncLog(db, {
    ...{ connection_id: run.connection_id, operation: 'sync', level },
    error: run.state === 'complete' ? null : said,
    path: null,
  })
}
