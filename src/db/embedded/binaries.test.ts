import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findBinaries } from './binaries.ts'

let directory: string
let spare: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'windlass-binaries-'))
  spare = join(directory, 'spare')
  mkdirSync(join(directory, 'native', 'lib'), { recursive: true })
  writeFileSync(join(directory, 'native', 'lib', 'libx.so.1.2'), 'library')
})

afterEach(() => rmSync(directory, { recursive: true, force: true }))

function declareLink(target: string): void {
  const links = [{ source: 'native/lib/libx.so.1.2', target }]
  writeFileSync(join(directory, 'native', 'pg-symlinks.json'), JSON.stringify(links))
}

describe('the binaries of the package', () => {
  it('get the links that npm could not store, when the script of the package did not make them', () => {
    declareLink('native/lib/libx.so.1')
    expect(findBinaries(spare, directory).environment).toEqual({})
    expect(readFileSync(join(directory, 'native', 'lib', 'libx.so.1'), 'utf8')).toBe('library')
  })

  it('keep links that are there', () => {
    declareLink('native/lib/libx.so.1')
    findBinaries(spare, directory)
    expect(findBinaries(spare, directory).environment).toEqual({})
  })

  it('find their links in a directory beside, when the package cannot be written', () => {
    // Even root cannot make a link in a directory that does not exist.
    declareLink('native/sealed/libx.so.1')
    const { environment } = findBinaries(spare, directory)
    expect(Object.values(environment)).toEqual([spare])
    expect(realpathSync(join(spare, 'libx.so.1'))).toBe(
      realpathSync(join(directory, 'native', 'lib', 'libx.so.1.2')),
    )
  })
})
