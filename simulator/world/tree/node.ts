/**
 * Trees as persistent values: an edit copies the directories on its way and shares the rest, so that every commit keeps
 * its whole tree for about a kilobyte, and two trees are compared by skipping what is the same object.
 */
import type { Language } from './line.ts'

interface Hashed {
  /** The object's SHA-1 as twenty characters of latin1, once somebody asked. */
  hash: string | null
}

/**
 * A file of code: lines are numbers in ascending order and their text follows from the number. Edits are therefore sets
 * of added and removed numbers, merges never conflict, and a diff is a difference of sets: what git counts, exactly.
 */
export interface SourceFile extends Hashed {
  kind: 'source'
  language: Language
  lines: readonly number[]
  executable: boolean
}

/** A file whose text is given: documents, package files, what people push. */
export interface TextFile extends Hashed {
  kind: 'text'
  content: string | Buffer
  executable: boolean
}

export interface Directory extends Hashed {
  kind: 'directory'
  /** In git's order, in which a directory sorts as if its name ended in a slash. */
  names: readonly string[]
  nodes: readonly Node[]
}

export type FileNode = SourceFile | TextFile
export type Node = FileNode | Directory

export const EMPTY: Directory = { kind: 'directory', names: [], nodes: [], hash: null }

export function textFile(content: string | Buffer, executable = false): TextFile {
  return { kind: 'text', content, executable, hash: null }
}

export function sourceFile(language: Language, lines: readonly number[], executable = false): SourceFile {
  return { kind: 'source', language, lines, executable, hash: null }
}

export function nodeAt(root: Directory, path: string): Node | undefined {
  let node: Node = root
  if (path === '') return node
  for (const name of path.split('/')) {
    if (node.kind !== 'directory') return undefined
    const child: Node | undefined = node.nodes[node.names.indexOf(name)]
    if (child === undefined) return undefined
    node = child
  }
  return node
}

export function fileAt(root: Directory, path: string): FileNode | undefined {
  const node = nodeAt(root, path)
  return node === undefined || node.kind === 'directory' ? undefined : node
}

/** The tree with this file put, replaced or (null) taken away; a directory that loses its last file goes too. */
export function withFile(root: Directory, path: string, file: FileNode | null): Directory {
  return replaceIn(root, path.split('/'), 0, file) ?? EMPTY
}

function replaceIn(dir: Directory, parts: string[], depth: number, file: FileNode | null): Directory | null {
  const name = parts[depth] ?? ''
  const index = dir.names.indexOf(name)
  const node = replacement(dir.nodes[index], parts, depth, file)
  if (node === null) return index < 0 ? dir : without(dir, index)
  if (index >= 0 && dir.nodes[index]?.kind === node.kind) return withNode(dir, index, node)
  return inserted(index < 0 ? dir : (without(dir, index) ?? EMPTY), name, node)
}

function replacement(
  child: Node | undefined,
  parts: string[],
  depth: number,
  file: FileNode | null,
): Node | null {
  if (depth === parts.length - 1) return file
  const below = child?.kind === 'directory' ? child : EMPTY
  if (below === EMPTY && file === null) return child ?? null
  return replaceIn(below, parts, depth + 1, file)
}

function withNode(dir: Directory, index: number, node: Node): Directory {
  const nodes = dir.nodes.slice()
  nodes[index] = node
  return { kind: 'directory', names: dir.names, nodes, hash: null }
}

function without(dir: Directory, index: number): Directory | null {
  if (dir.names.length === 1) return null
  const names = dir.names.filter((_, i) => i !== index)
  return { kind: 'directory', names, nodes: dir.nodes.filter((_, i) => i !== index), hash: null }
}

function inserted(dir: Directory, name: string, node: Node): Directory {
  const key = sortKey(name, node)
  let index = 0
  while (index < dir.names.length && entryKey(dir, index) < key) index++
  const names = dir.names.slice()
  const nodes = dir.nodes.slice()
  names.splice(index, 0, name)
  nodes.splice(index, 0, node)
  return { kind: 'directory', names, nodes, hash: null }
}

function entryKey(dir: Directory, index: number): string {
  const node = dir.nodes[index]
  return node === undefined ? '' : sortKey(dir.names[index] ?? '', node)
}

/** Git compares bytes; names beyond ASCII are compared in their UTF-8 form. */
function sortKey(name: string, node: Node): string {
  return node.kind === 'directory' ? `${binaryName(name)}/` : binaryName(name)
}

export function binaryName(name: string): string {
  for (let i = 0; i < name.length; i++) {
    if (name.charCodeAt(i) > 126) return Buffer.from(name).toString('latin1')
  }
  return name
}

/** Every file under a directory, in git's order. */
export function* walkFiles(dir: Directory, prefix = ''): Generator<[string, FileNode]> {
  for (const [i, name] of dir.names.entries()) {
    const node = dir.nodes[i]
    if (node?.kind === 'directory') yield* walkFiles(node, `${prefix}${name}/`)
    else if (node !== undefined) yield [prefix + name, node]
  }
}
