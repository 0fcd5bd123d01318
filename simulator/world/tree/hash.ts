/** Git's objects and their hashes, computed here and checked against git itself in the tests. */
import { hash } from 'node:crypto'
import { sourceText } from './line.ts'
import { binaryName, type Directory, type FileNode, type Node } from './node.ts'

export function contentOf(file: FileNode): string | Buffer {
  return file.kind === 'source' ? sourceText(file.language, file.lines) : file.content
}

export function bytesOf(file: FileNode): Buffer {
  const content = contentOf(file)
  return typeof content === 'string' ? Buffer.from(content) : content
}

export function sizeOf(file: FileNode): number {
  return Buffer.byteLength(contentOf(file))
}

export function modeOf(node: Node): '100644' | '100755' | '40000' {
  if (node.kind === 'directory') return '40000'
  return node.executable ? '100755' : '100644'
}

/** The hash as forty hexadecimal characters. */
export function hashOf(node: Node): string {
  return toHex(binaryHash(node))
}

export function toHex(binary: string): string {
  return Buffer.from(binary, 'latin1').toString('hex')
}

export function binaryHash(node: Node): string {
  node.hash ??= node.kind === 'directory' ? treeHash(node) : blobHash(node)
  return node.hash
}

function blobHash(file: FileNode): string {
  if (file.kind !== 'source') return objectHash('blob', file.content)
  // Lines of code are ASCII: counting their bytes would walk through a text that is hashed anyway.
  const text = sourceText(file.language, file.lines)
  return hash('sha1', `blob ${text.length}\0${text}`, 'binary')
}

/** The bytes of a tree object, one character each. */
function treeBody(dir: Directory): string {
  let body = ''
  for (let i = 0; i < dir.names.length; i++) {
    const node = dir.nodes[i]
    if (node !== undefined) body += `${modeOf(node)} ${binaryName(dir.names[i] ?? '')}\0${binaryHash(node)}`
  }
  return body
}

/** One call per object: a `Hash` object for each would keep the garbage collector busy with thousands of native handles. */
export function objectHash(type: 'blob' | 'tree' | 'commit' | 'tag', body: string | Buffer): string {
  const header = `${type} ${Buffer.byteLength(body)}\0`
  const whole = typeof body === 'string' ? header + body : Buffer.concat([Buffer.from(header), body])
  return hash('sha1', whole, 'binary')
}

function treeHash(dir: Directory): string {
  const body = treeBody(dir)
  return hash('sha1', Buffer.from(`tree ${body.length}\0${body}`, 'latin1'), 'binary')
}

export interface Signature {
  /** `Name <address>`. */
  raw: string
  /** Seconds since the epoch. */
  seconds: number
  /** Minutes east of UTC. */
  offset: number
}

export function commitBody(
  tree: string,
  parents: readonly string[],
  author: Signature,
  committer: Signature,
  message: string,
) {
  let body = `tree ${tree}\n`
  for (const parent of parents) body += `parent ${parent}\n`
  return `${body}author ${signature(author)}\ncommitter ${signature(committer)}\n\n${message}`
}

export function tagBody(target: string, name: string, tagger: Signature, message: string): string {
  return `object ${target}\ntype commit\ntag ${name}\ntagger ${signature(tagger)}\n\n${message}`
}

export function signature({ raw, seconds, offset }: Signature): string {
  const size = Math.abs(offset)
  const digits = String(Math.floor(size / 60) * 100 + (size % 60)).padStart(4, '0')
  return `${raw} ${seconds} ${offset < 0 ? '-' : '+'}${digits}`
}
