import { createGzip } from 'node:zlib'

// Gzip members may be concatenated: one megabyte is packed once (about a kilobyte) and repeated.
export async function gzipBomb(megabytes: number): Promise<Buffer> {
  const gzip = createGzip({ level: 9 })
  const chunks: Buffer[] = []
  gzip.end(Buffer.alloc(1024 * 1024, ' '))
  for await (const chunk of gzip) chunks.push(Buffer.from(chunk))
  const member = Buffer.concat(chunks)
  return Buffer.concat(Array.from({ length: megabytes }, () => member))
}
