import { sql } from 'kysely'
import type { Db } from '../../db/pool.ts'
import { isTransient } from '../../db/transient.ts'
import { Failure } from '../../errors.ts'
import { type At, isAt } from '../at.ts'
import type { EventReading } from '../events.ts'
import { openGap } from '../gap.ts'
import { grouped } from '../grouped.ts'
import { sentence } from '../record.ts'
import type { Slice } from '../slice.ts'
import type { AnyStream } from '../stream.ts'
import { type Done, perform, Unread } from './delivery-effects.ts'
import type { Engine } from './engine.ts'
import { hasTracker } from './probe.ts'
import type { Reader } from './read.ts'
import { withReader } from './reader.ts'
import { loadDeliveryScene } from './scene.ts'

const perTurn = 500
/** More than these are not dealt with one subject after the other unless that has to be: they wait for each other. */
const many = 50
/** A delivery that fails so often for a reason of its own waits for a person. */
const mostTries = 5

interface Placed {
  readonly id: string
  readonly event: string
  readonly body: Buffer
  readonly tries: number
  readonly subject?: string | null
}

/** Deals with the deliveries that a slice was woken for. True when there were any. */
export async function takeDeliveries(engine: Engine, slice: Slice, signal: AbortSignal): Promise<boolean> {
  const placed = await loadPlaced(engine.db, slice)
  if (placed.length === 0) return false
  const scene = await loadDeliveryScene(engine.db, engine.connectors, slice)
  const connector = engine.connectors.find(({ name }) => name === scene?.connection.connector)
  if (!scene || !connector) {
    await settle(engine.db, placed, {
      ...nothing,
      note: 'What it is about is not read: it is not chosen, or its connection rests.',
    })
    return true
  }
  await withReader(engine, slice, scene, signal, async (reader) => {
    const able = (await hasTracker(reader)) ? reader : without(reader, ({ probed }) => probed === true)
    const readings = await readAll(engine, placed, connector.events.read)
    if (readings.length > many && (await dealTogether(able, readings))) return
    for (const group of inOrder(readings)) {
      if (signal.aborted) break
      await dealWith(able, group)
    }
  })
  return true
}

/** Streams that the source does not offer are not asked for, whatever a delivery says. */
function without(reader: Reader, is: (stream: AnyStream) => boolean): Reader {
  const streams = reader.scene.streams.filter((stream) => !is(stream))
  return { ...reader, scene: { ...reader.scene, streams } }
}

const nothing: Done = { tables: {}, requests: 0, read: [], note: null }

/** When deliveries of a slice that failed are due again; null when none are left. */
export async function deliveriesDueIn(db: Db, at: At): Promise<number | null> {
  const { rows } = await sql<{ seconds: number | null }>`
    select extract(epoch from min(coalesce(next_at, now())) - now())::float8 as seconds
      from deliveries where state = 'placed' and ${isAt(at)}`.execute(db)
  const seconds = rows[0]?.seconds ?? null
  return seconds === null ? null : Math.max(0, seconds)
}

async function loadPlaced(db: Db, at: At): Promise<Placed[]> {
  const { rows } = await sql<Placed>`
    select id, event, body, tries from deliveries
     where state = 'placed' and ${isAt(at)} and (next_at is null or next_at <= now())
     order by id limit ${perTurn}`.execute(db)
  return rows
}

interface Read {
  readonly delivery: Placed
  readonly reading: EventReading
}

/** Those that cannot be read are set aside at once: the others do not wait for them. */
async function readAll(
  engine: Engine,
  placed: readonly Placed[],
  read: (event: string, payload: unknown) => EventReading,
): Promise<Read[]> {
  const readings: Read[] = []
  for (const delivery of placed) {
    try {
      readings.push({ delivery, reading: read(delivery.event, JSON.parse(delivery.body.toString('utf8'))) })
    } catch (error) {
      await fail(engine.db, [delivery], error)
    }
  }
  return readings
}

/** Pushes first: what is told of pull requests is completed from the mirror. */
function inOrder(readings: readonly Read[]): Read[][] {
  const groups = [...grouped(readings, ({ reading }) => reading.group).values()]
  const isFirst = ([first]: Read[]) => first?.reading.effects.some(({ kind }) => kind === 'read') === true
  return [...groups.filter(isFirst), ...groups.filter((group) => !isFirst(group))]
}

/** All at once, for what one of them costs. False when one is in the way of the others: then each is for itself. */
async function dealTogether(reader: Reader, readings: readonly Read[]): Promise<boolean> {
  const { engine, slice, signal } = reader
  try {
    const done = await perform(
      reader,
      inOrder(readings).flatMap((group) => group.flatMap(({ reading }) => reading.effects)),
    )
    await settle(
      engine.db,
      readings.map(({ delivery, reading }) => ({ ...delivery, subject: reading.subject })),
      done,
    )
    return true
  } catch (error) {
    const cause = error instanceof Unread ? error.cause : error
    if (signal.aborted || (cause instanceof Failure && cause.code === 'lease_lost')) throw cause
    engine.log.info({ slice: slice.id, err: cause }, 'deliveries are dealt with one after the other')
    return false
  }
}

async function dealWith(reader: Reader, group: readonly Read[]): Promise<void> {
  const { engine, slice } = reader
  const deliveries = group.map(({ delivery, reading }) => ({ ...delivery, subject: reading.subject }))
  try {
    const done = await perform(
      reader,
      group.flatMap(({ reading }) => reading.effects),
    )
    await settle(engine.db, deliveries, done)
  } catch (error) {
    const cause = error instanceof Unread ? error.cause : error
    if (reader.signal.aborted || (cause instanceof Failure && cause.code === 'lease_lost')) throw cause
    // A database that is away takes no note of it either.
    if (!(cause instanceof Failure) && isTransient(cause)) throw cause
    engine.log.warn({ slice: slice.id, err: cause }, 'deliveries could not be dealt with')
    await weigh(reader, deliveries, error)
  }
}

/** What cannot be read of the source is a gap, like in a run; what is wrong with the delivery itself is tried, then left. */
async function weigh(
  { engine, slice }: Reader,
  deliveries: readonly Placed[],
  error: unknown,
): Promise<void> {
  const cause = error instanceof Unread ? error.cause : error
  if (!(error instanceof Unread && cause instanceof Failure)) return fail(engine.db, deliveries, cause)
  if (cause.code === 'source_throttled') {
    const until = cause.data?.until
    return postpone(engine.db, deliveries, until instanceof Date ? until : new Date(Date.now() + 60_000))
  }
  const tries = Math.max(...deliveries.map((one) => one.tries)) + 1
  if (cause.transient && tries < mostTries) return fail(engine.db, deliveries, cause)
  if (cause.code === 'source_missing')
    return settle(engine.db, deliveries, { ...nothing, note: 'What it is about is not there any more.' })
  await openGap(engine.db, slice, error.stream, cause)
  const note = `${error.stream} could not be read and is a gap: ${cause.message}`
  await settle(engine.db, deliveries, { ...nothing, note })
}

async function settle(
  db: Db,
  deliveries: readonly Placed[],
  { tables, requests, read, note }: Done,
): Promise<void> {
  const ids = deliveries.map(({ id }) => id)
  const subjects = deliveries.map(({ subject }) => subject ?? null)
  const last = ids.at(-1)
  const effects = JSON.stringify({ tables, read, ...(note && { note }) })
  const changed = Object.values(tables).reduce((sum, count) => sum + (count ?? 0), 0)
  // Of several that came together the last one answers for all.
  const together = JSON.stringify({
    tables: {},
    read: [],
    note: `Dealt with together with delivery ${last}.`,
  })
  await sql`
    update deliveries
       set state = 'done', settled_at = clock_timestamp(), error = null, next_at = null,
           subject = coalesce(given.subject, deliveries.subject),
           changed = case when deliveries.id = ${last} then ${changed}::integer else 0 end,
           requests = case when deliveries.id = ${last} then ${requests}::integer else 0 end,
           effects = case when deliveries.id = ${last} then ${effects}::jsonb else ${together}::jsonb end
      from unnest(${ids}::bigint[], ${subjects}::text[]) as given (id, subject)
     where deliveries.id = given.id and state = 'placed'`.execute(db)
}

async function fail(db: Db, deliveries: readonly Placed[], error: unknown): Promise<void> {
  await sql`
    update deliveries
       set tries = tries + 1, error = ${sentence(error)},
           state = case when tries + 1 >= ${mostTries} then 'dead' else state end,
           settled_at = case when tries + 1 >= ${mostTries} then clock_timestamp() end,
           next_at = case when tries + 1 < ${mostTries} then now() + make_interval(secs => power(2, tries)) end
     where id = any(${deliveries.map(({ id }) => id)}::bigint[]) and state = 'placed'`.execute(db)
}

/** Nothing is wrong with them: the allowance is used up. */
async function postpone(db: Db, deliveries: readonly Placed[], until: Date): Promise<void> {
  await sql`
    update deliveries set next_at = ${until}
     where id = any(${deliveries.map(({ id }) => id)}::bigint[]) and state = 'placed'`.execute(db)
}
