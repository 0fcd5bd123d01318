import { randomBytes } from 'node:crypto'
import { renameSync, statSync, unlinkSync } from 'node:fs'
import { connect, createServer, type Server } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { Failure } from '../../errors.ts'

export interface Lock {
  release(): Promise<void>
}

/**
 * A directory is locked by a listening Unix socket in it. The kernel says whether its holder lives, so that a holder
 * killed with -9 leaves no lock behind, and neither a reused process id nor another container can be mistaken for it.
 */
export async function lock(path: string): Promise<Lock> {
  for (let attempt = 0; attempt < 5; attempt++) {
    const server = await listen(path)
    if (server) return held(server, path)
    const holder = await readHolder(path)
    if (holder !== null) throw lockedBy(holder)
    await removeStale(path)
  }
  throw new Failure('data_locked', { detail: 'Several instances are starting in it at once.' })
}

/** What the process that holds the lock says about itself; null when nobody holds it. */
export async function readHolder(path: string): Promise<string | null> {
  const first = await ask(path)
  if (first !== null) return first
  // Between its bind() and its listen() a new holder refuses connections too.
  await pause(50)
  return ask(path)
}

function lockedBy(holder: string): Failure {
  return new Failure('data_locked', {
    detail: holder === '' ? 'It does not answer.' : `It has the process id ${holder}.`,
  })
}

async function held(server: Server, path: string): Promise<Lock> {
  const own = statSync(path).ino
  // Somebody who took us for a stale lock puts our socket back within this time, over whoever came meanwhile.
  await pause(30)
  if (inode(path) !== own) {
    server.close()
    throw new Failure('data_locked', { detail: 'Several instances are starting in it at once.' })
  }
  server.unref()
  return { release: () => new Promise((resolve) => server.close(() => resolve())) }
}

function listen(path: string): Promise<Server | null> {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy())
    socket.end(String(process.pid))
  })
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(null)
      else reject(new Failure('data_unwritable', { detail: `${error.message}.`, cause: error }))
    })
    server.listen(path, () => resolve(server))
  })
}

function ask(path: string): Promise<string | null> {
  return new Promise((resolve) => {
    let said = ''
    const socket = connect(path)
    // A holder that was stopped (SIGSTOP) accepts, by its backlog, and says nothing: it still holds the lock.
    socket.setTimeout(500, () => socket.destroy())
    socket.once('error', () => resolve(null))
    socket.on('data', (chunk) => {
      said += String(chunk)
    })
    socket.once('close', () => resolve(said))
  })
}

/** Moved aside before it is removed: were it a lock just taken, removing it would let two holders in. */
async function removeStale(path: string): Promise<void> {
  const aside = `${path}.${randomBytes(6).toString('hex')}`
  try {
    renameSync(path, aside)
  } catch {
    return
  }
  const holder = await ask(aside)
  if (holder === null) return unlinkSync(aside)
  renameSync(aside, path)
  throw lockedBy(holder)
}

function inode(path: string): number | null {
  return statSync(path, { throwIfNoEntry: false })?.ino ?? null
}
