import { chownSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach } from 'vitest'

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
