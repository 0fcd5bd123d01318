import { createHash } from 'node:crypto'
import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { Answer } from './answer.ts'

// How a fault disturbs what goes over the wire.
export type Disturbance = {
  readonly delayMs?: number
  readonly keep?: number
  readonly lengthBy?: number
  readonly resetAfter?: number
  readonly skewSeconds?: number
}

const zip = promisify(gzip)
const smallestZipped = 1_000

function tagged(answer: Answer, zipped: boolean): string {
  const own = answer.headers.ETag
  if (own !== undefined) return own
  const digest = createHash('md5').update(answer.body).digest('hex')
  return zipped ? `"gz[${digest}]"` : `"${digest}"`
}

// ETag is the MD5 of the body; a matching If-None-Match answers 304, which still was a request.
export async function dressed(
  answer: Answer,
  accept: string | undefined,
  ifNoneMatch: string | undefined,
): Promise<Answer> {
  const type = answer.headers['Content-Type'] ?? ''
  const packable = type.startsWith('application/json') && answer.headers['Content-Encoding'] === undefined
  const zipped = packable && answer.body.length >= smallestZipped && /\bgzip\b/.test(accept ?? '')
  const etag = tagged(answer, zipped)
  const vary = zipped ? 'Authorization, Accept-Encoding' : 'Authorization'
  const headers = { Vary: vary, ...answer.headers, ETag: etag }
  if (answer.status === 200 && ifNoneMatch === etag)
    return { status: 304, headers: { Vary: vary, ETag: etag }, body: Buffer.alloc(0) }
  if (!zipped) return { ...answer, headers }
  const body = await zip(answer.body, { level: 1 })
  return { ...answer, headers: { ...headers, 'Content-Encoding': 'gzip' }, body }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

function sent(answer: Answer, disturbance: Disturbance): Buffer {
  const { keep } = disturbance
  return keep === undefined ? answer.body : answer.body.subarray(0, Math.floor(answer.body.length * keep))
}

// Waits whenever the socket is full.
async function stream(response: ServerResponse, answer: Answer, pieces: Iterable<string>): Promise<number> {
  response.writeHead(answer.status, answer.headers)
  let bytes = 0
  for (const piece of pieces) {
    bytes += Buffer.byteLength(piece)
    if (!response.write(piece)) await once(response, 'drain')
  }
  response.end()
  return bytes
}

// Returns the bytes of the body that left.
export async function send(
  response: ServerResponse,
  answer: Answer,
  disturbance: Disturbance,
  headOnly: boolean,
): Promise<number> {
  if (disturbance.delayMs) await pause(disturbance.delayMs)
  if (disturbance.resetAfter === 0) {
    response.destroy()
    return 0
  }
  if (answer.rest) return stream(response, answer, answer.rest)
  const body = sent(answer, disturbance)
  const bodiless = headOnly || answer.status === 304 || answer.status === 204
  const lying = disturbance.lengthBy !== undefined
  const headers: Record<string, string | number> = { ...answer.headers }
  if (answer.status !== 304) headers['Content-Length'] = body.length + (disturbance.lengthBy ?? 0)
  if (lying) headers.Connection = 'close'
  const skew = disturbance.skewSeconds
  if (skew !== undefined) headers.Date = new Date(Date.now() + skew * 1000).toUTCString()
  if (answer.reason === undefined) response.writeHead(answer.status, headers)
  else response.writeHead(answer.status, answer.reason, headers)
  if (disturbance.resetAfter !== undefined || lying) {
    const part = disturbance.resetAfter === undefined ? body : body.subarray(0, disturbance.resetAfter)
    response.write(part, () => response.destroy())
    return part.length
  }
  response.end(bodiless ? undefined : body)
  return bodiless ? 0 : body.length
}
