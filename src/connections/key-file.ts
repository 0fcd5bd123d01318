import { randomBytes } from 'node:crypto'
import { chown, link, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Failure } from '../errors.ts'
import { createKey, type Key, masterBytes } from './seal.ts'

export function keyFilePath(dataDirectory: string): string {
  return join(dataDirectory, 'windlass.key')
}

/** The keys of the file, the sealing one first; none when there is no file. */
export async function readKeyFile(path: string): Promise<Key[]> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (!found) return []
  // Refused rather than put right: whether somebody read it is for the operator to judge.
  if ((found.mode & 0o077) !== 0) throw new Failure('key_file_unsafe', { detail: `It is ${path}.` })
  const keys: Key[] = []
  for (const [index, line] of (await readFile(path, 'utf8')).split('\n').entries()) {
    if (line.trim() !== '' && !line.startsWith('#')) keys.push(parseKey(line, `${path}, line ${index + 1}`))
  }
  if (keys.length === 0) throw new Failure('config_invalid', { detail: `${path} holds no key.` })
  return keys
}

/** Makes the file with one new key. A file that is there already is never replaced. */
export async function createKeyFile(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const whole = await writeBeside(path, [createKey()])
  await handOver(whole, dirname(path))
  try {
    // A link fails when the name is taken, and is never seen half written.
    await link(whole, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    await rm(whole)
  }
}

/** Replaces the keys in one step: a reader sees the old file or the new one. */
export async function replaceKeyFile(path: string, keys: readonly Key[]): Promise<void> {
  const beside = await writeBeside(path, keys)
  await handOver(beside, path)
  await rename(beside, path)
  const directory = await open(dirname(path), 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}

/** 32 bytes in base64, in either alphabet. The text is never repeated in the error. */
export function parseKey(text: string, where: string): Key {
  const trimmed = text.trim()
  const master = Buffer.from(trimmed, 'base64')
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(trimmed) || master.length !== masterBytes) {
    throw new Failure('config_invalid', { detail: `${where}: not 32 bytes in base64.` })
  }
  return createKey(master)
}

/** Root may type the command; the user the server runs as must still be able to read what it wrote. */
async function handOver(path: string, ownedAs: string): Promise<void> {
  if (process.getuid?.() !== 0) return
  const { uid, gid } = await stat(ownedAs)
  await chown(path, uid, gid)
}

async function writeBeside(path: string, keys: readonly Key[]): Promise<string> {
  const beside = `${path}.${randomBytes(6).toString('hex')}`
  const file = await open(beside, 'wx', 0o600)
  try {
    await file.writeFile(heading + keys.map((key) => `${key.master.toString('base64')}\n`).join(''))
    await file.sync()
  } finally {
    await file.close()
  }
  return beside
}

const heading = `# Keys that seal the secrets Windlass stores. Keep a copy apart from the database: without it they are lost.
# The first seals; the others only open.
`
