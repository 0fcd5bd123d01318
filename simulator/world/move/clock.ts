/** A world that moves by the wall clock, and does again what it did before when it is made anew. */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import type { World } from '../interface.ts'
import type { Instant } from '../time.ts'

interface ClockOptions {
  /** Null never moves it. */
  readonly everyMs: number | null
  /** Where the moment of every change is noted. */
  readonly journal?: string | undefined
  readonly onError: (error: unknown) => void
}

interface Clock {
  start(): void
  stop(): void
}

/** Repeats what the journal holds; then nothing moves until it is started. */
export function createClock(world: World, { everyMs, journal, onError }: ClockOptions): Clock {
  const play = (at: Instant) => {
    try {
      world.move(1, world.seed, at)
    } catch (error) {
      onError(error)
    }
  }
  for (const at of journal === undefined ? [] : readJournal(journal)) play(at)
  let timer: NodeJS.Timeout | undefined
  const beat = () => {
    // Never back: clients ask for what changed since they last looked.
    const at = Math.max(world.now(), Date.now() * 1000)
    // First: a change that somebody saw must not be missing after a crash.
    if (journal !== undefined) appendFileSync(journal, `${at}\n`)
    play(at)
  }
  return {
    start: () => {
      if (everyMs !== null) timer = setInterval(beat, everyMs)
    },
    stop: () => clearInterval(timer),
  }
}

/** The moments of the journal, without one that a crash cut off. */
function readJournal(path: string): Instant[] {
  if (!existsSync(path)) return []
  const text = readFileSync(path, 'utf8')
  const whole = text.slice(0, text.lastIndexOf('\n') + 1)
  if (whole !== text) writeFileSync(path, whole)
  return whole.split('\n').slice(0, -1).map(Number)
}
