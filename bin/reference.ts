/**
 * Writes docs/reference/ from the declarations. A contract test fails when a page differs from what this writes.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../src/config.ts'
import { referencePages } from './reference-pages.ts'

const folder = join(packageRoot(), 'docs/reference')
mkdirSync(folder, { recursive: true })
for (const [name, text] of Object.entries(referencePages())) writeFileSync(join(folder, name), text)
