/** Smart HTTP through git's own CGI program. Who may read, and what it counts for, is decided before. */
import { spawn } from 'node:child_process'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { basename, dirname } from 'node:path'
import type { Uuid } from '../world/model.ts'
import { GIT_ENVIRONMENT } from './run.ts'
import type { GitStore } from './store.ts'

export interface GitExchange {
  status: number
  /** Bytes of the body sent. */
  bytes: number
}

/** `path` is what follows `….git`, with its query: `/info/refs?service=git-upload-pack` or `/git-upload-pack`. */
export async function handleGit(
  store: GitStore,
  repository: Uuid,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<GitExchange> {
  const { directory, done } = await store.open(repository)
  try {
    return await exchange(directory, path, request, response)
  } finally {
    done()
  }
}

function exchange(
  directory: string,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<GitExchange> {
  const child = spawn('git', ['http-backend'], { env: cgiEnvironment(directory, path, request) })
  const sent: GitExchange = { status: 500, bytes: 0 }
  let head: Buffer | null = Buffer.alloc(0)
  request.pipe(child.stdin)
  // The client may leave, or git may answer before it has read everything.
  child.stdin.on('error', () => undefined)
  response.on('close', () => child.kill())
  child.stderr.resume()
  child.stdout.on('data', (chunk: Buffer) => {
    let body = chunk
    if (head !== null) {
      head = Buffer.concat([head, chunk])
      const end = head.indexOf('\r\n\r\n')
      if (end < 0) return
      sent.status = writeHead(response, head.subarray(0, end).toString('latin1'))
      body = head.subarray(end + 4)
      head = null
    }
    sent.bytes += body.length
    if (body.length > 0 && !response.write(body)) {
      child.stdout.pause()
      response.once('drain', () => child.stdout.resume())
    }
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', () => {
      if (head !== null && !response.headersSent) response.writeHead(500)
      response.end()
      resolve(sent)
    })
  })
}

function cgiEnvironment(directory: string, path: string, request: IncomingMessage): NodeJS.ProcessEnv {
  const [pathInfo = '', query = ''] = path.split('?')
  const header = (name: string) => request.headers[name]?.toString() ?? ''
  return {
    PATH: process.env.PATH,
    ...GIT_ENVIRONMENT,
    GIT_PROJECT_ROOT: dirname(directory),
    GIT_HTTP_EXPORT_ALL: '1',
    PATH_INFO: `/${basename(directory)}${pathInfo}`,
    QUERY_STRING: query,
    REQUEST_METHOD: request.method ?? 'GET',
    CONTENT_TYPE: header('content-type'),
    HTTP_CONTENT_ENCODING: header('content-encoding'),
    // Absent for chunked bodies; git then reads to the end.
    ...(header('content-length') === '' ? {} : { CONTENT_LENGTH: header('content-length') }),
    GIT_PROTOCOL: header('git-protocol'),
    REMOTE_ADDR: request.socket.remoteAddress ?? '',
  }
}

function writeHead(response: ServerResponse, head: string): number {
  let status = 200
  for (const line of head.split('\r\n')) {
    const colon = line.indexOf(':')
    const name = line.slice(0, colon)
    const value = line.slice(colon + 1).trim()
    if (name.toLowerCase() === 'status') status = Number.parseInt(value, 10)
    else response.setHeader(name, value)
  }
  response.writeHead(status)
  return status
}
