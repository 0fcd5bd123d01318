/**
 * Brings a checkout into the state that runs: packages as the lock file says, `dist/` as the sources say. Where there
 * are no sources (an image, a published package) there is nothing to do. Needs nothing but Node.js and npm.
 */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import { withLock } from './lock.mjs'

const checkout = join(dirname(fileURLToPath(import.meta.url)), '..')

/** What is built from what. `web` takes the contract of the API from the sources of the server. */
const builds = [
  {
    name: 'server',
    inputs: ['src', 'simulator', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json'],
    outputs: ['src', 'simulator'],
    // Types are checked by `npm run check`; here they would only cost time.
    command: (out) => ['typescript/bin/tsc', '-p', 'tsconfig.build.json', '--noCheck', '--outDir', out],
  },
  {
    name: 'page',
    inputs: [
      'web',
      'src/api/contract',
      'src/people/permissions.ts',
      'src/features.ts',
      'tsconfig.json',
      'package-lock.json',
    ],
    outputs: ['web'],
    command: (out) => [
      'vite/bin/vite.js',
      'build',
      'web',
      '--outDir',
      join(out, 'web'),
      '--logLevel',
      'warn',
    ],
  },
]

/** Only a server needs the page. */
export async function prepare(withPage, root = checkout) {
  if (!existsSync(join(root, 'tsconfig.build.json'))) return
  const wanted = builds.filter((build) => withPage || build.name !== 'page')
  if (!packagesAreStale(root) && !wanted.some((build) => buildIsStale(root, build))) return
  try {
    // Two starts at once: the second waits, and then finds everything done.
    await withLock(join(root, '.cache', 'prepare.lock'), async () => {
      if (packagesAreStale(root)) await install(root)
      await Promise.all(wanted.filter((build) => buildIsStale(root, build)).map((build) => run(root, build)))
    })
  } catch (error) {
    console.error(error.message)
    process.exit(8)
  }
}

/** npm notes what it installed; a package may be missing there only if it is for another platform. */
export function packagesAreStale(root) {
  const installed = readJson(join(root, 'node_modules', '.package-lock.json'))
  if (!installed) return true
  const wanted = readJson(join(root, 'package-lock.json')).packages
  return Object.entries(wanted).some(([path, entry]) => {
    if (path === '') return false
    const found = installed.packages[path]
    if (!found) return !(entry.optional || entry.devOptional)
    return found.version !== entry.version || found.integrity !== entry.integrity
  })
}

async function install(root) {
  console.error('Installing packages…')
  // Asked for by name: NODE_ENV=production would leave out what builds the page.
  const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error']
  const { code, output } = await execute('npm', args, root)
  if (code === 0) return
  throw new Error(
    `The packages could not be installed: npm said\n${output}\nCheck the network (npm needs its registry, or a proxy: npm config set proxy URL), then start again.`,
  )
}

async function run(root, build) {
  console.error(`Building the ${build.name}…`)
  const hash = hashOf(root, build.inputs)
  const out = join(root, '.cache', `build-${build.name}`)
  rmSync(out, { recursive: true, force: true })
  const [script, ...args] = build.command(out)
  const { code, output } = await execute(
    process.execPath,
    [join(root, 'node_modules', script), ...args],
    root,
  )
  if (code !== 0) throw new Error(`The ${build.name} could not be built:\n${output}`)
  mkdirSync(join(root, 'dist'), { recursive: true })
  for (const name of build.outputs) {
    const target = join(root, 'dist', name)
    rmSync(target, { recursive: true, force: true })
    move(join(out, name), target)
  }
  rmSync(out, { recursive: true, force: true })
  writeFileSync(stampOf(root, build), hash)
}

/** `.cache` may be a volume of its own, from where nothing can be renamed. */
function move(from, to) {
  try {
    renameSync(from, to)
  } catch {
    cpSync(from, to, { recursive: true })
  }
}

function buildIsStale(root, build) {
  if (build.outputs.some((name) => !existsSync(join(root, 'dist', name)))) return true
  const stamp = stampOf(root, build)
  return !existsSync(stamp) || readFileSync(stamp, 'utf8') !== hashOf(root, build.inputs)
}

function stampOf(root, build) {
  return join(root, '.cache', `built-${build.name}`)
}

/** Of the contents: a fresh clone and a switch of branches give files new times without changing them. */
function hashOf(root, inputs) {
  const hash = createHash('sha256')
  for (const path of inputs.flatMap((input) => filesBelow(join(root, input))).sort()) {
    hash
      .update(`${relative(root, path)}\0`)
      .update(readFileSync(path))
      .update('\0')
  }
  return hash.digest('hex')
}

function filesBelow(path) {
  const entries = readEntries(path)
  if (entries === null) return existsSync(path) ? [path] : []
  return entries.flatMap((entry) => filesBelow(join(path, entry)))
}

function readEntries(path) {
  try {
    return readdirSync(path)
  } catch {
    return null
  }
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return null
  }
}

function execute(file, args, cwd) {
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const output = []
    child.stdout.on('data', (chunk) => output.push(chunk))
    child.stderr.on('data', (chunk) => output.push(chunk))
    child.on('error', (error) => resolve({ code: 1, output: error.message }))
    child.on('close', (code) =>
      resolve({ code, output: stripVTControlCharacters(Buffer.concat(output).toString()).trim() }),
    )
  })
}
