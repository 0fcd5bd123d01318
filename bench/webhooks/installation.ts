import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Stage } from '../../test/sync/connected.ts'
import { addressOf } from '../parts/address.ts'

export interface Installation {
  readonly child: ChildProcess
  readonly origin: string
  stop(): Promise<void>
}

/** Windlass as it is started, in a process of its own, on the database and the key of a stage. */
export async function startInstallation(
  { database, engine }: Stage,
  flags: readonly string[],
): Promise<Installation> {
  const program = join(import.meta.dirname, '../../bin/windlass.mjs')
  const data = engine.config.dataDirectory
  const child = spawn(
    process.execPath,
    [program, 'start', '--data', data, '--port', '0', '--json', ...flags],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        PATH: process.env.PATH,
        DATABASE_URL: database.url,
        WINDLASS_LOG_LEVEL: 'warn',
        WINDLASS_ALLOW_PRIVATE_HOSTS: '127.0.0.1',
        WINDLASS_NETWORK_HOSTS: 'none',
      },
    },
  )
  const { port } = new URL(await addressOf(child))
  return { child, origin: `http://127.0.0.1:${port}`, stop: () => end(child) }
}

async function end(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
}
