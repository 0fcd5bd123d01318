import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { referencePages } from '../../bin/reference-pages.ts'
import { root } from './source.ts'

const folder = join(root, 'docs/reference')
const pages = referencePages()

describe('docs/reference', () => {
  it.each(Object.keys(pages))('%s says what the product declares', (name) => {
    expect(readFileSync(join(folder, name), 'utf8')).toBe(pages[name])
  })

  it('holds no page that nothing writes', () => {
    expect(readdirSync(folder).filter((name) => !(name in pages))).toEqual([])
  })
})
