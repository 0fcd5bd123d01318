import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Bench, Figure } from './figure.ts'
import { addressOf } from './parts/address.ts'

const root = join(import.meta.dirname, '..')
const laterStarts = 3

/** After this the server has finished what it does once, and the garbage of the start is collected. */
const settleMilliseconds = 5000

interface Started {
  readonly child: ChildProcess
  readonly milliseconds: number
}

export const bench: Bench = {
  name: 'start',
  doc: 'From `windlass start` to ready, the first time and later; memory of the idle process.',
  async run() {
    // Installs and builds where needed: that is no part of the figures.
    execFileSync(process.execPath, [join(root, 'bin/windlass.mjs'), 'start', '--help'], { stdio: 'ignore' })
    const data = mkdtempSync(join(tmpdir(), 'windlass-bench-'))
    try {
      return await measure(data)
    } finally {
      rmSync(data, { recursive: true, force: true })
    }
  },
}

async function measure(data: string): Promise<Figure[]> {
  const first = await start(data)
  await stop(first.child)
  const later: number[] = []
  let memory = 0
  for (let count = 0; count < laterStarts; count++) {
    const started = await start(data)
    later.push(started.milliseconds)
    if (count === laterStarts - 1) {
      await pause(settleMilliseconds)
      memory = residentMegabytes(started.child.pid ?? 0)
    }
    await stop(started.child)
  }
  return [
    { name: 'first start to ready', value: first.milliseconds, unit: 'ms', goal: 10_000, better: 'lower' },
    {
      name: 'later start to ready (slowest)',
      value: Math.max(...later),
      unit: 'ms',
      goal: 3000,
      better: 'lower',
    },
    { name: 'idle resident memory of Node.js', value: memory, unit: 'MB', goal: 180, better: 'lower' },
  ]
}

async function start(data: string): Promise<Started> {
  const begun = performance.now()
  const args = [join(root, 'bin/start.mjs'), '--data', data, '--port', '0', '--json']
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env.PATH, WINDLASS_LOG_LEVEL: 'warn' },
  })
  const url = await addressOf(child)
  while (!(await isReady(url))) await pause(10)
  return { child, milliseconds: Math.round(performance.now() - begun) }
}

async function isReady(url: string): Promise<boolean> {
  return (await fetch(`${url}/readyz`).catch(() => null))?.ok ?? false
}

async function stop(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await ended
}

function residentMegabytes(pid: number): number {
  const kilobytes = execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })
  return Math.round(Number(kilobytes) / 1024)
}
