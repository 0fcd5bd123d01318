/**
 * What `npm test` runs: brings the checkout into shape, runs the static checks and every suite, and ends with one
 * line, `N passed, N failed`. With arguments it hands them to vitest instead and checks nothing else.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureBrowser } from './browser.mjs'
import { runChecks } from './check.mjs'
import { nodeProblem } from './node-version.mjs'
import { prepare } from './prepare.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const problem = nodeProblem(process.versions.node, manifest.engines.node)
if (problem) {
  console.error(problem)
  process.exit(8)
}

await prepare(true)
ensureBrowser()
const counts = process.argv.length > 2 ? await runSuites(process.argv.slice(2)) : await runEverything()
console.log(
  `${counts.passed} passed, ${counts.failed} failed${counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''}`,
)
process.exitCode = counts.failed === 0 && counts.passed > 0 ? 0 : 1

async function runEverything() {
  const checks = await runChecks()
  const suites = await runSuites([])
  return {
    passed: checks.passed + suites.passed,
    failed: checks.failed + suites.failed,
    skipped: suites.skipped,
  }
}

/** A run that dies before it can report counts as one failure: nothing may look like success. */
async function runSuites(args) {
  const folder = mkdtempSync(join(tmpdir(), 'windlass-test-'))
  const report = join(folder, 'report.json')
  const code = await vitest([
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...args,
  ])
  try {
    const result = JSON.parse(readFileSync(report, 'utf8'))
    const failedFiles = result.testResults.filter(
      (file) => file.status === 'failed' && file.assertionResults.length === 0,
    )
    const failed = result.numFailedTests + failedFiles.length
    return {
      passed: result.numPassedTests,
      failed: failed === 0 && code !== 0 ? 1 : failed,
      skipped: result.numPendingTests + result.numTodoTests,
    }
  } catch (error) {
    console.error(`The suites did not report: ${error.message}`)
    return { passed: 0, failed: 1, skipped: 0 }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function vitest(args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), ...args], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    child.on('error', () => resolve(1))
    child.on('close', (code) => resolve(code ?? 1))
  })
}
