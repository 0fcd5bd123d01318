import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { type Dispatcher, request } from 'undici'
import { Failure } from '../../errors.ts'

/** The largest pages seen hold 50 pull requests with descriptions of 32 KB at most, some 2 MB. */
const largestBody = 32 * 1024 * 1024
/** A lease of the ledger ends after 60 s; the request it was for has to be over by then. */
const deadlineMs = 50_000

export interface Exchanged {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
  /** Bytes on the wire, before they were unpacked. */
  readonly bytes: number
}

/** Why no answer came. `sent` is false when Bitbucket cannot have seen the request. */
export interface Lost {
  readonly reason: 'dns' | 'refused' | 'tls' | 'timeout' | 'reset' | 'proxy'
  readonly sent: boolean
  readonly detail: string
}

/** How a request asks, other than by GET. */
export interface Sent {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly body?: string
}

/** One request and its answer, whatever the status. Throws `Failure` for a body that cannot be taken. */
export async function exchange(
  dispatcher: Dispatcher,
  url: URL,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal | undefined,
  sent: Sent = { method: 'GET' },
): Promise<Exchanged | Lost> {
  const deadline = AbortSignal.timeout(deadlineMs)
  const until = signal === undefined ? deadline : AbortSignal.any([signal, deadline])
  try {
    const answer = await request(url, { dispatcher, headers, signal: until, headersTimeout: 30_000, ...sent })
    const flat = flatten(answer.headers)
    const { body, bytes } = await readBody(answer.body, flat['content-encoding'], answer.statusCode)
    return { status: answer.statusCode, headers: flat, body, bytes }
  } catch (error) {
    if (error instanceof Failure) throw error
    if (signal?.aborted) throw signal.reason
    return lost(error)
  }
}

function flatten(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const flat: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name] = typeof value === 'string' ? value : value.join(', ')
  }
  return flat
}

/** Unpacks as it reads: a small body that grows without end is cut off at the same size as a large one. */
async function readBody(
  wire: Readable,
  encoding: string | undefined,
  status: number,
): Promise<{ body: Buffer; bytes: number }> {
  const unpacking = encoding === 'gzip' ? createGunzip() : undefined
  const plain = unpacking === undefined ? wire : wire.pipe(unpacking)
  if (unpacking) wire.on('error', (error) => unpacking.destroy(error))
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of plain as AsyncIterable<Buffer>) {
      size += chunk.length
      chunks.push(chunk)
      if (size > largestBody) throw tooLarge(chunks, status)
    }
  } catch (error) {
    const code = (error as { code?: string }).code ?? ''
    if (code.startsWith('Z_')) throw unreadable('It cannot be unpacked.', Buffer.concat(chunks), status)
    throw error
  } finally {
    wire.destroy()
  }
  return { body: Buffer.concat(chunks), bytes: unpacking?.bytesWritten ?? size }
}

function tooLarge(chunks: readonly Buffer[], status: number): Failure {
  const megabytes = largestBody / 1024 / 1024
  return unreadable(`It is larger than ${megabytes} MB.`, Buffer.concat(chunks.slice(0, 2)), status)
}

/** What was said is kept as far as a person needs it to see who said it. */
export function unreadable(detail: string, body: Buffer, status: number | null): Failure {
  return new Failure('source_unreadable', {
    detail,
    data: { status, excerpt: body.subarray(0, 2048).toString('utf8') },
  })
}

function lost(error: unknown): Lost {
  const { code, name, message, cause } = error as {
    code?: string
    name?: string
    message?: string
    cause?: unknown
  }
  if (cause instanceof Failure) throw cause
  const detail = code ?? message ?? 'unknown'
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return { reason: 'dns', sent: false, detail }
  if (code === 'ECONNREFUSED' || code === 'EHOSTUNREACH' || code === 'ENETUNREACH')
    return { reason: 'refused', sent: false, detail }
  if (code === 'UND_ERR_CONNECT_TIMEOUT') return { reason: 'timeout', sent: false, detail }
  if (name === 'TimeoutError' || /TIMEOUT|ETIMEDOUT/.test(code ?? ''))
    return { reason: 'timeout', sent: true, detail }
  if (/CERT|TLS|SSL|EPROTO|UNABLE_TO|SELF_SIGNED/.test(code ?? ''))
    return { reason: 'tls', sent: false, detail }
  if (/proxy/i.test(message ?? '')) return { reason: 'proxy', sent: false, detail: message ?? detail }
  return { reason: 'reset', sent: true, detail }
}
