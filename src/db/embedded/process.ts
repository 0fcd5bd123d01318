import { type ChildProcess, spawn } from 'node:child_process'
import { searchPath } from '../../config.ts'
import type { Binaries } from './binaries.ts'
import type { Identity } from './identity.ts'

/**
 * Starts a PostgreSQL program. It leads a session of its own: Ctrl-C on the terminal reaches Windlass, which ends its
 * requests before it ends the database under them.
 */
export function launch(
  binaries: Binaries,
  identity: Identity,
  program: string,
  args: readonly string[],
): ChildProcess {
  const [file, ...rest] = [...identity.prefix, program, ...args]
  return spawn(file ?? program, rest, {
    ...identity.user,
    // Nothing of our environment but the path: it holds secrets, and PG* variables meant for others.
    env: { PATH: searchPath(), TZ: 'UTC', LC_ALL: 'C', ...binaries.environment },
    cwd: '/',
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** Runs a program to its end; the output is what it said last. */
export function run(
  binaries: Binaries,
  identity: Identity,
  program: string,
  args: readonly string[],
): Promise<{ code: number | null; output: string }> {
  const child = launch(binaries, identity, program, args)
  const errors: string[] = []
  child.stdout?.resume()
  child.stderr?.on('data', (chunk: Buffer) => errors.push(chunk.toString()))
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: null, output: error.message }))
    child.once('close', (code) => resolve({ code, output: errors.join('').trim().slice(-1000) }))
  })
}

/**
 * Interrupts the process when this one ends, however it ends: the pipe closes even after kill -9. A shell serves Linux
 * and macOS alike. It leaves the terminal's group as the database does.
 */
export function guard(pid: number): ChildProcess {
  const child = spawn('/bin/sh', ['-c', 'read -r _; kill -INT "$0"', String(pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  child.stdin?.on('error', () => child.kill())
  child.unref()
  return child
}
