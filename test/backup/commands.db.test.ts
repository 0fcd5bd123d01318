import { copyFileSync, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { inflateSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { commands } from '../../src/cli/index.ts'
import { runProgram } from '../../src/cli/program.ts'
import { keyFilePath } from '../../src/connections/key-file.ts'
import { loadKeyRing } from '../../src/connections/key-ring.ts'
import { backUp } from '../../src/db/backup/backup.ts'
import { digestBytes, magic } from '../../src/db/backup/format.ts'
import { temporaryDirectory, testDatabase } from '../postgres.ts'
import { furnish } from './installation.ts'

// Each starts a bundled server with durable writes, most of the time in initdb.
vi.setConfig({ testTimeout: 90_000 })

const root = join(import.meta.dirname, '../..')
const home = temporaryDirectory()
const file = join(home, 'windlass.backup')
const source = await testDatabase()
let key = ''
beforeAll(async () => {
  await furnish(source)
  mkdirSync(join(home, 'old'))
  const ring = await loadKeyRing({ dataDirectory: join(home, 'old'), key: undefined }, source.kysely)
  key = ring.first.id
  await backUp(source.pool, file, '1.2.3')
})
afterAll(() => source.close())

interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs the command line on a data directory below `home`, on the bundled server unless told otherwise. */
async function windlass(data: string, args: readonly string[], databaseUrl = ''): Promise<Ended> {
  process.env.WINDLASS_DATA = join(home, data)
  process.env.DATABASE_URL = databaseUrl
  const said = { stdout: '', stderr: '' }
  const stream = (name: 'stdout' | 'stderr') => ({
    write(text: string) {
      said[name] += text
    },
  })
  const streams = { stdout: stream('stdout'), stderr: stream('stderr') }
  return { code: await runProgram(commands, '1.2.3', args, streams), ...said }
}

test('an installation moves from a server of its own into the bundled one', async () => {
  const written = await windlass('old', ['backup', file], source.url)
  expect(written).toMatchObject({ code: 0, stderr: '' })
  expect(written.stdout).toContain('Secrets in it stay sealed')
  expect(statSync(file).mode & 0o777).toBe(0o600)

  const { code, stdout } = await windlass('unused', ['backup', '--verify', file, '--json'])
  expect(code).toBe(0)
  const told: unknown = JSON.parse(stdout)
  expect(told).toMatchObject({
    file,
    bytes: statSync(file).size,
    migration: expect.stringMatching(/^\d{4}_/),
  })
  // Verifying needs neither a database nor a data directory.
  expect(existsSync(join(home, 'unused'))).toBe(false)

  const restored = await windlass('new', ['restore', file, '--json'])
  expect(restored).toMatchObject({ code: 0, stderr: '' })
  const { rows } = told as { rows: number }
  expect(JSON.parse(restored.stdout)).toMatchObject({
    rows,
    applied: [],
    secrets: 'sealed',
    missing_keys: [key],
  })

  const again = await windlass('new', ['restore', file])
  expect(again).toMatchObject({ code: 5, stdout: '' })
  expect(again.stderr).toContain('already holds an installation')

  const copy = await windlass('new', ['backup', join(home, 'copy.backup'), '--json'])
  expect(JSON.parse(copy.stdout)).toMatchObject({ rows })
})

test('a restore beside the key file of the old installation says that its secrets open', async () => {
  const place = keyFilePath(join(home, 'keyed'))
  mkdirSync(dirname(place), { recursive: true, mode: 0o700 })
  copyFileSync(keyFilePath(join(home, 'old')), place)
  const { code, stdout } = await windlass('keyed', ['restore', file])
  expect(code).toBe(0)
  expect(stdout).toContain('opens its secrets')
})

test('the key is not in the file', () => {
  const secret = readFileSync(keyFilePath(join(home, 'old')), 'utf8').trim()
  const plain = inflateSync(readFileSync(file).subarray(magic.length, -digestBytes))
  expect(secret.length).toBeGreaterThan(30)
  expect(plain.includes(secret)).toBe(false)
  expect(plain.includes(key)).toBe(true)
})

test('what is no backup is refused with the exit code of the reference', async () => {
  const { code, stderr } = await windlass('none', ['restore', join(root, 'package.json')])
  expect(code).toBe(5)
  expect(stderr).toContain('is not a complete Windlass backup')
})
