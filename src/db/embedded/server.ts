import { type ChildProcess, execFileSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type ErrorCode, Failure } from '../../errors.ts'
import type { Log } from '../../log.ts'
import type { Binaries } from './binaries.ts'
import type { Identity } from './identity.ts'
import { guard, launch } from './process.ts'

export interface Server {
  readonly pid: number
  /** Resolves when the server ends without having been told to. */
  readonly lost: Promise<Failure>
  /** Orderly; after `patience` milliseconds at once, which the next start recovers from. */
  stop(patience?: number): Promise<void>
}

interface Launch {
  readonly binaries: Binaries
  readonly identity: Identity
  readonly directory: string
  readonly settings: Readonly<Record<string, string>>
  readonly log?: Log | undefined
  readonly signal?: AbortSignal | undefined
}

/** Recovery after a crash replays at most max_wal_size; on a slow disk that takes minutes. */
const longestStart = 10 * 60_000

/** Worth a line in our log. An ERROR is told to the client that caused it; a closed pool's last words are not news. */
const telling = /^(WARNING|PANIC):|^FATAL:(?!\s+terminating connection due to administrator command)/

/** What PostgreSQL says when its files, not the machine, are at fault; the first that fits. */
const verdicts: readonly { readonly code: ErrorCode; readonly says: RegExp }[] = [
  { code: 'data_unwritable', says: /^(PANIC|FATAL):.*(Permission denied|wrong ownership|Read-only)/m },
  {
    code: 'data_damaged',
    says: /^(PANIC|FATAL):.*(control file|checkpoint|could not (open|read) (file|directory)|incompatible with server)/m,
  },
]

/** Starts the server on a finished directory; resolves when it takes connections. */
export async function startServer(options: Launch): Promise<Server> {
  await clearPostmaster(options.directory)
  const settings = Object.entries(options.settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = launch(options.binaries, options.identity, options.binaries.postgres, [
    '-D',
    options.directory,
    ...settings,
  ])
  const said = listenTo(child, options.log)
  const ended = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      said.push(error.message)
      resolve()
    })
    child.once('close', () => resolve())
  })
  const watch = child.pid === undefined ? null : guard(child.pid)
  const lost = ended.then(() => {
    watch?.kill('SIGKILL')
    return failure(said)
  })
  await ready(options, child, lost)
  return { pid: child.pid ?? 0, lost, stop: (patience) => stop(child, ended, patience) }
}

function listenTo(child: ChildProcess, log: Log | undefined): string[] {
  const said: string[] = []
  child.stdout?.resume()
  child.stderr?.on('data', (chunk: Buffer) => {
    for (const line of chunk.toString().split('\n')) {
      if (line.trim() === '') continue
      said.push(line)
      if (said.length > 20) said.shift()
      if (telling.test(line)) log?.warn({ postgres: line }, 'postgres')
      else log?.debug({ postgres: line }, 'postgres')
    }
  })
  return said
}

function failure(said: readonly string[]): Failure {
  const text = said.join('\n')
  const reasons = said.filter((line) => /^(FATAL|PANIC|HINT|DETAIL|.*error)/.test(line))
  const detail = `PostgreSQL said: ${(reasons.length > 0 ? reasons : said).join(' ') || 'nothing'}`
  return new Failure(verdicts.find(({ says }) => says.test(text))?.code ?? 'postgres_failed', { detail })
}

/** The last line of postmaster.pid turns "ready" once connections are taken (pg_ctl looks there too). */
async function ready(options: Launch, child: ChildProcess, lost: Promise<Failure>): Promise<void> {
  let over: Failure | null = null
  void lost.then((reason) => {
    over = reason
  })
  const deadline = Date.now() + longestStart
  while (!isReady(options.directory, child.pid)) {
    if (over) throw over
    if (options.signal?.aborted || Date.now() > deadline) {
      await stop(child, lost)
      throw new Failure('postgres_failed', { detail: 'It was stopped before it was ready.' })
    }
    await pause(15)
  }
}

function isReady(directory: string, pid: number | undefined): boolean {
  const lines = postmasterLines(directory)
  return lines[7]?.trim() === 'ready' && lines[0]?.trim() === String(pid)
}

function postmasterLines(directory: string): string[] {
  try {
    return readFileSync(join(directory, 'postmaster.pid'), 'utf8').split('\n')
  } catch {
    return []
  }
}

async function stop(child: ChildProcess, ended: Promise<unknown>, patience = 8000): Promise<void> {
  child.kill('SIGINT')
  const timer = setTimeout(() => child.kill('SIGQUIT'), patience)
  await ended
  clearTimeout(timer)
}

/**
 * What an earlier server left: we hold the lock of the directory, so its Windlass is dead. The server itself may still
 * be on its way out; if its process id belongs to another program by now, the file is stale.
 */
async function clearPostmaster(directory: string): Promise<void> {
  const deadline = Date.now() + 15_000
  for (;;) {
    const pid = Number(postmasterLines(directory)[0])
    if (!pid || !serves(pid, directory)) break
    if (Date.now() > deadline) {
      throw new Failure('data_locked', { detail: `PostgreSQL with the process id ${pid} does not end.` })
    }
    interrupt(pid)
    await pause(50)
  }
  rmSync(join(directory, 'postmaster.pid'), { force: true })
}

function interrupt(pid: number): void {
  try {
    process.kill(pid, 'SIGINT')
  } catch {
    // It has just ended, or is another user's: the deadline tells.
  }
}

function serves(pid: number, directory: string): boolean {
  const command = commandLine(pid)
  return command.includes('postgres') && command.includes(directory)
}

function commandLine(pid: number): string {
  if (existsSync('/proc/self/cmdline')) {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
    } catch {
      return ''
    }
  }
  try {
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
  } catch {
    return ''
  }
}
