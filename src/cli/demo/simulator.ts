import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Type } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'
import { searchPath } from '../../config.ts'
import { Failure } from '../../errors.ts'

/** The simulator is a program of its own, built beside this one. */
const program = fileURLToPath(new URL(`../../../simulator/main${extname(import.meta.url)}`, import.meta.url))

/** What it says once it listens. */
const Ready = Type.Object({ url: Type.String() })

export interface SimulatorProcess {
  readonly url: string
  /** Resolves when it ends without having been told to. */
  readonly lost: Promise<Failure>
  stop(): Promise<void>
}

/** Runs the simulator as a child that ends with this process, however this one ends: the channel between them closes. */
export async function startSimulator(
  flags: readonly string[],
  signal: AbortSignal,
): Promise<SimulatorProcess> {
  // Of our environment, which may hold the key ring, the way to git alone.
  const env = { PATH: searchPath() }
  const child = fork(program, flags, { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const ended = once(child, 'exit').then(
    ([code, name]) => new Failure('demo_lost', { detail: `It ended with ${name ?? `exit code ${code}`}.` }),
    (cause) => new Failure('demo_lost', { detail: 'It could not be started.', cause }),
  )
  const stop = () => end(child, ended)
  try {
    const ready = once(child, 'message', { signal }).then(([message]) => Value.Parse(Ready, message))
    const first = await Promise.race([ready, ended])
    if (first instanceof Failure) throw first
    return { url: first.url, lost: ended, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function end(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  if (child.connected) child.disconnect()
  const late = setTimeout(() => child.kill('SIGKILL'), 1500)
  await ended
  clearTimeout(late)
}
