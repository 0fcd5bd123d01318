import { chownSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach } from 'vitest'
import { startPostgres } from '../../src/db/embedded/index.ts'

/** Any user but root. */
export const ordinary = 65534

export const isRoot = process.getuid?.() === 0

/** A data directory that is gone after the test, with all that lies in it. */
export function freshDirectory(uid?: number): string {
  // Short: the path of a Unix socket in it has to fit into a hundred bytes.
  const parent = mkdtempSync(join(tmpdir(), 'wl-'))
  made.push(parent)
  const directory = join(parent, 'data')
  mkdirSync(directory, { mode: 0o700 })
  if (uid !== undefined) for (const path of [parent, directory]) chownSync(path, uid, uid)
  return directory
}

const made: string[] = []

afterEach(() => {
  for (const directory of made.splice(0)) rmSync(directory, { recursive: true, force: true })
})

let template: Promise<string> | undefined

/** A data directory whose database was made before: initdb is the slow part of a start. */
export async function usedDirectory(): Promise<string> {
  template ??= makeTemplate()
  const directory = freshDirectory()
  cpSync(join(await template, 'postgres'), join(directory, 'postgres'), { recursive: true })
  return directory
}

async function makeTemplate(): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), 'wl-'))
  const postgres = await startPostgres({ dataDirectory: directory, settings: { fsync: 'off' } })
  await postgres.stop()
  return directory
}

afterAll(async () => {
  if (template) rmSync(await template, { recursive: true, force: true })
})
