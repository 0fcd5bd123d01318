import { deflateRawSync, inflateRawSync } from 'node:zlib'

/** JSON as the source sent it, as far as a parser keeps it; the binary column also holds the NUL that jsonb refuses. */
export function deflate(json: string): Buffer {
  return deflateRawSync(json, fast)
}

/** A record is small: most of what the default settings cost is their window and their tables, made for each anew. */
const fast = { level: 1, windowBits: 13, memLevel: 6 }

export function inflate(payload: Buffer): unknown {
  return JSON.parse(inflateRawSync(payload).toString('utf8'))
}
