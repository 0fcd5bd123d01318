import { sql } from 'kysely'
import { transaction } from '../../db/pool.ts'
import { isDatabaseAway } from '../../db/transient.ts'
import { Failure } from '../../errors.ts'
import { sumOf } from '../counts.ts'
import { holeStretch } from '../cursor.ts'
import { loadCursor, loadCursors, saveCursor, unread } from '../cursor-row.ts'
import { closeGap, gapsOf, openGap } from '../gap.ts'
import { resolverOf } from '../git/resolve.ts'
import { type Lane, type Slice, withFence } from '../slice.ts'
import { type AnyStream, type ChildStream, isChild } from '../stream.ts'
import { authorsStream, readAuthors } from './authors.ts'
import { giveUpIfLacking } from './capabilities.ts'
import { readChildren } from './children.ts'
import { plantRepositories } from './choose.ts'
import { deliveriesDueIn } from './deliveries.ts'
import { isDue } from './due.ts'
import { type Engine, leaseSeconds } from './engine.ts'
import { isQuiet, takeAsRead } from './follow.ts'
import { readLeavers } from './leavers.ts'
import { logFailure } from './log.ts'
import { settleMerges } from './merges.ts'
import { mirrorStream, readContents, readMirror } from './mirror.ts'
import { openClient, openCredentials } from './open-client.ts'
import { laneOf } from './plant.ts'
import { hasTracker, probe } from './probe.ts'
import { isOpen, loadProgress, move, type State } from './progress.ts'
import { type Progress, type RunReader, readStream } from './read.ts'
import { countFirstWalk, isCalledFor, leaveGone } from './relist.ts'
import { loadScene } from './scene.ts'
import { readSource, sourceStream } from './source.ts'
import { oldestUnsettled } from './unsettled.ts'

export interface Next {
  readonly lane: Lane
  readonly dueIn: number
}

/** A slice that nothing wakes is not looked at for a year. */
export const rest: Next = { lane: 'audit', dueIn: 365 * 86_400 }
/** So many pages in a turn; then others have theirs. The first turn takes one of each stream: newest first everywhere. */
const pagesPerTurn = 10
/** A repository without pipelines is asked for them once a week. */
const lookAgainIn = 7 * 86_400

/** Works on a slice for a while and says when it is due next. */
export async function takeTurn(engine: Engine, slice: Slice, signal: AbortSignal): Promise<Next> {
  const next = await readForRun(engine, slice, signal)
  // Deliveries that failed, or came meanwhile, are not left for so long.
  const told = await deliveriesDueIn(engine.db, slice)
  return told !== null && told < next.dueIn ? { lane: 'webhook', dueIn: told } : next
}

async function readForRun(engine: Engine, woken: Slice, signal: AbortSignal): Promise<Next> {
  const scene = await loadScene(engine.db, engine.connectors, woken)
  if (!scene) return rest
  // A delivery that woke the slice says nothing about how urgent the rest is.
  const lane = woken.lane === 'webhook' ? await laneOf(engine.db, scene.connection.id) : woken.lane
  const slice = { ...woken, lane }
  const states = await loadProgress(engine.db, scene.runId, slice)
  const open = scene.streams.filter(({ name }) => isOpen(states.get(name)))
  if (open.length === 0) return rest
  const credentials = await openCredentials(engine, scene.connection)
  const client = openClient(engine, scene.connection, credentials)
  try {
    const [gaps, cursors] = [
      await gapsOf(engine.db, slice),
      await loadCursors(engine.db, slice, scene.streams),
    ]
    const lookedAt = { time: performance.now() }
    const reader = { engine, slice, scene, client, credentials, signal, gaps, cursors, lookedAt }
    const resolver = resolverOf(engine.db, engine.config, scene.connection, slice)
    return await readOpen({ ...reader, resolver }, open, states)
  } finally {
    await client.close()
  }
}

async function readOpen(
  reader: RunReader,
  open: readonly AnyStream[],
  states: ReadonlyMap<string, State>,
): Promise<Next> {
  const again: Next = { lane: reader.slice.lane, dueIn: 0 }
  const children = open.filter(isChild)
  const feeds = await readEach(
    reader,
    open.filter((stream) => !isChild(stream)),
    states,
  )
  if (feeds === 'closed') {
    for (const child of children) await skip(reader, child)
    return rest
  }
  if (feeds === 'open') return again
  if (typeof feeds === 'object') return feeds
  const isFresh = !children.some(({ name }) => states.get(name) === 'running')
  const contents = isFresh || open.length > children.length ? await attemptContents(reader) : 'done'
  if (contents instanceof Date) return dueAt(reader, contents)
  await settleMerges(reader)
  // Others are read for the first time, too: they go before what is old and what lies deep.
  if (feeds === 'later' || (reader.slice.lane === 'newest' && children.length > 0))
    return { lane: 'deep', dueIn: 0 }
  const last = await readEach(reader, children, states)
  if (last === 'open') return again
  return typeof last === 'object' ? last : rest
}

function dueAt({ slice }: RunReader, time: Date): Next {
  return { lane: slice.lane, dueIn: Math.max(0.1, (time.getTime() - Date.now()) / 1000) }
}

/** What takes contents is the mirror's: where it fails, pull requests are known without it. */
async function attemptContents(reader: RunReader): Promise<Outcome> {
  try {
    const changed = await readContents(reader)
    const { engine, slice, scene } = reader
    if (sumOf(changed) > 0) await move(engine.db, scene, slice, mirrorStream.name, { changed })
    return 'done'
  } catch (error) {
    return settleFailure(reader, mirrorStream, error)
  }
}

/** One turn of each of the streams. */
async function readEach(
  reader: RunReader,
  open: readonly AnyStream[],
  states: ReadonlyMap<string, State>,
): Promise<Progress | 'closed' | Next> {
  const { signal } = reader
  const first = open.some(({ name }) => states.get(name) === 'waiting')
  let left = 0
  let later = 0
  for (const [index, stream] of open.entries()) {
    if (signal.aborted || (await isOutranked(reader))) return 'open'
    const started = states.get(stream.name) === 'running'
    if (!started && !(await isWanted(reader, stream))) continue
    const outcome = await attempt(reader, stream, started, first ? 1 : pagesPerTurn)
    if (outcome === 'renewed') return 'open'
    if (outcome === 'closed') {
      for (const other of open.slice(index + 1)) await skip(reader, other)
      return 'closed'
    }
    if (outcome instanceof Date) return dueAt(reader, outcome)
    if (outcome === 'open') left += 1
    if (outcome === 'later') later += 1
  }
  if (left > 0) return 'open'
  return later > 0 ? 'later' : 'done'
}

/** Long enough that a stream of few pages is not asked for each, short for somebody who waits. */
const askEveryMs = 250

/** Between streams: a slice of a more urgent lane that is due goes first. */
async function isOutranked({ engine, slice, lookedAt }: RunReader): Promise<boolean> {
  if (performance.now() - lookedAt.time < askEveryMs) return false
  lookedAt.time = performance.now()
  const { rows } = await sql`
    select from slices where lane < ${slice.lane} and due_at <= statement_timestamp()
       and (leased_until is null or leased_until <= statement_timestamp())
    union all
    select from slices where id = ${slice.id} and wake_lane < ${slice.lane} limit 1`.execute(engine.db)
  return rows.length > 0
}

async function isWanted(reader: RunReader, stream: AnyStream): Promise<boolean> {
  const { engine, slice, scene, gaps } = reader
  await countFirstWalk(reader, stream)
  if (stream.capability && scene.lacking.has(stream.capability)) return leaveOut(reader, stream)
  if (isChild(stream) && (await lacksFeed(reader, stream))) {
    await move(engine.db, scene, slice, stream.name, { state: 'skipped' })
    // Another slice may just have found that nobody has the feed.
    if (await lacksFeed(reader, stream)) return false
    await move(engine.db, scene, slice, stream.name, { state: 'waiting' })
  }
  // The first walk may just have been counted.
  const cursor = stream.relists
    ? await loadCursor(engine.db, slice, stream)
    : (reader.cursors.get(stream.name) ?? unread)
  const unsettled = (await oldestUnsettled(engine.db, slice, stream, cursor.completeAt)) !== null
  const hole = stream.walk !== 'all' && holeStretch(cursor.coverage, scene.place.since) !== null
  const known = { ...cursor, unsettled, hole }
  const gap = gaps.get(stream.name)
  const waits = gap !== undefined && !gap.due && scene.cause !== 'person'
  const due =
    gap?.due ||
    isDue(stream, known, scene.repository?.updated_on ?? null, new Date()) ||
    (await isCalledFor(reader, stream))
  if (!waits && due && !gap && !hole && (await isQuiet(reader, stream, cursor))) {
    await takeAsRead(reader, stream, cursor)
    return false
  }
  if (!waits && due) return !stream.probed || (await hasTracker(reader)) || leaveOut(reader, stream)
  await move(engine.db, scene, slice, stream.name, { state: waits ? 'gap' : 'skipped' })
  return false
}

/**
 * Whether what a feed leaves out cannot be told, because the feed itself could not be read. Everything would seem to be
 * missing, and be asked for one by one; it is looked at once the feed is there.
 */
async function lacksFeed({ engine, slice, scene }: RunReader, stream: ChildStream): Promise<boolean> {
  if (!stream.parents.known || stream.recordsOf === undefined) return false
  const states = await loadProgress(engine.db, scene.runId, slice)
  return states.get(stream.recordsOf) === 'gap'
}

/** What the source does not have is no gap, whatever it seemed before. */
async function leaveOut({ engine, slice, scene, gaps }: RunReader, stream: AnyStream): Promise<false> {
  if (gaps.has(stream.name)) await closeGap(engine.db, slice, stream.name)
  await move(engine.db, scene, slice, stream.name, { state: 'skipped' })
  return false
}

type Outcome = Progress | 'gap' | 'closed' | 'renewed' | Date

/** Reads, and decides what becomes of a failure. `closed`: nothing else of this slice can be read either. */
async function attempt(
  reader: RunReader,
  stream: AnyStream,
  started: boolean,
  pages: number,
): Promise<Outcome> {
  try {
    if (stream === mirrorStream) return await readFirst(reader, stream)
    if (stream === authorsStream) return await readLast(reader, stream)
    if (stream === sourceStream) return await readFiles(reader, stream)
    const progress = await readDeclared(reader, stream, started, pages)
    if (progress === 'done') await complete(reader, stream)
    return progress
  } catch (error) {
    return settleFailure(reader, stream, error)
  }
}

function readDeclared(
  reader: RunReader,
  stream: AnyStream,
  started: boolean,
  pages: number,
): Promise<Progress> {
  if (stream.ofLeavers) return readLeavers(reader, stream)
  return isChild(stream) ? readChildren(reader, stream) : readStream(reader, stream, started, pages)
}

/** A mirror that is new gives the streams behind it a resolver with their next turn. */
async function readFirst(reader: RunReader, stream: AnyStream): Promise<Outcome> {
  const changed = await readMirror(reader)
  await complete(reader, stream)
  await move(reader.engine.db, reader.scene, reader.slice, stream.name, { changed })
  return 'renewed'
}

async function readFiles(reader: RunReader, stream: AnyStream): Promise<Outcome> {
  const { changed, requests } = await readSource(reader)
  await complete(reader, stream)
  await move(reader.engine.db, reader.scene, reader.slice, stream.name, { changed, requests })
  return 'done'
}

/** Repositories are looked at again in a second. */
async function readLast(reader: RunReader, stream: AnyStream): Promise<Outcome> {
  if (!(await readAuthors(reader, stream))) return new Date(Date.now() + 1000)
  await complete(reader, stream)
  return 'done'
}

async function complete(reader: RunReader, stream: AnyStream): Promise<void> {
  const { engine, slice, scene, gaps } = reader
  if (gaps.has(stream.name)) await closeGap(engine.db, slice, stream.name)
  if (stream.tables.includes('repositories')) {
    await leaveGone(reader)
    await plantRepositories(reader)
    await probe(reader)
  }
  await move(engine.db, scene, slice, stream.name, { state: 'complete' })
}

async function settleFailure(reader: RunReader, stream: AnyStream, error: unknown): Promise<Outcome> {
  const { engine, slice, scene, signal } = reader
  if (signal.aborted || (error instanceof Failure && error.code === 'lease_lost')) throw error
  // The source is not to blame, and a stream that it was read for is not done.
  if (isDatabaseAway(error)) throw error
  const { code, data } = error instanceof Failure ? error : { code: 'internal', data: undefined }
  const requests = Number(data?.requests ?? 0)
  if (code === 'source_throttled') {
    await move(engine.db, scene, slice, stream.name, { requests })
    return data?.until instanceof Date ? data.until : new Date(Date.now() + 60_000)
  }
  if (code === 'source_missing' && stream.absentWhenMissing) {
    await rememberAbsence(reader, stream)
    await move(engine.db, scene, slice, stream.name, { state: 'complete', requests })
    return 'done'
  }
  engine.log.warn({ stream: stream.name, slice: slice.id, err: error }, 'a stream could not be read')
  await openGap(engine.db, slice, stream.name, error)
  await logFailure(reader, stream, error)
  await move(engine.db, scene, slice, stream.name, { state: 'gap', requests })
  if (code === 'source_missing' && (await giveUpIfLacking(reader, stream))) return 'open'
  const scopeLacks = Array.isArray(data?.required)
  // A workspace of others keeps its members and projects to itself, and shows its public repositories all the same.
  const hidden = code === 'source_forbidden' && !scopeLacks && scene.repository !== null
  return code === 'source_refused' || hidden ? 'closed' : 'gap'
}

async function rememberAbsence({ engine, slice, scene }: RunReader, stream: AnyStream): Promise<void> {
  await transaction(engine.db, async (tx) => {
    await withFence(tx, slice, leaseSeconds)
    const { coverage } = await loadCursor(tx, slice, stream)
    const sourceChangedOn = scene.repository?.updated_on ?? null
    const absent = { coverage, since: null, complete: true, lookAgainIn, sourceChangedOn }
    await saveCursor(tx, slice, stream, absent)
    await closeGap(tx, slice, stream.name)
  })
}

async function skip({ engine, slice, scene }: RunReader, stream: AnyStream): Promise<void> {
  await move(engine.db, scene, slice, stream.name, { state: 'skipped' })
}
