/**
 * The static checks, side by side: types of the three programs, lint and format, dead exports. (The boundaries
 * are a test.) Prints what failed and ends with a count.
 */
import { spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

const checks = [
  ['types: server, worker, command line', 'tsc', '-p', '.', '--noEmit'],
  ['types: page', 'tsc', '-p', 'web', '--noEmit'],
  ['types: simulator', 'tsc', '-p', 'simulator', '--noEmit'],
  ['lint and format', 'biome', 'ci', '--error-on-warnings', '--colors=off', '.'],
  ['dead exports and dependencies', 'knip', '--no-progress'],
]

/** Runs all checks; resolves to how many passed and failed. */
export async function runChecks() {
  const results = await Promise.all(checks.map(runCheck))
  const failed = results.filter((passed) => !passed).length
  return { passed: results.length - failed, failed }
}

function runCheck([title, tool, ...args]) {
  return new Promise((resolve) => {
    const child = spawn(join(root, 'node_modules/.bin', tool), args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const output = []
    child.stdout.on('data', (chunk) => output.push(chunk))
    child.stderr.on('data', (chunk) => output.push(chunk))
    child.on('error', (error) => output.push(Buffer.from(`${error.message}\n`)))
    child.on('close', (code) => {
      console.log(`${code === 0 ? 'passed' : 'FAILED'}  ${title}`)
      if (code !== 0) process.stdout.write(Buffer.concat(output))
      resolve(code === 0)
    })
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { passed, failed } = await runChecks()
  console.log(`${passed} passed, ${failed} failed`)
  process.exitCode = failed === 0 ? 0 : 1
}
