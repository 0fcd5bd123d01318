import { sql } from 'kysely'
import { transaction } from '../../db/pool.ts'
import { Failure } from '../../errors.ts'
import { storeBatch } from '../batch.ts'
import { settleListing } from '../batch-absent.ts'
import { withFence } from '../slice.ts'
import type { AnyStream } from '../stream.ts'
import { leaseSeconds } from './engine.ts'
import { loadProgress } from './progress.ts'
import { itemsOf, type Reader } from './read.ts'

/** Pull requests in a turn; then other slices have theirs. */
const perTurn = 20

/**
 * Reads the activity of pull requests again that changed after it was read and have something that can change in its
 * place: comments, approvals, requests for changes. The list of pull requests has to be read first, because it says
 * which changed. False while there is more to do.
 */
export async function revisit(reader: Reader, feed: AnyStream): Promise<boolean> {
  const { engine, slice, scene, signal } = reader
  const connector = engine.connectors.find(({ name }) => name === scene.connection.connector)
  const stream = connector?.streams.find(
    ({ per, recordsOf }) => per === 'pull_request' && recordsOf === feed.name,
  )
  if (!stream) return true
  const states = await loadProgress(engine.db, scene.runId, slice)
  if (isOpen(states.get('pull_requests'))) return false
  const changed = await changedPullRequests(reader)
  for (const id of changed) {
    if (signal.aborted) return false
    await readOne(reader, stream, id)
    await settled(reader, id)
  }
  if (changed.length === perTurn) return false
  await settled(reader, null)
  return true
}

function isOpen(state: string | undefined): boolean {
  return state === 'waiting' || state === 'running'
}

async function changedPullRequests({ engine, slice }: Reader): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select id from pull_requests changed
     where workspace_id = ${slice.workspaceId} and repository_id = ${slice.repositoryId}
       and updated_on > activity_settled_on
       and (exists (select from pull_request_activity
                     where workspace_id = changed.workspace_id and repository_id = changed.repository_id
                       and pull_request_id = changed.id and kind in ('approval', 'changes_requested')
                       and removed_at is null)
         or exists (select from pull_request_comments
                     where workspace_id = changed.workspace_id and repository_id = changed.repository_id
                       and pull_request_id = changed.id and not deleted and removed_at is null))
     order by updated_on desc limit ${perTurn}`.execute(engine.db)
  return rows.map(({ id }) => id)
}

/** From the first to the last page: then what it lacks is gone. One that is gone itself keeps what is known of it. */
async function readOne(reader: Reader, stream: AnyStream, id: number): Promise<void> {
  const { engine, slice, scene, client, signal, resolver } = reader
  const place = { ...scene.place, parent: String(id) }
  const options = { stream: stream.name, lane: slice.lane, signal, trail: new Set<string>() }
  const { path, query } = stream.request(place, { from: null, to: null })
  const seen = new Set<string>()
  try {
    let answer = await client.get(path, query, options)
    for (;;) {
      const items = itemsOf(stream, answer.body)
      const stored = await storeBatch(engine.db, slice, {
        stream,
        place,
        items,
        shape: 'list',
        leaseSeconds,
        ...(resolver && { resolver }),
      })
      for (const key of stored.keys) seen.add(key)
      await count(reader, stream, { requests: answer.requests, changed: stored.changed, seen: items.length })
      if (answer.next === undefined) break
      answer = await client.get(answer.next, {}, options)
    }
  } catch (error) {
    if (error instanceof Failure && error.code === 'source_missing') return
    throw error
  }
  const { removed } = await settleListing(engine.db, slice, { stream, place, seen, leaseSeconds })
  await count(reader, stream, { requests: 0, changed: removed, seen: 0 })
}

/** It is no stream of the slice that waits for its turn; it appears among them when it took a request. */
async function count(
  { engine, slice, scene }: Reader,
  stream: AnyStream,
  { requests, changed, seen }: { requests: number; changed: number; seen: number },
): Promise<void> {
  await sql`
    insert into sync_progress (run_id, workspace_id, repository_id, stream, state, requests, changed, seen)
    values (${scene.runId}, ${slice.workspaceId}, ${slice.repositoryId}, ${stream.name}, 'complete', ${requests},
            ${changed}, ${seen})
    on conflict (run_id, workspace_id, repository_id, stream) do update
       set requests = sync_progress.requests + excluded.requests, changed = sync_progress.changed + excluded.changed,
           seen = sync_progress.seen + excluded.seen, updated_at = now()`.execute(engine.db)
}

/** One pull request, or with null all that did not have to be read again. */
async function settled({ engine, slice }: Reader, id: number | null): Promise<void> {
  await transaction(engine.db, async (tx) => {
    await withFence(tx, slice, leaseSeconds)
    await sql`
      update pull_requests set activity_settled_on = updated_on
       where workspace_id = ${slice.workspaceId} and repository_id = ${slice.repositoryId}
         and id = coalesce(${id}::integer, id) and activity_settled_on is distinct from updated_on`.execute(
      tx,
    )
  })
}
