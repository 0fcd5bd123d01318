import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { packageRoot, searchPath } from '../../src/config.ts'

/** The product as it is shipped, emitted once: a process starts in a fifth of the time it takes from the sources. */
export interface Program {
  /** Runs `windlass` with these arguments, and with nothing of our environment but the path. */
  start(args: readonly string[], options: StartOptions): Process
  /** Ends what still runs, and removes the program. */
  close(): Promise<void>
}

export interface StartOptions {
  readonly env: Readonly<Record<string, string>>
  /** Modules that are loaded before the program. */
  readonly preload?: readonly string[]
}

export interface Process {
  readonly child: ChildProcess
  readonly pid: number
  /** Everything it said, on both channels. */
  said(): string
  isAlive(): boolean
  /** Resolves when it says so; throws when it ends before. */
  until(pattern: RegExp): Promise<void>
  readonly ended: Promise<Ended>
}

interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

const root = packageRoot()

export async function buildProgram(): Promise<Program> {
  // Below the checkout, so that it finds package.json; of this process alone, as others may build at the same time.
  const built = join(root, '.cache', `faults-${process.pid}`)
  mkdirSync(built, { recursive: true })
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  const args = [tsc, '-p', 'tsconfig.build.json', '--noCheck', '--outDir', built]
  await promisify(execFile)(process.execPath, args, { cwd: root })
  const living = new Set<Process>()
  return {
    start(args, options) {
      const one = launch(join(built, 'src/main.js'), args, options)
      living.add(one)
      void one.ended.then(() => living.delete(one))
      return one
    },
    async close() {
      for (const { child } of living) child.kill('SIGKILL')
      await Promise.all([...living].map(({ ended }) => ended))
      rmSync(built, { recursive: true, force: true })
    },
  }
}

function launch(main: string, args: readonly string[], { env, preload = [] }: StartOptions): Process {
  const imports = preload.flatMap((module) => ['--import', module])
  const child = spawn(process.execPath, [...imports, main, ...args], {
    env: { PATH: searchPath(), WINDLASS_NETWORK_HOSTS: 'none', WINDLASS_PORT: '0', ...env },
    cwd: '/',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  const hear = (chunk: Buffer) => {
    said += chunk.toString()
  }
  child.stdout.on('data', hear)
  child.stderr.on('data', hear)
  const isAlive = () => child.exitCode === null && child.signalCode === null
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal }))
  })
  return {
    child,
    pid: child.pid ?? 0,
    said: () => said,
    isAlive,
    ended,
    async until(pattern) {
      while (!pattern.test(said)) {
        if (!isAlive()) throw new Error(`windlass ended before it said ${pattern}:\n${said}`)
        await pause(10)
      }
    },
  }
}
