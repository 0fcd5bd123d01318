import { setTimeout as pause } from 'node:timers/promises'

type Close = () => Promise<unknown>

/** Everything has ended this long after it was told to; a container is killed after ten seconds. */
const longestStop = 9500

/** What is kept for the steps that follow a slow one: closing the pool and stopping PostgreSQL at once. */
const reserve = 1200

/**
 * What was started, in order. The parts that serve (added with `addParallel`) stop first, side by side; then the rest,
 * last first. A step that takes too long is left behind, and the process ends on time.
 */
export class Closers {
  readonly #parallel: Close[] = []
  readonly #rest: Close[] = []
  #deadline = 0
  #closing: Promise<void> | undefined

  add(close: Close): void {
    this.#rest.push(close)
  }

  addParallel(close: Close): void {
    this.#parallel.push(close)
  }

  /** Milliseconds that a step which closes now may take. */
  remaining(): number {
    return Math.max(500, this.#deadline - Date.now() - 300)
  }

  close(): Promise<void> {
    this.#closing ??= this.#closeAll()
    return this.#closing
  }

  async #closeAll(): Promise<void> {
    this.#deadline = Date.now() + longestStop
    await within(longestStop - reserve, Promise.allSettled(this.#parallel.map((close) => close())))
    for (const close of this.#rest.reverse()) await within(this.remaining() + 200, close())
  }
}

async function within(milliseconds: number, work: Promise<unknown>): Promise<void> {
  const timer = new AbortController()
  const timeout = pause(milliseconds, undefined, { signal: timer.signal }).catch(() => {})
  await Promise.race([work, timeout]).finally(() => timer.abort())
}
