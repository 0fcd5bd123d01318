import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '../../errors.ts'

export interface FetchLimits {
  /** A connection that says nothing for five minutes ends by itself; this ends one that says little for ever. */
  readonly seconds: number
  /** Histories without contents: that of Linux, 1.4 million commits, takes 1.5 GB. */
  readonly bytes: number
  readonly lookEveryMs: number
}

const usual: FetchLimits = { seconds: 3600, bytes: 16 * 1024 ** 3, lookEveryMs: 1000 }

interface Options {
  readonly signal: AbortSignal | undefined
  readonly limits: FetchLimits | undefined
}

/** Gives a fetch up that takes too long, or brings more than a mirror may hold. What came of it goes too. */
export async function withinLimits<T>(
  directory: string,
  { signal, limits = usual }: Options,
  fetch: (until: AbortSignal) => Promise<T>,
): Promise<T> {
  const giveUp = new AbortController()
  const late = setTimeout(() => giveUp.abort(tooLong(limits)), limits.seconds * 1000)
  const looking = setInterval(async () => {
    if ((await packBytes(directory)) > limits.bytes) giveUp.abort(tooLarge(limits))
  }, limits.lookEveryMs)
  try {
    const done = await fetch(signal ? AbortSignal.any([signal, giveUp.signal]) : giveUp.signal)
    // One that was over before anybody looked.
    if ((await packBytes(directory)) > limits.bytes) throw tooLarge(limits)
    return done
  } catch (error) {
    const reason = giveUp.signal.aborted ? giveUp.signal.reason : error
    if (reason instanceof Failure && reason.code === 'mirror_too_large')
      // What git started may still write while it ends.
      await rm(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
    throw reason
  } finally {
    clearTimeout(late)
    clearInterval(looking)
  }
}

function tooLong({ seconds }: FetchLimits): Failure {
  const detail = `A fetch was not over after ${seconds} seconds.`
  return new Failure('source_unreachable', { detail, data: { status: null } })
}

function tooLarge({ bytes }: FetchLimits): Failure {
  return new Failure('mirror_too_large', { detail: `It may take ${bytes} bytes.`, data: {} })
}

/** Packs that are still written are among them. */
async function packBytes(directory: string): Promise<number> {
  const packs = join(directory, 'objects', 'pack')
  let bytes = 0
  for (const name of await readdir(packs).catch(() => []))
    bytes += await stat(join(packs, name)).then(
      ({ size }) => size,
      () => 0,
    )
  return bytes
}
