import type { IncomingMessage } from 'node:http'

const mostBytes = 4 * 1024 * 1024

// Undefined when the body is larger than anything the simulator takes.
export async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    const part = Buffer.from(chunk)
    size += part.length
    if (size > mostBytes) return undefined
    chunks.push(part)
  }
  return Buffer.concat(chunks)
}
