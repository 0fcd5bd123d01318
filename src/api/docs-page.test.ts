import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { packageRoot } from '../config.ts'
import { catalogue } from '../errors.ts'
import { anchorOf, docsPage } from './docs-page.ts'

const root = join(packageRoot(), 'docs')

describe('a document as a page', () => {
  it('has its title, its text and its neighbours, and marks itself among them', async () => {
    const page = await docsPage(root, 'guide/backup.md')
    expect(page).toMatch(/<title>[^<]+ · Windlass<\/title>/)
    expect(page).toContain('<a href="/docs/guide/backup.md" aria-current="page">')
    expect(page).toContain('<a href="/docs/guide/install.md">')
    expect(page).not.toMatch(/<style|style="|<script>|onload=/)
  })

  it('has a place for every error to link to', async () => {
    const page = (await docsPage(root, 'reference/errors.md')) ?? ''
    const lacking = Object.keys(catalogue).filter((code) => !page.includes(`<h2 id="${code}">`))
    expect(lacking).toEqual([])
  })

  it('is none where there is no document', async () => {
    const empty = mkdtempSync(join(tmpdir(), 'windlass-docs-'))
    expect(await docsPage(empty, 'guide/nothing.md')).toBeNull()
    rmSync(empty, { recursive: true })
  })

  it('names a heading as other renderers do', () => {
    expect(anchorOf('Open it to others')).toBe('open-it-to-others')
    expect(anchorOf('What `doctor` says, and why')).toBe('what-doctor-says-and-why')
  })
})
