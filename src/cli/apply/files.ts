import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { Failure } from '../../errors.ts'

export interface File {
  /** As it was named, or found below a folder that was. */
  readonly name: string
  readonly text: string
}

/** Reading takes some 40 times as much memory: what is larger is parted into files. */
const mostMegabytes = 8
const endings = ['.yaml', '.yml', '.json']

/** Files, folders with all that lies in them, and with `-` standard input. */
export async function readFiles(names: readonly string[]): Promise<File[]> {
  const files: File[] = []
  for (const name of names) {
    if (name === '-') files.push({ name: 'standard input', text: textOf(name, await buffer(process.stdin)) })
    else
      for (const path of await pathsOf(name)) files.push({ name: path, text: textOf(path, await read(path)) })
  }
  return files
}

async function pathsOf(name: string): Promise<string[]> {
  const about = await stat(name).catch((error) => unreadable(name, error))
  if (!about.isDirectory()) {
    refuseLarge(name, about.size)
    return [name]
  }
  const inside = await readdir(name, { recursive: true, withFileTypes: true }).catch((error) =>
    unreadable(name, error),
  )
  const paths = inside
    .filter((one) => one.isFile() && endings.some((ending) => one.name.endsWith(ending)))
    .map((one) => join(one.parentPath ?? one.path, one.name))
    .filter(
      (path) =>
        !path
          .slice(name.length)
          .split('/')
          .some((part) => part.startsWith('.')),
    )
    .sort()
  if (paths.length === 0) throw refuse(`There is no ${endings.join(', ')} in ${name}.`)
  return paths
}

async function read(path: string): Promise<Buffer> {
  return readFile(path).catch((error) => unreadable(path, error))
}

function textOf(name: string, bytes: Buffer): string {
  refuseLarge(name, bytes.length)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw refuse(`${name} is no UTF-8.`)
  }
}

function refuseLarge(name: string, bytes: number): void {
  if (bytes > mostMegabytes * 2 ** 20) throw refuse(`${name} is larger than ${mostMegabytes} MB. Part it.`)
}

function unreadable(name: string, error: NodeJS.ErrnoException): never {
  throw refuse(`${name} cannot be read: ${error.code ?? error.message}.`)
}

function refuse(detail: string): Failure {
  return new Failure('invalid_input', { detail })
}
