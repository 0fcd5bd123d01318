#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { nodeProblem } from './node-version.mjs'

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
const problem = nodeProblem(process.versions.node, manifest.engines.node)
if (problem) {
  console.error(problem)
  process.exit(8)
}
// Loaded late: on an old Node.js these would fail before the sentence above is printed.
const { prepare } = await import('./prepare.mjs')
await prepare(process.argv[2] === 'start')
process.setSourceMapsEnabled(true)
await import('../dist/src/main.js')
