import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs'
import { userInfo } from 'node:os'
import { dirname } from 'node:path'
import type { Config } from '../../config.ts'
import { readRunState } from '../installation/run-state.ts'
import { attention, bad, type Finding, ok } from './finding.ts'

const gigabyte = 1024 ** 3

/** PostgreSQL stops when its disk is full, and recovery needs room for the log it replays (2 GB at most). */
const leastFree = 2 * gigabyte
const wishedFree = 10 * gigabyte

/** What can be told without the database: Node.js, the data directory, the disk, the process that runs. */
export async function checkMachine(config: Config): Promise<Finding[]> {
  return [
    ok('node', `Node.js ${process.versions.node} on ${process.platform} ${process.arch}`),
    checkData(config.dataDirectory),
    checkDisk(config.dataDirectory),
    await checkServer(config.dataDirectory),
  ]
}

function checkData(directory: string): Finding {
  const found = statSync(directory, { throwIfNoEntry: false })
  if (!found) return ok('data', `${directory} does not exist yet; the first start makes it.`)
  if (!found.isDirectory())
    return bad('data', `${directory} is a file.`, 'Name a directory with WINDLASS_DATA.')
  if (!isWritable(directory)) {
    return bad(
      'data',
      `${directory} cannot be written by ${userName()}; it belongs to the user ${found.uid}.`,
      `Run Windlass as that user, or: chown -R ${userName()} ${directory}`,
    )
  }
  if ((found.mode & 0o066) !== 0) {
    return attention(
      'data',
      `Other users of this machine can read or write in ${directory}.`,
      `chmod 700 ${directory}`,
    )
  }
  return ok('data', `${directory}, writable, closed to other users`)
}

function checkDisk(directory: string): Finding {
  const { bavail, bsize } = statfsSync(existingParent(directory))
  const free = bavail * bsize
  const found = `${(free / gigabyte).toFixed(1)} GB free below ${directory}`
  if (free < leastFree)
    return bad('disk', found, 'Free some space, or move the data directory: PostgreSQL stops on a full disk.')
  if (free < wishedFree)
    return attention('disk', found, 'Plan for 10 GB and more once repositories are collected.')
  return ok('disk', found)
}

async function checkServer(directory: string): Promise<Finding> {
  const state = readRunState(directory)
  if (!state) return ok('server', 'does not run on this data directory')
  try {
    const answer = await fetch(`${state.url}/readyz`, { signal: AbortSignal.timeout(5000) })
    if (answer.ok) return ok('server', `runs at ${state.url}, process ${state.pid}`)
    return bad(
      'server',
      `${state.url}/readyz answers ${answer.status}.`,
      'See what it says there, and the log of the server.',
    )
  } catch {
    return attention(
      'server',
      `${state.url} does not answer, though its last start did not end in order.`,
      'Start it again with `windlass start`; it recovers by itself.',
    )
  }
}

function existingParent(path: string): string {
  return existsSync(path) ? path : existingParent(dirname(path))
}

function isWritable(directory: string): boolean {
  try {
    accessSync(directory, constants.R_OK | constants.W_OK | constants.X_OK)
    return true
  } catch {
    return false
  }
}

function userName(): string {
  try {
    return userInfo().username
  } catch {
    return `the user ${process.getuid?.()}`
  }
}
