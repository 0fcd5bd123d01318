import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { expectEachOnce, expectProof, rowsOf } from './proof.ts'
import { root } from './source.ts'

const rows = rowsOf('docs/coverage.md', /^[CDPHL]-\d+$/)

describe('docs/coverage.md', () => {
  it('has a whole row for each line of its tables', () => {
    const lines = readFileSync(join(root, 'docs/coverage.md'), 'utf8').match(/^\| [CDPHL]-/gm) ?? []
    expect(rows.length).toBe(lines.length)
    expect(rows.length).toBeGreaterThan(0)
    expect(rows.filter(({ cells }) => cells.length !== 2 || cells.includes(''))).toEqual([])
  })

  it('has each id once', () => expectEachOnce(rows))

  it.each(rows)('$id names a test that exists', expectProof)
})
