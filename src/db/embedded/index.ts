import { createHash } from 'node:crypto'
import { chmodSync, chownSync, existsSync, lstatSync, mkdirSync, realpathSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { Failure } from '../../errors.ts'
import type { Log } from '../../log.ts'
import { findBinaries } from './binaries.ts'
import { initialise, inspect, owner } from './directory.ts'
import { chooseIdentity, type Identity } from './identity.ts'
import { lock, readHolder } from './lock.ts'
import { type Server, startServer } from './server.ts'
import { serverSettings } from './settings.ts'

export interface EmbeddedPostgres {
  readonly url: string
  readonly pid: number
  /** Resolves with the reason when the server ends without having been stopped. */
  readonly lost: Promise<Failure>
  /** Orderly; after `patience` milliseconds at once, which the next start recovers from. */
  stop(patience?: number): Promise<void>
}

interface Options {
  readonly dataDirectory: string
  readonly log?: Log | undefined
  /** Ends a start that is under way, for example a long recovery. */
  readonly signal?: AbortSignal | undefined
  /** Settings of PostgreSQL that win over ours. */
  readonly settings?: Readonly<Record<string, string>>
}

/** A Unix socket's path holds 107 bytes on Linux and 103 on macOS. */
const longestSocketPath = 103

/** Starts the bundled PostgreSQL on the data directory, which it makes and locks. */
export async function startPostgres(options: Options): Promise<EmbeddedPostgres> {
  const dataDirectory = makeDirectory(options.dataDirectory)
  const run = runDirectory(dataDirectory)
  const held = await lock(join(run, 'lock'))
  try {
    const server = await startLocked(options, dataDirectory, run)
    const url = connectionUrl(run)
    await createDatabase(url).catch(async (error: unknown) => {
      await server.stop()
      throw error
    })
    return {
      url,
      pid: server.pid,
      lost: server.lost,
      async stop(patience) {
        await server.stop(patience)
        await held.release()
      },
    }
  } catch (error) {
    await held.release()
    throw isRefusal(error)
      ? new Failure('data_unwritable', { detail: `${error.message}.`, cause: error })
      : error
  }
}

/** The file system said no. */
function isRefusal(error: unknown): error is NodeJS.ErrnoException {
  const codes = ['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT']
  return error instanceof Error && codes.includes(String((error as NodeJS.ErrnoException).code))
}

/** The address of the server that another process of ours runs on this data directory, if one does. */
export async function runningPostgres(dataDirectory: string): Promise<string | null> {
  if (!existsSync(dataDirectory)) return null
  const run = runDirectory(realpathSync(dataDirectory))
  return (await readHolder(join(run, 'lock'))) === null ? null : connectionUrl(run)
}

async function startLocked(options: Options, dataDirectory: string, run: string): Promise<Server> {
  const directory = join(dataDirectory, 'postgres')
  const sockets = join(run, 'postgres')
  const binaries = findBinaries(join(run, 'lib'))
  const state = inspect(directory)
  const identity = chooseIdentity(binaries, dataDirectory, directory)
  prepareSockets(sockets, run, identity)
  if (state === 'empty') await initialise(binaries, identity, directory)
  const settings = { ...serverSettings(sockets), ...options.settings }
  return startServer({ binaries, identity, directory, settings, log: options.log, signal: options.signal })
}

function makeDirectory(path: string): string {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
    return realpathSync(path)
  } catch (cause) {
    throw new Failure('data_unwritable', { detail: `${(cause as Error).message}.`, cause })
  }
}

/** Where the lock and the sockets lie: in the data directory, or where its path is too long, in a short one. */
function runDirectory(dataDirectory: string): string {
  const own = join(dataDirectory, 'run')
  if (Buffer.byteLength(join(own, 'postgres', '.s.PGSQL.5432')) <= longestSocketPath)
    return privateDirectory(own)
  const hash = createHash('sha256').update(dataDirectory).digest('hex').slice(0, 16)
  return privateDirectory(join(tmpdir(), `windlass-${hash}`))
}

function privateDirectory(path: string): string {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
  } catch (cause) {
    throw new Failure('data_unwritable', { detail: `${(cause as Error).message}.`, cause })
  }
  const found = lstatSync(path)
  // In a shared directory somebody else may have made it first, to read what we put there.
  if (found.isDirectory() && found.uid === process.getuid?.()) return path
  throw new Failure('data_unwritable', { detail: `${path} belongs to another user.` })
}

function prepareSockets(sockets: string, run: string, identity: Identity): void {
  mkdirSync(sockets, { recursive: true, mode: 0o700 })
  if (!identity.user) return
  chmodSync(run, 0o711)
  chownSync(sockets, identity.user.uid, identity.user.gid)
}

/** The host in the query wins over the one in front, which is there because an address needs one. */
function connectionUrl(run: string, database = owner): string {
  return `postgres://${owner}@localhost:5432/${database}?host=${encodeURIComponent(join(run, 'postgres'))}`
}

async function createDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url.replace(`/${owner}?`, '/postgres?') })
  await client.connect()
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [owner])
    if (found.rowCount === 0) await client.query(`create database ${owner}`)
  } finally {
    await client.end()
  }
}
