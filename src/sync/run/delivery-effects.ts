import { addCounts, type Counts, sumOf } from '../counts.ts'
import { loadCursors, unread } from '../cursor-row.ts'
import type { Effect, StoreEffect } from '../events.ts'
import { grouped } from '../grouped.ts'
import { type AnyStream, isChild } from '../stream.ts'
import { assign } from './authors.ts'
import { lookAround, lookForGone } from './catalogue.ts'
import { readBelow, readChildren } from './children.ts'
import { storeTold } from './delivery-store.ts'
import { settleMerges } from './merges.ts'
import { mirrorStream, readContents, readMirror } from './mirror.ts'
import { type Progress, type Reader, readStream } from './read.ts'
import { readSource, sourceStream } from './source.ts'

/** What was done about some deliveries, as people are told. */
export interface Done {
  tables: Counts
  requests: number
  /** What was read, such as `pull_request_history of 17`. */
  readonly read: string[]
  /** Why nothing had to be done, where that is not obvious. */
  note: string | null
}

/** A stream that could not be read, with why. */
export class Unread extends Error {
  readonly stream: string
  constructor(stream: string, cause: unknown) {
    super(`The stream ${stream} could not be read.`, { cause })
    this.stream = stream
  }
}

/** Does what deliveries of one group ask for: what they bring is stored first, then what they do not bring is read. */
export async function perform(reader: Reader, effects: readonly Effect[]): Promise<Done> {
  const { tally } = reader.scene
  Object.assign(tally, { requests: 0, changed: {} })
  const read: string[] = []
  const { asked, older, stored } = await storeAll(reader, effects)
  for (const [name, work] of tasksOf(reader, asked)) {
    try {
      if (await work()) read.push(name)
    } catch (error) {
      throw new Unread(name.split(' ')[0] ?? name, error)
    }
  }
  const isLate = stored === 0 && older > 0 && sumOf(tally.changed) === 0
  return {
    tables: tally.changed,
    requests: tally.requests,
    read,
    note: isLate ? 'It is older than what is known.' : null,
  }
}

/** Records of a round are stored by stream; what follows from them may be records of another. */
async function storeAll(reader: Reader, effects: readonly Effect[]) {
  const asked: Exclude<Effect, StoreEffect>[] = []
  let round = effects
  let older = 0
  let stored = 0
  while (round.length > 0) {
    const next: Effect[] = []
    const byStream = grouped(round.filter(isStore), ({ stream }) => stream)
    asked.push(...round.filter((effect) => !isStore(effect)))
    for (const [name, some] of byStream) {
      const stream = find(reader, name)
      // A connection may do without.
      if (!stream) continue
      const told = await storeTold(reader, stream, some)
      next.push(...told.next)
      older += told.older
      stored += some.length - told.older
    }
    round = next
  }
  return { asked, older, stored }
}

function isStore(effect: Effect): effect is StoreEffect {
  return effect.kind === 'store'
}

function find({ scene }: Reader, name: string): AnyStream | undefined {
  return scene.streams.find((stream) => stream.name === name)
}

type Task = () => Promise<boolean>

/** Each thing once, however many deliveries ask for it, and what others build on before them. */
function tasksOf(reader: Reader, asked: readonly Exclude<Effect, StoreEffect>[]): Map<string, Task> {
  const tasks = new Map<string, Task>()
  if (asked.some(({ kind }) => kind === 'catalogue'))
    tasks.set('repositories', () => lookAround(reader).then(() => true))
  if (asked.some(({ kind }) => kind === 'gone'))
    tasks.set('repository_listing', () => lookForGone(reader).then(() => true))
  const wanted = new Set(asked.flatMap((effect) => (effect.kind === 'read' ? effect.streams : [])))
  const streams = reader.scene.streams.filter(({ name }) => wanted.has(name))
  for (const stream of streams) tasks.set(stream.name, () => readNew(reader, stream))
  // In the order of the streams: the record of a pull request goes before its history.
  for (const stream of reader.scene.streams.filter(isChild)) {
    const asks = asked.filter((one) => one.kind === 'ask').filter((one) => one.stream === stream.name)
    for (const [parent, some] of grouped(asks, (one) => one.parent)) {
      const force = some.some((one) => one.force)
      tasks.set(`${stream.name} of ${parent}`, () => readBelow(reader, stream, parent, force))
    }
  }
  if (asked.some(({ kind }) => kind === 'contents'))
    tasks.set(`${mirrorStream.name} contents`, () => takeContents(reader))
  return tasks
}

/** So many pages of a feed are looked through for what is new; the rest is the next run's. */
const mostPages = 10

/** What a run has not read to its end yet is left to it, but for the newest page. */
async function readNew(reader: Reader, stream: AnyStream): Promise<boolean> {
  const { engine, slice, scene } = reader
  const cursors = await loadCursors(engine.db, slice, scene.streams)
  const { completeAt } = cursors.get(stream.name) ?? unread
  const now: Reader = { ...reader, cursors }
  if (completeAt === null && stream.walk === 'all') return false
  if (stream === mirrorStream) {
    const changed = addCounts(await readMirror(now), { commits: await assign(now) })
    scene.tally.changed = addCounts(scene.tally.changed, changed)
    return true
  }
  if (stream === sourceStream) {
    const { changed, requests } = await readSource(now)
    scene.tally.changed = addCounts(scene.tally.changed, changed)
    scene.tally.requests += requests
    return true
  }
  if (isChild(stream)) {
    const before = scene.tally.requests
    await readChildren(now, stream)
    return scene.tally.requests > before
  }
  let progress: Progress = await readStream(now, stream, false, completeAt === null ? 1 : mostPages)
  for (let more = 1; progress === 'open' && completeAt !== null && more < mostPages; more += 1) {
    const further = { ...reader, cursors: await loadCursors(engine.db, slice, scene.streams) }
    progress = await readStream(further, stream, true, mostPages)
  }
  return true
}

async function takeContents(reader: Reader): Promise<boolean> {
  const changed = await readContents(reader)
  await settleMerges(reader)
  reader.scene.tally.changed = addCounts(reader.scene.tally.changed, changed)
  return sumOf(changed) > 0
}
