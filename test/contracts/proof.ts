import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { root } from './source.ts'

export interface Row {
  readonly id: string
  /** The other cells but the last. */
  readonly cells: readonly string[]
  /** The last cell: a test by its file and the beginning of its title. */
  readonly proof: string
}

/** Rows of the tables of a page whose first cell is an id. */
export function rowsOf(page: string, id: RegExp): Row[] {
  const lines = readFileSync(join(root, page), 'utf8').split('\n')
  return lines.flatMap((line) => {
    const [first = '', ...cells] = line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim())
    return id.test(first) ? [{ id: first, cells: cells.slice(0, -1), proof: cells.at(-1) ?? '' }] : []
  })
}

export function expectEachOnce(rows: readonly Row[]): void {
  const ids = rows.map((row) => row.id)
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
}

export function expectProof({ proof }: Row): void {
  const named = /^`(?<file>[^`]+)`: (?<title>.+)$/.exec(proof)?.groups
  expect(named, `write the proof as \`file\`: title, not: ${proof}`).toBeDefined()
  const path = join(root, named?.file ?? '')
  expect(existsSync(path), `${named?.file} does not exist`).toBe(true)
  expect(readFileSync(path, 'utf8')).toContain(named?.title ?? '')
}
