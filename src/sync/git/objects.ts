import { TextDecoder } from 'node:util'
import { type Command, streamGit } from './run.ts'

export interface GitObject {
  readonly hash: string
  readonly type: string
  readonly content: Buffer
}

/**
 * Reads objects exactly as they are stored, in the order asked for; those that are missing are left out. `line` names
 * one object a line.
 */
export async function* readObjects(
  base: Pick<Command, 'directory' | 'environment'>,
  names: Iterable<string>,
): AsyncGenerator<GitObject> {
  const input = [...names].map((name) => `${name}\n`).join('')
  if (input === '') return
  const output = streamGit({ ...base, arguments: ['cat-file', '--batch', '--buffer'], input })
  let held: Buffer = Buffer.alloc(0)
  let waiting: { hash: string; type: string; size: number } | undefined
  for await (const chunk of output) {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk])
    for (;;) {
      if (waiting === undefined) {
        const end = held.indexOf(10)
        if (end < 0) break
        const [hash = '', type = '', size] = held.subarray(0, end).toString().split(' ')
        held = held.subarray(end + 1)
        if (size !== undefined && /^\d+$/.test(size)) waiting = { hash, type, size: Number(size) }
        continue
      }
      const { hash, type, size } = waiting
      if (held.length <= size) break
      yield { hash, type, content: Buffer.from(held.subarray(0, size)) }
      held = held.subarray(size + 1)
      waiting = undefined
    }
  }
}

/** Headers of a commit or tag, and the text that follows them. */
export interface Parsed {
  readonly headers: ReadonlyMap<string, readonly string[]>
  readonly message: string
}

/** A header continues on lines that begin with a space, as signatures do. */
export function parseObject(content: Buffer): Parsed {
  const end = content.indexOf('\n\n')
  const head = end < 0 ? content : content.subarray(0, end)
  const body = end < 0 ? Buffer.alloc(0) : content.subarray(end + 2)
  const headers = new Map<string, string[]>()
  const encoding = /^encoding (.+)$/m.exec(head.toString('latin1'))?.[1] ?? 'utf-8'
  for (const line of text(head, encoding).split('\n')) {
    if (line.startsWith(' ')) continue
    const space = line.indexOf(' ')
    const [name, value] = [line.slice(0, space), line.slice(space + 1)]
    headers.set(name, [...(headers.get(name) ?? []), value])
  }
  return { headers, message: text(body, encoding) }
}

export interface Signature {
  /** Name and address. */
  readonly raw: string
  readonly at: Date
}

/** Latest time that both PostgreSQL and people take for a date. */
const latestSeconds = Date.UTC(9999, 11, 31) / 1000

export function parseSignature(line: string | undefined): Signature {
  const [, raw = line ?? '', seconds = '0'] = /^(.*?) ?(-?\d+) [+-]\d{4,}$/.exec(line ?? '') ?? []
  const at = Math.min(Math.max(Number(seconds), 0), latestSeconds)
  return { raw, at: new Date(at * 1000) }
}

/** PostgreSQL keeps no NUL in text. */
export function text(bytes: Buffer, encoding = 'utf-8'): string {
  return decoder(encoding).decode(bytes).replaceAll('\u0000', '\ufffd')
}

function decoder(encoding: string): TextDecoder {
  try {
    return new TextDecoder(encoding, { ignoreBOM: true })
  } catch {
    return new TextDecoder('utf-8', { ignoreBOM: true })
  }
}
