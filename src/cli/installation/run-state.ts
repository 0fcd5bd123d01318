import { existsSync, readFileSync } from 'node:fs'
import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Static, Type } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'
import { Failure } from '../../errors.ts'
import type { Closers } from './closers.ts'

const RunState = Type.Object({
  /** Address of the API. */
  url: Type.String(),
  pid: Type.Integer(),
})
type RunState = Static<typeof RunState>

function pathOf(dataDirectory: string): string {
  return join(dataDirectory, 'run', 'server.json')
}

/** Notes where the API of this data directory answers, for the command line; gone when the server is. */
export async function writeRunState(dataDirectory: string, state: RunState, closers: Closers): Promise<void> {
  const path = pathOf(dataDirectory)
  await mkdir(join(dataDirectory, 'run'), { recursive: true, mode: 0o700 })
  // Renamed into place: a command that starts now reads all of it or nothing.
  const fresh = `${path}.${process.pid}`
  await writeFile(fresh, `${JSON.stringify(state)}\n`, { mode: 0o600 })
  await chmod(fresh, 0o600)
  await rename(fresh, path)
  closers.addParallel(async () => {
    // With an external database a second server may have written over it.
    if (readRunState(dataDirectory)?.pid === process.pid) await rm(path, { force: true })
  })
}

export function readRunState(dataDirectory: string): RunState | null {
  const path = pathOf(dataDirectory)
  if (!existsSync(path)) return null
  const state: unknown = JSON.parse(readFileSync(path, 'utf8'))
  return Value.Check(RunState, state) ? state : null
}

/** The address of the server that runs on this data directory. */
export function serverUrl(dataDirectory: string): string {
  const state = readRunState(dataDirectory)
  if (state && isAlive(state.pid)) return state.url
  throw new Failure('server_not_running', { detail: `Looked in ${dataDirectory}.` })
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
