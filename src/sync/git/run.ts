import { existsSync } from 'node:fs'
import type { Readable, Writable } from 'node:stream'
import { Failure } from '../../errors.ts'
import { launchGit } from './launch.ts'

export interface Command {
  readonly directory: string
  readonly environment: NodeJS.ProcessEnv
  readonly arguments: readonly string[]
  readonly input?: string
  readonly signal?: AbortSignal
}

/** What git said on its way out with an error. */
export class GitError extends Error {
  readonly #command: string
  readonly complaint: string

  constructor(command: string, complaint: string) {
    super(`git ${command}: ${complaint}`)
    this.name = 'GitError'
    this.#command = command
    this.complaint = complaint
  }

  mapped(change: (complaint: string) => string): GitError {
    return new GitError(this.#command, change(this.complaint))
  }
}

/** A git that runs. */
export interface Running {
  readonly input: Writable
  readonly output: Readable
  /** Ends with it; throws what git said when it failed, or why it could not even be started. */
  readonly ended: Promise<void>
  kill(): void
}

const crashes: ReadonlySet<string> = new Set(['SIGBUS', 'SIGSEGV', 'SIGABRT', 'SIGILL', 'SIGFPE'])

export async function startGit(command: Omit<Command, 'input'>): Promise<Running> {
  const { directory, environment, arguments: args, signal } = command
  signal?.throwIfAborted()
  const { socket, ended, kill } = await launchGit({ directory, environment, arguments: args })
  const leave = () => {
    kill()
    socket.destroy()
  }
  signal?.addEventListener('abort', leave)
  const done = ended.then(({ code, signal: endedBy, complaint, failure }) => {
    signal?.removeEventListener('abort', leave)
    signal?.throwIfAborted()
    if (failure === 'ENOENT' && existsSync(directory))
      throw new Failure('git_missing', { detail: 'There is no git on the search path.' })
    // It reads packs as if they were memory, and ends so where one is shorter than it has to be.
    if (crashes.has(endedBy ?? '')) throw new GitError(args[0] ?? '', `it crashed with ${endedBy}`)
    // A git that somebody ended says nothing about the mirror.
    if (failure !== undefined || code === null)
      throw new Error(`git ${args[0]} was ended: ${failure ?? 'by a signal'}`)
    if (code !== 0) throw new GitError(args[0] ?? '', complaint.trim() || `exit code ${code}`)
  })
  done.catch(() => {})
  return { input: socket, output: socket, ended: done, kill: leave }
}

/** Runs git and hands over its output as it comes; throws after the output when git failed. */
async function* streamGit(command: Command): AsyncGenerator<Buffer> {
  const { input, output, ended, kill } = await startGit(command)
  // Nothing is written where there is nothing to read: git may have ended already, and what it said would be lost.
  if (command.input) input.end(command.input)
  else input.end()
  try {
    yield* output as Readable & AsyncIterable<Buffer>
    await ended
  } catch (error) {
    // Why it was cut off says more than that it was.
    if (input.destroyed) await ended
    throw error
  } finally {
    kill()
  }
}

export async function runGit(command: Command): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of streamGit(command)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** Pieces of the output between a separator, without it. */
export async function* pieces(command: Command, separator: '\n' | '\0'): AsyncGenerator<Buffer> {
  const end = separator.charCodeAt(0)
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of streamGit(command)) {
    const text = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    let start = 0
    for (let at = text.indexOf(end); at >= 0; at = text.indexOf(end, start)) {
      yield text.subarray(start, at)
      start = at + 1
    }
    rest = text.subarray(start)
  }
  if (rest.length > 0) yield rest
}

/**
 * Versions that know GIT_NO_LAZY_FETCH, by their release notes: without it a look at one blob would be a request.
 * http.curloptResolve, which pins addresses, is older.
 */
const firstPatch: Readonly<Record<number, number>> = { 39: 4, 40: 2, 41: 1, 42: 2, 43: 4, 44: 1 }

let isChecked = false

/** Throws `git_missing` with what is lacking. The git of a process that was good once is not looked at again. */
export async function checkGit(base: Pick<Command, 'directory' | 'environment'>): Promise<void> {
  if (isChecked) return
  const said = (await runGit({ ...base, arguments: ['--version'] })).toString().trim()
  isChecked = isNewEnough(said)
  if (isChecked) return
  throw new Failure('git_missing', { detail: `It is ${said}; 2.39.4 or newer is needed.` })
}

export function isNewEnough(said: string): boolean {
  const [, major = 0, minor = 0, patch = 0] = (/(\d+)\.(\d+)(?:\.(\d+))?/.exec(said) ?? []).map(Number)
  return (
    major > 2 || (major === 2 && (minor > 44 || patch >= (firstPatch[minor] ?? Number.POSITIVE_INFINITY)))
  )
}
