/**
 * The journeys need Chromium. Debian's is installed where root or sudo allows it; elsewhere they are skipped, and a
 * line says so.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const chromium = '/usr/bin/chromium'

export function ensureBrowser() {
  if (existsSync(chromium)) return
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n']
  if (!existsSync('/usr/bin/apt-get') || !allowed(asRoot)) return sayMissing('apt-get cannot be run here')
  console.log('Installing Chromium for the browser journeys…')
  const done = apt(asRoot, 'update') && apt(asRoot, 'install', '-y', '--no-install-recommends', 'chromium')
  if (!done || !existsSync(chromium)) sayMissing('apt-get could not install it')
}

function allowed(asRoot) {
  return asRoot.length === 0 || spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0
}

function apt(asRoot, ...args) {
  const [file, ...rest] = [...asRoot, 'apt-get', '-q', ...args]
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  return spawnSync(file, rest, { stdio: ['ignore', 'ignore', 'inherit'], env }).status === 0
}

function sayMissing(reason) {
  console.log(
    `Chromium is missing (${reason}): the browser journeys are skipped. Install it as ${chromium} to run them.`,
  )
}
