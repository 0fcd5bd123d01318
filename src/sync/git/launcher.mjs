/**
 * Starts git for a process that is too large to start it itself, see `launch.ts`. Plain JavaScript, so that it runs as
 * it lies, whether Windlass was built or is run from its sources.
 */
import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'

const directory = String(process.argv[2])
const longestComplaint = 4_000
/** @type {Map<number, import('node:child_process').ChildProcess>} */
const running = new Map()

const server = createServer({ pauseOnConnect: true }, (socket) => {
  let said = ''
  socket.setEncoding('utf8')
  socket.on('error', () => socket.destroy())
  socket.on('data', (text) => {
    said += text
    // What follows is for git: it is sent when this was answered.
    if (said.endsWith('\n')) launch(JSON.parse(said), socket)
  })
  socket.resume()
})

/**
 * The connection becomes what git reads and writes.
 * @param {import('./launch.ts').Launch} command
 * @param {import('node:net').Socket} socket
 */
function launch({ id, directory: cwd, environment, arguments: args }, socket) {
  // In one go: what comes in answer to the line must be read by git and not here.
  socket.write('\n')
  const child = spawn('git', args, { cwd, env: environment, stdio: [socket, socket, 'pipe'] })
  socket.removeAllListeners('data')
  socket.destroy()
  running.set(id, child)
  let complaint = ''
  child.stderr?.setEncoding('utf8').on('data', (text) => {
    complaint = (complaint + text).slice(-longestComplaint)
  })
  child.on('error', ({ message, ...error }) => {
    process.send?.({ id, complaint: message, failure: 'code' in error ? error.code : 'unknown' })
  })
  child.on('close', (code, signal) => {
    running.delete(id)
    process.send?.({ id, code, signal, complaint })
  })
}

process.on('message', (message) => {
  running.get(/** @type {{ kill: number }} */ (message).kill)?.kill()
})
// Whoever wanted an answer is gone.
process.on('disconnect', () => {
  for (const child of running.values()) child.kill()
  rmSync(directory, { recursive: true, force: true })
  process.exit()
})
// They are for the one who started this, who says what becomes of git.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => {})

server.listen(join(directory, 'socket'), () => process.send?.('ready'))
