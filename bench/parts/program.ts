import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const simulator = fileURLToPath(new URL('../../simulator/main.ts', import.meta.url))

/** A simulated Bitbucket in a process of its own. */
export type Program = { readonly child: ChildProcess; readonly url: string; readonly readyMs: number }

/** As a person starts it: what it needs to be ready includes compiling its sources. `contents` as `--contents` says. */
export async function startProgram(size: string, contents?: number): Promise<Program> {
  const started = performance.now()
  const flags = ['--world', size, '--port', '0', '--limits', 'off']
  // V8 wants as much again to move in.
  const memory = contents === undefined ? [] : [`--max-old-space-size=${contents * 2}`]
  if (contents !== undefined) flags.push('--contents', String(contents))
  const child = spawn(process.execPath, [...memory, '--import', 'tsx', simulator, ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  for await (const chunk of child.stdout) {
    output += chunk
    const [url] = /http:\/\/127\.0\.0\.1:\d+(?=\/_sim)/.exec(output) ?? []
    if (url) return { child, url, readyMs: performance.now() - started }
  }
  throw new Error(`world ${size} did not start`)
}

export async function stopProgram({ child }: Program): Promise<void> {
  child.kill('SIGTERM')
  await once(child, 'exit')
}

export function residentMegabytes({ child }: Pick<Program, 'child'>): number {
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(child.pid)], { encoding: 'utf8' })) / 1024
}
