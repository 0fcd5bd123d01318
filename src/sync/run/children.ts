import { Failure } from '../../errors.ts'
import { storeBatch, storeRows } from '../batch.ts'
import { settleListing } from '../batch-absent.ts'
import { addCounts, countsOf } from '../counts.ts'
import type { ChildStream, StreamRequest } from '../stream.ts'
import { notice } from './capabilities.ts'
import {
  failureOfRun,
  forgetOlder,
  isDistrusted,
  noteRead,
  noteUnread,
  type Parent,
  parentNow,
  parentsDue,
} from './child-reads.ts'
import { leaseSeconds } from './engine.ts'
import { move } from './progress.ts'
import { getPage, itemsOf, type Progress, type Reader } from './read.ts'
import { lackOf } from './whole.ts'

/** Parents in a turn; then other slices have theirs. */
const perTurn = 20

/**
 * Asks once for each parent that is new or has changed since its children were read. To be called when the streams
 * that bring the parents are done.  One parent whose answer is no good stops no other;
 * that there is one is thrown once all others are read.
 */
export async function readChildren(reader: Reader, stream: ChildStream): Promise<Progress> {
  const { engine, slice, scene, signal } = reader
  await move(engine.db, scene, slice, stream.name, { state: 'running' })
  if (!reader.cursors.has(stream.name)) await forgetOlder(reader, stream)
  const { known, lacking } = stream.parents
  if (known && lacking && !scene.lacking.has(lacking) && (await isDistrusted(reader, stream)))
    await notice(reader, lacking, false)
  const due = await parentsDue(reader, stream, perTurn)
  for (const parent of due) {
    if (signal.aborted) return 'open'
    await readOne(reader, stream, parent)
  }
  if (due.length === perTurn) return 'open'
  const failure = await failureOfRun(reader, stream)
  if (failure) throw failure
  if (known) await noteUnread(reader, stream)
  const cursor = { stream, coverage: [], since: null, complete: true }
  await storeRows(engine.db, slice, { leaseSeconds, cursor })
  return 'done'
}

/** Asks for what lies below one parent, unless it is known as the parent is now. True when it was asked. */
export async function readBelow(
  reader: Reader,
  stream: ChildStream,
  id: string,
  force: boolean,
): Promise<boolean> {
  const before = await parentNow(reader, stream, id)
  if (before?.isKnown && !force) return false
  await readListing(reader, stream, { id, version: null })
  // What was read may be the parent itself.
  const version = (await parentNow(reader, stream, id))?.version ?? null
  await noteRead(reader, stream, { id, version }, null)
  return true
}

async function readOne(reader: Reader, stream: ChildStream, parent: Parent): Promise<void> {
  try {
    await readListing(reader, stream, parent)
    await noteRead(reader, stream, parent, null)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    // A parent that is gone keeps what is known of it.
    const gone = error.code === 'source_missing'
    if (!gone && !isOfParent(error)) throw error
    await noteRead(reader, stream, parent, gone ? null : error)
    if (error.code === 'source_unreachable') throw error
    const { engine, slice, scene } = reader
    await move(engine.db, scene, slice, stream.name, { requests: Number(error.data?.requests ?? 0) })
  }
}

/** What may lie with this one parent: it comes last the next time. */
function isOfParent({ code }: Failure): boolean {
  return code === 'source_unreadable' || code === 'source_unreachable'
}

/** From the first to the last page, and then stored at once: what the listing lacks is gone. */
async function readListing(reader: Reader, stream: ChildStream, { id }: Parent): Promise<void> {
  const { engine, slice, scene, resolver } = reader
  const place = { ...scene.place, parent: id }
  const below = { ...reader, scene: { ...scene, place } }
  const trail = new Set<string>()
  const values: unknown[] = []
  let step: StreamRequest = stream.request(place, { from: null, to: null })
  for (;;) {
    const { answer, requests } = await getPage(below, stream, { ...step, trail })
    await move(engine.db, scene, slice, stream.name, { requests })
    const lack = stream.single ? null : lackOf(answer, values.length)
    if (lack) throw lack
    values.push(...itemsOf(stream, answer.body))
    if (answer.next === undefined) break
    step = { path: answer.next, query: {} }
  }
  const items = stream.parents.whole ? [{ values }] : values
  const { tables, keys, unnamed } = await storeBatch(engine.db, slice, {
    stream,
    place,
    items,
    shape: stream.single ? 'single' : 'list',
    leaseSeconds,
    ...(resolver && { resolver }),
  })
  const listing = { stream, place, seen: new Set(keys), leaseSeconds }
  const removed =
    stream.parents.whole || stream.single || unnamed > 0
      ? {}
      : (await settleListing(engine.db, slice, listing)).tables
  await move(engine.db, scene, slice, stream.name, {
    changed: addCounts(countsOf(tables), removed),
    seen: values.length,
  })
}
