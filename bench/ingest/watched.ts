import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { residentMegabytes } from '../parts/program.ts'

const program = fileURLToPath(new URL('../../src/main.ts', import.meta.url))
/** Often enough to see a peak between two collections of garbage. */
const sampleMs = 500

interface Watched {
  readonly code: number | null
  readonly stdout: string
  readonly seconds: number
  /** Megabytes that the process held, one sample after the other. */
  readonly resident: readonly number[]
}

/** Runs a command of Windlass in a process of its own and watches its memory. */
export async function runWatched(
  line: readonly string[],
  environment: Readonly<Record<string, string>>,
  input = '',
): Promise<Watched> {
  // With the options of this process: `node --cpu-prof --import tsx bench/run.ts ingest` profiles the command too.
  const child = spawn(process.execPath, [...process.execArgv, program, ...line], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...environment },
  })
  const started = performance.now()
  const resident: number[] = []
  const sampling = setInterval(() => resident.push(residentMegabytes({ child })), sampleMs)
  child.once('exit', () => clearInterval(sampling))
  child.stdin.end(input)
  const ended = once(child, 'exit')
  const stdout = await text(child.stdout)
  await ended
  return { code: child.exitCode, stdout, seconds: (performance.now() - started) / 1000, resident }
}

/** How much more the last quarter holds than the second one: what is kept for ever shows, a start does not. */
export function growth(resident: readonly number[]): number {
  const quarter = Math.max(1, Math.floor(resident.length / 4))
  const mean = (from: number) => {
    const part = resident.slice(from, from + quarter)
    return part.reduce((sum, one) => sum + one, 0) / Math.max(1, part.length)
  }
  return mean(quarter * 3) / mean(quarter)
}
