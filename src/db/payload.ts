import { deflateRawSync, inflateRawSync } from 'node:zlib'

/** JSON as the source sent it, as far as a parser keeps it; the binary column also holds the NUL that jsonb refuses. */
export function deflate(item: unknown): Buffer {
  return deflateRawSync(JSON.stringify(item) ?? 'null')
}

export function inflate(payload: Buffer): unknown {
  return JSON.parse(inflateRawSync(payload).toString('utf8'))
}
