import {
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

/** A holder shows itself alive every second; after ten without a sign it is dead, whoever has its process id now. */
const beat = 1000
const patience = 10 * beat

/** Runs `work` while no other process does; the file holds the process id of the one that does. */
export async function withLock(path, work) {
  mkdirSync(dirname(path), { recursive: true })
  let told = false
  while (!take(path)) {
    if (!told) console.error('Waiting for another start that is installing or building…')
    told = true
    await pause(200)
  }
  const timer = setInterval(() => utimesSync(path, new Date(), new Date()), beat)
  const release = () => rmSync(path, { force: true })
  process.once('exit', release)
  try {
    return await work()
  } finally {
    clearInterval(timer)
    process.removeListener('exit', release)
    release()
  }
}

/** Linked into place with its content: nobody sees the file empty. */
function take(path) {
  const own = `${path}.${process.pid}`
  writeFileSync(own, String(process.pid))
  try {
    linkSync(own, path)
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    removeIfStale(path)
    return false
  } finally {
    rmSync(own, { force: true })
  }
}

/** Moved aside first: whoever was quicker has put a fresh lock in its place. */
function removeIfStale(path) {
  if (holds(path)) return
  const aside = `${path}.stale-${process.pid}`
  try {
    renameSync(path, aside)
  } catch {
    return
  }
  if (holds(aside)) renameSync(aside, path)
  else rmSync(aside, { force: true })
}

function holds(path) {
  try {
    return Date.now() - statSync(path).mtimeMs < patience && isAlive(Number(readFileSync(path, 'utf8')))
  } catch {
    return false
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
