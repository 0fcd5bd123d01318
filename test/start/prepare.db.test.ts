import { execFile, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const bin = join(import.meta.dirname, '../../bin')

const { nodeProblem } = (await import(`${bin}/node-version.mjs`)) as {
  nodeProblem(version: string, wanted: string): string | null
}
const { packagesAreStale } = (await import(`${bin}/prepare.mjs`)) as {
  packagesAreStale(root: string): boolean
}

let root: string

/** A checkout whose compiler notes each of its runs and emits one file. */
const compiler = `
const { appendFileSync, mkdirSync, writeFileSync } = require('node:fs')
const out = process.argv.at(-1)
appendFileSync('compiled', 'x')
if (require('node:fs').readFileSync('src/main.ts', 'utf8') === 'broken') { console.error('main.ts: no'); process.exit(1) }
for (const name of ['src', 'simulator']) mkdirSync(out + '/' + name, { recursive: true })
writeFileSync(out + '/src/main.js', require('node:fs').readFileSync('src/main.ts'))
`

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'windlass-prepare-'))
  write('tsconfig.build.json', '{}')
  write('src/main.ts', 'one')
  write('node_modules/typescript/bin/tsc', compiler)
  lockFile({ '': {}, 'node_modules/a': { version: '1.0.0' } })
  installed({ 'node_modules/a': { version: '1.0.0' } })
})

afterEach(() => rmSync(root, { recursive: true, force: true }))

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}

function lockFile(packages: Record<string, unknown>): void {
  write('package-lock.json', JSON.stringify({ packages }))
}

function installed(packages: Record<string, unknown>): void {
  write('node_modules/.package-lock.json', JSON.stringify({ packages }))
}

function read(path: string): string {
  return existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : ''
}

function script(): string[] {
  const module = JSON.stringify(`${bin}/prepare.mjs`)
  return [
    '--input-type=module',
    '-e',
    `import { prepare } from ${module}; await prepare(false, ${JSON.stringify(root)})`,
  ]
}

async function prepare(): Promise<{ code: number; stderr: string }> {
  try {
    const { stderr } = await promisify(execFile)(process.execPath, script())
    return { code: 0, stderr }
  } catch (error) {
    return error as { code: number; stderr: string }
  }
}

describe('the version of Node.js', () => {
  it.each([['20.19.0'], ['20.20.2'], ['22.0.0'], ['100.1.0']])('%s will do', (version) => {
    expect(nodeProblem(version, '>=20.19')).toBeNull()
  })

  it.each([['20.18.3'], ['18.20.0'], ['9.11.2']])('%s will not, and one sentence says so', (version) => {
    const sentence = nodeProblem(version, '>=20.19') ?? ''
    expect(sentence).toContain(`needs Node.js 20.19 or newer; this is ${version}.`)
    expect(sentence.split('\n')).toHaveLength(1)
  })
})

describe('the packages', () => {
  it('are current when npm installed what the lock file names', () => {
    expect(packagesAreStale(root)).toBe(false)
  })

  it('are stale when one is missing or of another version', () => {
    installed({})
    expect(packagesAreStale(root)).toBe(true)
    installed({ 'node_modules/a': { version: '1.0.1' } })
    expect(packagesAreStale(root)).toBe(true)
    rmSync(join(root, 'node_modules'), { recursive: true })
    expect(packagesAreStale(root)).toBe(true)
  })

  it('may lack one that is for another platform', () => {
    lockFile({
      'node_modules/a': { version: '1.0.0' },
      'node_modules/b': { version: '2.0.0', optional: true },
    })
    expect(packagesAreStale(root)).toBe(false)
  })
})

describe('the build', () => {
  it('runs once for the same sources, and again for others', async () => {
    await prepare()
    await prepare()
    expect(read('compiled')).toBe('x')
    write('src/main.ts', 'two')
    await prepare()
    expect(read('compiled')).toBe('xx')
    expect(read('dist/src/main.js')).toBe('two')
  })

  it('does not run again for a file that only got a new time', async () => {
    await prepare()
    utimesSync(join(root, 'src/main.ts'), new Date(), new Date(Date.now() + 60_000))
    await prepare()
    expect(read('compiled')).toBe('x')
  })

  it('runs once when several start at once', async () => {
    const outcomes = await Promise.all([prepare(), prepare(), prepare()])
    expect(outcomes.map((outcome) => outcome.code)).toEqual([0, 0, 0])
    expect(read('compiled')).toBe('x')
  })

  it('runs after another start was killed in the middle of it', async () => {
    const child = spawn(process.execPath, ['-e', ''])
    await new Promise((resolve) => child.once('close', resolve))
    write('.cache/prepare.lock', String(child.pid))
    expect((await prepare()).code).toBe(0)
    expect(read('dist/src/main.js')).toBe('one')
  })

  it('takes over from a start that has not shown itself for long, though its process id is in use', async () => {
    write('.cache/prepare.lock', String(process.pid))
    const longAgo = new Date(Date.now() - 60_000)
    utimesSync(join(root, '.cache/prepare.lock'), longAgo, longAgo)
    expect((await prepare()).code).toBe(0)
  })

  it('that fails says why, ends with exit code 8 and keeps what was built before', async () => {
    await prepare()
    write('src/main.ts', 'broken')
    const { code, stderr } = await prepare()
    expect(code).toBe(8)
    expect(stderr).toContain('The server could not be built:\nmain.ts: no')
    expect(read('dist/src/main.js')).toBe('one')
  })

  it('is left alone where there are no sources', async () => {
    rmSync(join(root, 'tsconfig.build.json'))
    expect(await prepare()).toEqual({ code: 0, stderr: '' })
    expect(read('compiled')).toBe('')
  })
})
