import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** What is to be started. */
export interface Launch {
  readonly id: number
  readonly directory: string
  readonly environment: NodeJS.ProcessEnv
  readonly arguments: readonly string[]
}

/** How it ended; with a `failure` it did not even begin. */
interface Ended {
  readonly id: number
  readonly code: number | null
  /** What ended it, when it did not end by itself. */
  readonly signal?: string | null
  readonly complaint: string
  readonly failure?: string
}

export interface Launched {
  /** What git reads and writes. */
  readonly socket: Socket
  readonly ended: Promise<Ended>
  kill(): void
}

interface Launcher {
  readonly child: ChildProcess
  readonly address: string
  readonly waiting: Map<number, (ended: Ended) => void>
}

const program = fileURLToPath(new URL('./launcher.mjs', import.meta.url))
let launcher: Promise<Launcher> | undefined
let lastId = 0

/**
 * Starts git from a small process that lives as long as this one: to start it from here copies the tables of all memory
 * that is held, and nothing else is done meanwhile.
 */
export async function launchGit(command: Omit<Launch, 'id'>): Promise<Launched> {
  launcher ??= startLauncher().catch((error: unknown) => {
    launcher = undefined
    throw error
  })
  const { child, address, waiting } = await launcher
  lastId += 1
  const id = lastId
  const ended = new Promise<Ended>((resolve) => waiting.set(id, resolve))
  child.channel?.ref()
  const socket = connect(address)
  // git may give up before it has read everything; how it ended says more than the broken pipe.
  socket.on('error', () => socket.destroy())
  socket.write(`${JSON.stringify({ id, ...command } satisfies Launch)}\n`)
  await Promise.race([once(socket, 'readable'), once(socket, 'close')])
  socket.read(1)
  return {
    socket,
    ended,
    kill: () => {
      if (waiting.has(id) && child.connected) child.send({ kill: id })
    },
  }
}

async function startLauncher(): Promise<Launcher> {
  const directory = mkdtempSync(join(tmpdir(), 'windlass-git-'))
  const child = fork(program, [directory], {
    env: {},
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    // Ctrl-C is for us: a mirror that is being read is read to its end, or left off in order.
    detached: true,
  })
  const waiting: Launcher['waiting'] = new Map()
  const isReady = await Promise.race([
    once(child, 'message').then(() => true),
    once(child, 'exit').then(() => false),
  ])
  if (!isReady) throw new Error('The process that starts git could not be started.')
  child.on('message', (message) => {
    const ended = message as Ended
    waiting.get(ended.id)?.(ended)
    waiting.delete(ended.id)
    if (waiting.size === 0) child.channel?.unref()
  })
  child.on('exit', () => {
    launcher = undefined
    for (const [id, settle] of waiting)
      settle({ id, code: null, complaint: '', failure: 'with the process that starts it' })
    waiting.clear()
  })
  // It keeps nobody waiting: with the channel closed it ends.
  child.unref()
  child.channel?.unref()
  return { child, address: join(directory, 'socket'), waiting }
}
