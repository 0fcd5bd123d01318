import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { packageRoot } from '../../src/config.ts'

export const root = packageRoot()

export interface SourceFile {
  /** From the checkout, with forward slashes. */
  readonly path: string
  readonly text: string
  /** Every import: a path from the checkout for our own files, else the package's name. */
  readonly imports: readonly string[]
  /** Those left when the program runs: types are gone by then. */
  readonly runtimeImports: readonly string[]
}

const importing =
  /(?:^|\n)\s*(?:import|export)\s(?<type>type\s)?(?:[^'"`;]*?\sfrom\s)?['"](?<from>[^'"]+)['"]|import\(\s*['"](?<lazy>[^'"]+)['"]\s*\)/g

export function filesUnder(folder: string, ends: RegExp): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && ends.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort()
}

export function readSource(path: string): SourceFile {
  const text = readFileSync(join(root, path), 'utf8')
  const found = [...text.matchAll(importing)].map(({ groups }) => ({
    path: resolveImport(path, groups?.from ?? groups?.lazy ?? ''),
    type: groups?.type !== undefined,
  }))
  return {
    path,
    text,
    imports: found.map((each) => each.path),
    runtimeImports: found.filter((each) => !each.type).map((each) => each.path),
  }
}

export function sources(...folders: string[]): SourceFile[] {
  return folders.flatMap((folder) => filesUnder(folder, /\.(ts|tsx)$/).map(readSource))
}

function resolveImport(from: string, specifier: string): string {
  if (!specifier.startsWith('.')) return specifier
  return relative(root, resolve(root, dirname(from), specifier)).replaceAll('\\', '/')
}
