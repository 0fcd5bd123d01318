import { randomUUID } from 'node:crypto'
import { setMaxListeners } from 'node:events'
import { hostname } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { isDatabaseAway } from '../../db/transient.ts'
import { Failure } from '../../errors.ts'
import { claimSlices, giveBackSlices, releaseSlice, renewLeases, type Slice } from '../slice.ts'
import { type Bell, createBell } from './bell.ts'
import { takeDeliveries } from './deliveries.ts'
import { type Engine, leaseSeconds } from './engine.ts'
import { giveUp } from './give-up.ts'
import { finishRun, runOfSlice, slicesOfRuns } from './runs.ts'
import { type Next, rest, takeTurn } from './turn.ts'

interface LoopOptions {
  /** Slices read at a time. */
  readonly concurrency: number
  /** Milliseconds between two looks for slices that are due. */
  readonly poll: number
}

export interface Loop {
  /** Looks for slices that are due now, and not only when the time has come. */
  look(): void

  /** Leaves off after the page under way and gives back what is held. */
  stop(): Promise<void>
}

/** Seconds that a slice rests after its first and second failure of our own; with one more it is given up. */
const restsAfterFailure = [1, 10] as const
/** Seconds that it rests when the database was away, however often that is: it did nothing wrong. */
const restsWhileAway = 1

/** Reads slices that are due until it is stopped; any number of processes may do so side by side. */
export function startLoop(engine: Engine, options: LoopOptions): Loop {
  const holder = `${hostname()} ${process.pid} ${randomUUID()}`
  const leaving = new AbortController()
  // Each lane listens, and more than ten would be taken for a leak.
  setMaxListeners(0, leaving.signal)
  const failures: Failures = new Map()
  const held: Held = new Map()
  const owed: Slice[] = []
  const bell = createBell()
  const lanes = Array.from({ length: options.concurrency }, () =>
    work({ engine, holder, poll: options.poll, leaving: leaving.signal, held, failures, owed, bell }),
  )
  const renewing = renew(engine, held, leaving.signal)
  const watching = watch(engine, held, options.poll, leaving.signal)
  return {
    look: () => bell.ring(),
    async stop() {
      leaving.abort()
      await Promise.all([...lanes, renewing, watching])
    },
  }
}

interface Holding {
  readonly slice: Slice
  readonly lost: AbortController
  /** Deliveries are dealt with whether a run goes on or not. */
  isForRun: boolean
}

type Held = Map<string, Holding>

/** How often in a row the turns of a slice failed here. */
type Failures = Map<string, number>

interface Work {
  readonly engine: Engine
  readonly holder: string
  readonly poll: number
  readonly leaving: AbortSignal
  readonly held: Held
  readonly failures: Failures
  /** Slices that could not be given back, as the database was away: without that they stay leased to nobody for a while. */
  readonly owed: Slice[]
  readonly bell: Bell
}

async function work(all: Work): Promise<void> {
  const { engine, holder, poll, leaving, held, bell } = all
  while (!leaving.aborted) {
    await giveBackOwed(all)
    const slice = await claimOne(engine, holder)
    if (!slice) {
      await bell.wait(poll, leaving)
      continue
    }
    const lost = new AbortController()
    const holding: Holding = { slice, lost, isForRun: false }
    held.set(slice.id, holding)
    try {
      await turn(all, holding, AbortSignal.any([leaving, lost.signal]))
    } finally {
      held.delete(slice.id)
    }
  }
}

async function giveBackOwed({ engine, owed }: Work): Promise<void> {
  const slices = owed.splice(0)
  await giveBackSlices(engine.db, slices).catch(() => owed.push(...slices))
}

async function claimOne(engine: Engine, holder: string): Promise<Slice | undefined> {
  try {
    const [slice] = await claimSlices(engine.db, { holder, limit: 1, leaseSeconds })
    return slice
  } catch (err) {
    engine.log.warn({ err }, 'slices could not be claimed; it is tried again')
    return undefined
  }
}

/** A slice whose turn fails for a reason that is none of its streams rests; one that was lost is somebody else's. */
async function turn({ engine, failures, owed }: Work, holding: Holding, signal: AbortSignal): Promise<void> {
  const { slice } = holding
  try {
    await takeDeliveries(engine, slice, signal)
    holding.isForRun = true
    const next = await takeTurn(engine, slice, signal)
    if (signal.aborted) return await giveBackSlices(engine.db, [slice])
    await release(engine, slice, next)
    failures.delete(slice.id)
  } catch (err) {
    if (err instanceof Failure && err.code === 'lease_lost') return
    const back = signal.aborted ? giveBackSlices(engine.db, [slice]) : settle(engine, slice, failures, err)
    await back.catch(() => owed.push(slice))
  }
}

async function release(engine: Engine, slice: Slice, next: Next): Promise<void> {
  await releaseSlice(engine.db, slice, next)
  const runId = await runOfSlice(engine.db, slice.workspaceId)
  if (runId !== null) await finishRun(engine.db, engine.connectors, runId)
}

async function settle(engine: Engine, slice: Slice, failures: Failures, err: unknown): Promise<void> {
  if (isDatabaseAway(err)) {
    engine.log.warn({ slice: slice.id, err }, 'the database was away, and a slice rests')
    return releaseSlice(engine.db, slice, { lane: slice.lane, dueIn: restsWhileAway })
  }
  const before = failures.get(slice.id) ?? 0
  const dueIn = restsAfterFailure[before]
  if (dueIn !== undefined) {
    failures.set(slice.id, before + 1)
    engine.log.error({ slice: slice.id, err }, 'a slice failed and rests')
    return releaseSlice(engine.db, slice, { lane: slice.lane, dueIn })
  }
  failures.delete(slice.id)
  engine.log.error({ slice: slice.id, err }, 'a slice failed again and is given up')
  await giveUp(engine, slice, err)
  await release(engine, slice, rest)
}

async function renew(engine: Engine, held: Held, leaving: AbortSignal): Promise<void> {
  while (!leaving.aborted) {
    await pause((leaseSeconds * 1000) / 4, undefined, { signal: leaving }).catch(() => {})
    const before = [...held.values()]
    try {
      const still = new Set(
        (
          await renewLeases(
            engine.db,
            before.map(({ slice }) => slice),
            leaseSeconds,
          )
        ).map(({ id }) => id),
      )
      for (const { slice, lost } of before) if (!still.has(slice.id) && held.has(slice.id)) lost.abort()
    } catch (err) {
      engine.log.warn({ err }, 'leases could not be renewed')
    }
  }
}

/** Leaves off slices whose run was paused or cancelled meanwhile. */
async function watch(engine: Engine, held: Held, poll: number, leaving: AbortSignal): Promise<void> {
  while (!leaving.aborted) {
    await pause(poll, undefined, { signal: leaving }).catch(() => {})
    const before = [...held.values()].filter(({ isForRun }) => isForRun)
    if (before.length === 0) continue
    try {
      const wanted = await slicesOfRuns(
        engine.db,
        before.map(({ slice }) => slice.id),
      )
      for (const { slice, lost } of before) if (!wanted.has(slice.id)) lost.abort()
    } catch (err) {
      engine.log.warn({ err }, 'it could not be found out whether runs go on')
    }
  }
}
