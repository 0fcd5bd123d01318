import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { Failure } from '../../errors.ts'
import { claimSlices, giveBackSlices, releaseSlice, renewLeases, type Slice } from '../slice.ts'
import { type Engine, leaseSeconds } from './engine.ts'
import { finishRun, runOfSlice, slicesOfRuns } from './runs.ts'
import { takeTurn } from './turn.ts'

interface LoopOptions {
  /** Slices read at a time. */
  readonly concurrency: number
  /** Milliseconds between two looks for slices that are due. */
  readonly poll: number
}

export interface Loop {
  /** Leaves off after the page under way and gives back what is held. */
  stop(): Promise<void>
}

/** After a failure of our own a slice rests this many seconds, so that it does not go round for ever. */
const restAfterFailure = 60

/** Reads slices that are due until it is stopped; any number of processes may do so side by side. */
export function startLoop(engine: Engine, options: LoopOptions): Loop {
  const holder = `${hostname()} ${process.pid} ${randomUUID()}`
  const leaving = new AbortController()
  const held = new Map<string, { readonly slice: Slice; readonly lost: AbortController }>()
  const lanes = Array.from({ length: options.concurrency }, () =>
    work({ engine, holder, poll: options.poll, leaving: leaving.signal, held }),
  )
  const renewing = renew(engine, held, leaving.signal)
  const watching = watch(engine, held, options.poll, leaving.signal)
  return {
    async stop() {
      leaving.abort()
      await Promise.all([...lanes, renewing, watching])
    },
  }
}

type Held = Map<string, { readonly slice: Slice; readonly lost: AbortController }>

interface Work {
  readonly engine: Engine
  readonly holder: string
  readonly poll: number
  readonly leaving: AbortSignal
  readonly held: Held
}

async function work({ engine, holder, poll, leaving, held }: Work): Promise<void> {
  while (!leaving.aborted) {
    const slice = await claimOne(engine, holder)
    if (!slice) {
      await pause(poll, undefined, { signal: leaving }).catch(() => {})
      continue
    }
    const lost = new AbortController()
    held.set(slice.id, { slice, lost })
    try {
      await turn(engine, slice, AbortSignal.any([leaving, lost.signal]))
    } finally {
      held.delete(slice.id)
    }
  }
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
async function turn(engine: Engine, slice: Slice, signal: AbortSignal): Promise<void> {
  try {
    const next = await takeTurn(engine, slice, signal)
    if (signal.aborted) return await giveBackSlices(engine.db, [slice])
    await releaseSlice(engine.db, slice, next)
    const runId = await runOfSlice(engine.db, slice.workspaceId)
    if (runId !== null) await finishRun(engine.db, engine.connectors, runId)
  } catch (err) {
    if (err instanceof Failure && err.code === 'lease_lost') return
    if (!signal.aborted) engine.log.error({ slice: slice.id, err }, 'a slice failed and rests')
    const back = signal.aborted
      ? giveBackSlices(engine.db, [slice])
      : releaseSlice(engine.db, slice, { lane: slice.lane, dueIn: restAfterFailure })
    await back.catch(() => {})
  }
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
    const before = [...held.values()]
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
