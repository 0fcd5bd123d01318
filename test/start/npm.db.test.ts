import { spawn } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const checkout = join(import.meta.dirname, '../..')

/** Stands where the program does: notes its flags, and that it was told to stop. */
const program = `
import { renameSync, writeFileSync } from 'node:fs'
process.on('SIGTERM', () => { writeFileSync('stopped', ''); process.exit(0) })
setInterval(() => {}, 1000)
// A file is there before its text is: it gets its name when it is whole.
writeFileSync('starting', process.argv.slice(2).join(' '))
renameSync('starting', 'started')
`

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'windlass-npm-'))
  const { scripts } = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8')) as {
    scripts: { start: string }
  }
  mkdirSync(join(root, 'bin'))
  writeFileSync(join(root, 'package.json'), JSON.stringify({ type: 'module', scripts }))
  copyFileSync(join(checkout, 'bin/start.mjs'), join(root, 'bin/start.mjs'))
  writeFileSync(join(root, 'bin/windlass.mjs'), program)
})

afterEach(() => rmSync(root, { recursive: true, force: true }))

async function appears(name: string): Promise<boolean> {
  const deadline = Date.now() + 15_000
  while (!existsSync(join(root, name)) && Date.now() < deadline) await pause(20)
  return existsSync(join(root, name))
}

describe('npm start', () => {
  it.each(['SIGTERM', 'SIGKILL'] as const)(
    'passes flags on, and stops the server when npm gets %s',
    async (signal) => {
      const npm = spawn('npm', ['start', '--silent', '--', '--port', '0'], { cwd: root, stdio: 'ignore' })
      expect(await appears('started')).toBe(true)
      expect(readFileSync(join(root, 'started'), 'utf8')).toBe('start --port 0')
      npm.kill(signal)
      expect(await appears('stopped')).toBe(true)
    },
  )
})
