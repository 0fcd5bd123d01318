import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from './source.ts'

interface Row {
  readonly id: string
  readonly what: string
  readonly where: string
  readonly proof: string
}

const text = readFileSync(join(root, 'docs/coverage.md'), 'utf8')
const rows: Row[] = [...text.matchAll(/^\| ([CDPHL]-\d+) \| (.+?) \| (.+?) \| (.+?) \|$/gm)].map((match) => ({
  id: match[1] ?? '',
  what: match[2] ?? '',
  where: match[3] ?? '',
  proof: match[4] ?? '',
}))

describe('docs/coverage.md', () => {
  it('has a row for each line of its table', () => {
    expect(rows.length).toBe((text.match(/^\| [CDPHL]-/gm) ?? []).length)
    expect(rows.length).toBeGreaterThan(0)
  })

  it('has each id once', () => {
    const ids = rows.map((row) => row.id)
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
  })

  it.each(rows)('$id names a test that exists', ({ proof }) => {
    const named = /`(?<file>[^`]+)`: (?<title>.+)/.exec(proof)?.groups
    expect(named, `write the proof as \`file\`: title, not: ${proof}`).toBeDefined()
    const path = join(root, named?.file ?? '')
    expect(existsSync(path), `${named?.file} does not exist`).toBe(true)
    expect(readFileSync(path, 'utf8')).toContain(named?.title ?? '')
  })
})
