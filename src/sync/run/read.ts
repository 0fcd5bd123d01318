import { sql } from 'kysely'
import { Failure } from '../../errors.ts'
import { isAt } from '../at.ts'
import { type Stored, storeBatch } from '../batch.ts'
import { lacksAny, settleListing } from '../batch-absent.ts'
import type { HashResolver } from '../batch-hashes.ts'
import { countsOf, sumOf } from '../counts.ts'
import { cover, holeStretch, instant, restart, type Stretch } from '../cursor.ts'
import { type Cursor, type CursorChange, unread } from '../cursor-row.ts'
import type { gapsOf } from '../gap.ts'
import type { Answer } from '../http/answer.ts'
import type { Client } from '../http/client.ts'
import type { OpenCredential } from '../http/credential.ts'
import type { Slice } from '../slice.ts'
import type { AnyStream, StreamRequest } from '../stream.ts'
import { notice } from './capabilities.ts'
import { type Engine, leaseSeconds } from './engine.ts'
import { addToTally, type Moved, move, noteMove } from './progress.ts'
import type { RunScene, Scene } from './scene.ts'
import { oldestUnsettled } from './unsettled.ts'
import { nextStretch, pageOf, reopened, type Step, stepOf } from './walk.ts'
import { holesIn, isCounted, isEmpty, isSuspect, lackOf, pagesLeft } from './whole.ts'

/** One slice being read. */
export interface Reader {
  readonly engine: Engine
  readonly slice: Slice
  readonly scene: Scene
  readonly client: Client
  readonly credentials: readonly OpenCredential[]
  readonly signal: AbortSignal
  /** Completes the short hashes of records; null while no mirror is at hand. */
  readonly resolver: HashResolver | null
  /** As they were when the turn began, like the cursors. */
  readonly gaps: Awaited<ReturnType<typeof gapsOf>>
  readonly cursors: ReadonlyMap<string, Cursor>
  /** When it was last found out whether something more urgent waits. */
  readonly lookedAt: { time: number }
}

export type RunReader = Reader & { readonly scene: RunScene }

/** `later`: what is left is old, and waits until all slices have read what is new. */
export type Progress = 'done' | 'open' | 'later'

/** Reads up to so many pages of a stream. */
export function readStream(
  reader: Reader,
  stream: AnyStream,
  started: boolean,
  pages: number,
): Promise<Progress> {
  return stream.walk === 'all' ? readAll(reader, stream, started) : walk(reader, stream, started, pages)
}

/** A complete listing is read in one go: one that was cut off says nothing about what is gone, and begins again. */
async function readAll(reader: Reader, stream: AnyStream, started: boolean): Promise<Progress> {
  const { slice, cursors } = reader
  const { completeAt } = cursors.get(stream.name) ?? unread
  const glance = slice.repositoryId !== null && completeAt === null && !isPatient(slice)
  if (glance && started) return 'later'
  const seen = new Set<string>()
  const first = await readListing(reader, stream, { seen, glance })
  if (first.unnamed > 0 || first.end === 'later') return first.end
  const listing = { stream, place: reader.scene.place, seen, leaseSeconds }
  // Without a count of its own a page may pass for the last: what it seems to lack has to be lacking twice.
  if (!first.counted && (await lacksAny(reader.engine.db, slice, listing))) {
    const second = await readListing(reader, stream, { seen, glance: false })
    if (second.unnamed > 0) return 'done'
  }
  await settle(reader, stream, seen)
  return 'done'
}

interface Listed {
  readonly end: 'done' | 'later'
  /** Among those whose name cannot be read may be any that the listing seems to lack. */
  readonly unnamed: number
  /** Whether the listing says how long it is. */
  readonly counted: boolean
}

async function readListing(
  reader: Reader,
  stream: AnyStream,
  { seen, glance }: { readonly seen: Set<string>; readonly glance: boolean },
): Promise<Listed> {
  const trail = new Set<string>()
  const whole: CursorChange = { coverage: [], since: null, complete: true }
  let step: Step = { request: stream.request(reader.scene.place, { from: null, to: null }) }
  let read = 0
  let unnamed = 0
  for (;;) {
    const page = await ask(reader, stream, step, trail)
    const lack = lackOf(page.answer, read)
    const isLast = page.link === undefined && lack === null
    const stored = await keep(reader, stream, page, isLast ? whole : undefined)
    if (lack) throw lack
    for (const key of stored.keys) seen.add(key)
    unnamed += stored.unnamed
    read += page.items.length
    const counted = isCounted(page.answer)
    if (page.link === undefined) return { end: 'done', unnamed, counted }
    // The first page has the newest; a long listing is read in one go when its time comes.
    if (glance) return { end: 'later', unnamed, counted }
    step = { link: page.link }
  }
}

function isPatient({ lane }: Slice): boolean {
  return lane === 'deep' || lane === 'audit'
}

/** Cycles in which a page had the same holes before they are taken for what the source has. */
const timesUntilBelieved = 3
const recentDays = 90

/** Where a walk stops for now, so that every repository has what is new before one has what is old. */
function recentSince(slice: Slice): string | null {
  return isPatient(slice) ? null : instant(new Date(Date.now() - recentDays * 86_400_000).toISOString())
}

/** What the listing lacks is gone, or will be when the next one lacks it too. */
async function settle({ engine, slice, scene }: Reader, stream: AnyStream, seen: Set<string>): Promise<void> {
  const listing = { stream, place: scene.place, seen, leaseSeconds }
  const { tables, held } = await settleListing(engine.db, slice, listing)
  if (held > 0) engine.log.warn({ stream: stream.name, slice: slice.id, held }, 'too much is lacking at once')
  if (sumOf(tables) > 0) await move(engine.db, scene, slice, stream.name, { changed: tables })
}

async function walk(reader: Reader, stream: AnyStream, started: boolean, pages: number): Promise<Progress> {
  const { since } = reader.scene.place
  const trail = new Set<string>()
  const cursor = reader.cursors.get(stream.name) ?? unread
  const oldest = started ? null : await positionUnsettled(reader, stream, cursor.completeAt)
  let coverage = reopened(cursor.coverage, oldest)
  const recent = recentSince(reader.slice)
  const isFirst = cursor.coverage.length === 0
  let below = started
  for (let page = 0; page < pages && !reader.signal.aborted; page += 1) {
    const stretch = nextStretch(coverage, since, below)
    if (!stretch) return 'done'
    if (stretch.to !== null && recent !== null && stretch.to < recent) return 'later'
    const asked = isAdrift(stream, stretch) ? null : await askUnlessRefused(reader, stream, stretch, trail)
    below = asked !== null
    if (!asked) {
      coverage = restart(coverage, since)
      continue
    }
    const lack = lackOf(asked.answer) ?? unbelieved(reader, stream, holesIn(asked.answer))
    if (lack) {
      await keep(reader, stream, asked, undefined)
      throw lack
    }
    const read = pageOf(stream, stretch, asked.items, asked.link)
    coverage = cover(coverage, stretch, read, stream.walk === 'keyset' ? 'keyset' : 'newest-first')
    const complete = holeStretch(coverage, since) === null
    await keep(reader, stream, asked, { coverage, since, complete })
    if (complete) return 'done'
    if (isFirst && page === 0) await readUrgent(reader, stream)
  }
  return 'open'
}

/** A page that had the same holes at several times is as it is: what lies behind it is not waited for any longer. */
function unbelieved({ gaps }: Reader, { name }: AnyStream, holes: Failure | null): Failure | null {
  const gap = gaps.get(name)
  return gap && gap.tries >= timesUntilBelieved && gap.detail === holes?.message ? null : holes
}

/** Beside the walk: it will pass there again. */
async function readUrgent(reader: Reader, stream: AnyStream): Promise<void> {
  const request = stream.urgent?.(reader.scene.place)
  let step: Step | undefined = request && { request }
  const trail = new Set<string>()
  while (step && !reader.signal.aborted) {
    const page: Asked = await ask(reader, stream, step, trail)
    await keep(reader, stream, { ...page, left: null, beside: true }, undefined)
    step = page.link === undefined ? undefined : { link: page.link }
  }
}

interface Asked {
  readonly items: readonly unknown[]
  readonly link: string | undefined
  readonly requests: number
  readonly answer: Answer
  /** Requests that will follow by what the answer says; null when it does not say. */
  readonly left: number | null
  /** Beside the walk, and none of those. */
  readonly beside?: boolean
}

/** Below the top of a feed only a link leads on; without one it is read from the top again. */
function isAdrift({ walk }: AnyStream, { to, next }: Stretch): boolean {
  return walk === 'newest-first' && to !== null && next === null
}

/** Null when Bitbucket does not take a link of its own any more that was kept for a while. */
async function askUnlessRefused(
  reader: Reader,
  stream: AnyStream,
  stretch: Stretch,
  trail: Set<string>,
): Promise<Asked | null> {
  try {
    return await ask(reader, stream, stepOf(stream, reader.scene.place, stretch), trail)
  } catch (error) {
    const { status } = (error instanceof Failure && error.data) || {}
    const refused = stretch.next !== null && (status === 400 || status === 404)
    if (!refused) throw error
    return null
  }
}

async function ask(reader: Reader, stream: AnyStream, step: Step, trail: Set<string>): Promise<Asked> {
  const { path, query } = 'link' in step ? { path: step.link, query: {} } : step.request
  const { answer, requests } = await getPage(reader, stream, { path, query, trail })
  const items = itemsOf(stream, answer.body)
  await noticeIn(reader, stream, answer.headers, items)
  return { items, link: answer.next, requests, answer, left: pagesLeft(answer) }
}

/** One page; asked for twice when it may have lost its link to the next, or shows nothing where there was something. */
export async function getPage(
  reader: Reader,
  stream: AnyStream,
  { path, query, trail }: StreamRequest & { readonly trail: Set<string> },
): Promise<{ readonly answer: Answer; readonly requests: number }> {
  const { client, slice, signal } = reader
  const options = { stream: stream.name, lane: slice.lane, signal }
  const isFirst = trail.size === 0
  const answer = await client.get(path, query, { ...options, trail })
  const { requests } = answer
  const lostAll = isFirst && stream.walk === 'all' && isEmpty(answer) && (await isKnown(reader, stream))
  const hasHoles = stream.walk !== 'all' && holesIn(answer) !== null
  if (stream.single || !(lostAll || hasHoles || isSuspect(answer))) return { answer, requests }
  const again = await client.get(path, query, options)
  return { answer: again, requests: requests + again.requests }
}

/** Whether records of the listing are stored. */
async function isKnown({ engine, slice, scene }: Reader, stream: AnyStream): Promise<boolean> {
  const { parent } = scene.place
  const record = await engine.db
    .selectFrom('raw_records')
    .select('id')
    .where(isAt(slice))
    .where('stream', '=', stream.recordsOf ?? stream.name)
    .$if(parent !== null, (query) => query.where(sql<boolean>`starts_with(key, ${`${parent} `})`))
    .limit(1)
    .executeTakeFirst()
  return record !== undefined
}

/** What an answer shows of its source beside its items. */
async function noticeIn(
  reader: Reader,
  stream: AnyStream,
  headers: Readonly<Record<string, string>>,
  items: readonly unknown[],
): Promise<void> {
  await notice(reader, 'limit_headers', 'x-ratelimit-limit' in headers)
  const [first] = items
  if (stream.capability) await notice(reader, stream.capability, true)
  if (!stream.lacksFields || typeof first !== 'object' || first === null) return
  await notice(reader, 'fields', !stream.lacksFields(first as Parameters<AnyStream['key']>[0]))
}

/** Some streams are one object, all others a list. */
export function itemsOf(stream: AnyStream, body: unknown): readonly unknown[] {
  const { values } = Object(body) as { values?: unknown }
  if (Array.isArray(values)) return values
  if (stream.single) return [body]
  const body2k = JSON.stringify(body)?.slice(0, 2048)
  throw new Failure('source_unreadable', {
    detail: 'It is not a list.',
    data: { status: 200, excerpt: body2k, requests: 1 },
  })
}

async function keep(
  { engine, slice, scene, resolver }: Reader,
  stream: AnyStream,
  { items, requests, left, beside = false }: Asked,
  cursor: CursorChange | undefined,
): Promise<Stored> {
  const { place } = scene
  const movedBy = ({ tables }: Stored): Moved => ({
    state: 'running',
    requests,
    changed: countsOf(tables),
    seen: items.length,
    left,
    beside,
  })
  const stored = await storeBatch(engine.db, slice, {
    stream,
    place,
    items,
    shape: stream.single ? 'single' : 'list',
    leaseSeconds,
    ...(resolver && { resolver }),
    ...(cursor && { cursor: { ...cursor, sourceChangedOn: scene.repository?.updated_on ?? null } }),
    also: (tx, done) => noteMove(tx, scene, slice, stream.name, movedBy(done)),
  })
  addToTally(scene, movedBy(stored))
  return stored
}

/** The time of the oldest row that is looked for, as the source writes it. */
async function positionUnsettled(
  { engine, slice }: Reader,
  stream: AnyStream,
  completeAt: Date | null,
): Promise<string | null> {
  const oldest = await oldestUnsettled(engine.db, slice, stream, completeAt)
  return oldest ? instant(oldest.toISOString()) : null
}
