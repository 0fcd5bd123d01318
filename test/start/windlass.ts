import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterEach } from 'vitest'

const root = join(import.meta.dirname, '../..')

/** Below the checkout, so that the program finds its package.json; ignored by git. */
let built = ''

/**
 * Emits the program for one suite, as others build at the same time: a process starts in a fifth of the time it takes
 * from the sources.
 */
export async function buildProgram(suite: string): Promise<void> {
  built = join(root, '.cache', `start-tests-${suite}`)
  mkdirSync(built, { recursive: true })
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  const args = [tsc, '-p', 'tsconfig.build.json', '--noCheck', '--outDir', built]
  await promisify(execFile)(process.execPath, args, { cwd: root })
}

export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

export interface Run {
  readonly pid: number
  readonly child: ChildProcess
  readonly stdout: () => string
  readonly stderr: () => string
  readonly ended: Promise<Ended>
  /** Waits for something on standard output. */
  until(pattern: RegExp): Promise<RegExpExecArray>
  /** The address it says it runs at. */
  url(): Promise<string>
}

interface Options {
  readonly env?: Readonly<Record<string, string>>
  readonly uid?: number
}

const runs: Run[] = []

afterEach(async () => {
  for (const run of runs.splice(0)) {
    run.child.kill('SIGKILL')
    await run.ended
  }
})

/** Runs `windlass` as a process of its own, with nothing of our environment but the path. */
export function windlass(args: readonly string[], options: Options = {}): Run {
  const child = spawn(process.execPath, [join(built, 'src/main.js'), ...args], {
    env: { PATH: process.env.PATH, WINDLASS_PORT: '0', WINDLASS_NETWORK_HOSTS: 'none', ...options.env },
    ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }),
    cwd: '/',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].on('data', (chunk: Buffer) => {
      said[name] += chunk.toString()
    })
  }
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal }))
  })
  const until = async (pattern: RegExp) => {
    for (;;) {
      const found = pattern.exec(said.stdout)
      if (found) return found
      if (child.exitCode !== null || child.signalCode !== null) {
        throw new Error(`windlass ended before it said ${pattern}:\n${said.stdout}${said.stderr}`)
      }
      await pause(20)
    }
  }
  const run: Run = {
    pid: child.pid ?? 0,
    child,
    stdout: () => said.stdout,
    stderr: () => said.stderr,
    ended,
    until,
    url: async () => (await until(/runs at (http\S+)/))[1] ?? '',
  }
  runs.push(run)
  return run
}

/** The process id of the bundled server on a data directory. */
export function postgresPid(dataDirectory: string): number {
  return Number(readFileSync(join(dataDirectory, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0])
}

/** Waits until a process is gone; false when it still lives at the end. */
export async function isGone(pid: number, milliseconds: number): Promise<boolean> {
  const deadline = Date.now() + milliseconds
  while (lives(pid)) {
    if (Date.now() > deadline) return false
    await pause(20)
  }
  return true
}

/** A process that ended and that nobody has waited for yet lives no more. */
function lives(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
