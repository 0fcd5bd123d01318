/** Smart HTTP around git's own upload-pack. Who may read, and what it counts for, is decided before. */
import { spawn } from 'node:child_process'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { createGunzip } from 'node:zlib'
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

/** Answers with a status of its own, or with what git says. */
async function exchange(
  directory: string,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<GitExchange> {
  const { pathname, searchParams } = new URL(path, 'http://localhost')
  const service = pathname === '/info/refs' ? searchParams.get('service') : pathname.slice(1)
  const protocol = request.headers['git-protocol']?.toString() ?? ''
  if (service === 'git-receive-pack') return refuse(response, 403)
  if (service !== 'git-upload-pack') return refuse(response, 404)
  response.setHeader('cache-control', 'no-cache, max-age=0, must-revalidate')
  if (pathname === '/info/refs') {
    if (request.method !== 'GET') return refuse(response, 405)
    const greeting = await greet(directory, protocol)
    response.setHeader('content-type', 'application/x-git-upload-pack-advertisement')
    response.end(greeting)
    return { status: 200, bytes: greeting.length }
  }
  if (request.method !== 'POST') return refuse(response, 405)
  if (request.headers['content-type'] !== 'application/x-git-upload-pack-request')
    return refuse(response, 415)
  response.setHeader('content-type', 'application/x-git-upload-pack-result')
  return serve(directory, protocol, request, response)
}

function refuse(response: ServerResponse, status: number): GitExchange {
  response.writeHead(status).end()
  return { status, bytes: 0 }
}

/** What git says of itself by protocol 2 is the same for all that are configured alike, as all of ours are. */
let ownGreeting: Promise<Buffer> | undefined

/** By the older protocols it begins with the refs. */
function greet(directory: string, protocol: string): Promise<Buffer> {
  const ask = async (head: string) =>
    Buffer.concat([
      Buffer.from(head),
      await collect(uploadPack(directory, protocol, '--http-backend-info-refs')),
    ])
  if (!/(^|:)version=2(:|$)/.test(protocol)) return ask('001e# service=git-upload-pack\n0000')
  ownGreeting ??= ask('')
  return ownGreeting
}

function uploadPack(directory: string, protocol: string, ...options: string[]) {
  const child = spawn('git', ['upload-pack', '--stateless-rpc', ...options, directory], {
    env: { PATH: process.env.PATH, ...GIT_ENVIRONMENT, GIT_PROTOCOL: protocol },
  })
  // The client may leave, or git may answer before it has read everything.
  child.stdin.on('error', () => undefined)
  child.stderr.resume()
  return child
}

async function collect(child: ReturnType<typeof uploadPack>): Promise<Buffer> {
  child.stdin.end()
  return buffer(child.stdout)
}

function serve(
  directory: string,
  protocol: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<GitExchange> {
  const child = uploadPack(directory, protocol)
  const isPacked = request.headers['content-encoding'] === 'gzip'
  const body = isPacked ? request.pipe(createGunzip()) : request
  body.on('error', () => child.kill()).pipe(child.stdin)
  response.on('close', () => child.kill())
  let bytes = 0
  child.stdout.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (response.write(chunk)) return
    child.stdout.pause()
    response.once('drain', () => child.stdout.resume())
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', () => {
      response.end()
      resolve({ status: 200, bytes })
    })
  })
}
