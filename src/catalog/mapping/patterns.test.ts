import { describe, expect, it } from 'vitest'
import { FilterProblem, readFilter } from './filter-text.ts'
import { filesFit, folderFits } from './globs.ts'
import { withoutPath } from './items.ts'

describe('a filter as Bitbucket reads it', () => {
  const record = {
    state: 'OPEN',
    id: 17,
    name: 'Checkout API',
    is_private: true,
    updated_on: '2026-03-01T10:00:00.5+00:00',
    author: { nickname: 'ada' },
    reviewers: [{ nickname: 'ben' }, { nickname: 'cy' }],
    parent: null,
  }

  it.each([
    ['state="OPEN"', true],
    ['state = "MERGED"', false],
    ['state != "MERGED" AND id > 16', true],
    ['state = "MERGED" OR id <= 17', true],
    ['state IN ("MERGED", "OPEN")', true],
    ['name ~ "checkout"', true],
    ['name !~ "checkout"', false],
    ['updated_on > 2026-02-28', true],
    ['updated_on >= "2026-03-01T12:00:00+02:00"', true],
    ['updated_on < 2026-03-01T10:00:00Z', false],
    ['author.nickname = "ada"', true],
    ['reviewers.nickname = "cy"', true],
    ['parent = null', true],
    ['parent != null', false],
    ['is_private = true', true],
    ['(state = "MERGED" OR id = 17) AND name ~ "api"', true],
    ['state = "MERGED" OR id = 17 AND name ~ "web"', false],
    ['nothing.at.all = "x"', false],
  ])('%s: %s', (text, fits) => {
    expect(readFilter(text)(record)).toBe(fits)
  })

  it.each([
    '',
    'state',
    'state =',
    '= "OPEN"',
    'state = "OPEN" AND',
    '(state = "OPEN"',
    'state IN "OPEN"',
    'state ? 1',
    'a = "b" c = "d"',
  ])('is refused with the place when it is none: %s', (text) => {
    expect(() => readFilter(text)).toThrow(FilterProblem)
  })
})

describe('the folder of a file', () => {
  it.each([
    ['package.json', '*/', true],
    ['src/package.json', '*/', true],
    ['package.json', '/*', true],
    ['src/package.json', '/*', true],
    ['src/package.json', '**/*', true],
    ['src/package.json', '', true],
    ['src/package.json', 'src', true],
    ['src/package.json', 'src/', true],
    ['src/package.json', '/', false],
    ['package.json', '/', true],
    ['src/a/b/package.json', 'src/*', true],
    ['lib/package.json', 'src/*', false],
    ['src/my-package.json', '*', false],
  ])('%s under %s: %s', (file, path, fits) => {
    expect(filesFit({ path, filenames: ['package.json'] })(file)).toBe(fits)
  })

  it('is one thing and the name another: stars stand in both', () => {
    expect(filesFit({ path: '*', filenames: ['*.yaml'] })('src/conf.yaml')).toBe(true)
    expect(filesFit({ path: '*', filenames: ['*.yaml'] })('src/conf.yaml.bak')).toBe(false)
    expect(filesFit({ path: 'src', filenames: [] })('src/anything')).toBe(true)
  })

  it('is found in no more time when a pattern is all stars', () => {
    const began = performance.now()
    expect(filesFit({ path: '*a'.repeat(40), filenames: [] })(`${'a'.repeat(2_000)}b/x`)).toBe(false)
    expect(performance.now() - began).toBeLessThan(1_000)
  })
})

describe('a folder', () => {
  it.each([
    ['apps/shop', 'apps/*', true],
    ['apps/shop/src', 'apps/*', false],
    ['apps/shop/src', 'apps/**', true],
    ['apps', 'apps/**', false],
    ['apps/shop', '**/shop', true],
    ['shop', '**/shop', true],
    ['src/main', 'src/main', true],
    ['src/main', '/src/main/', true],
    ['.github', '*', true],
    ['a.b', 'a?b', true],
    ['axb', 'a.b', false],
  ])('%s fits %s: %s', (folder, path, fits) => {
    expect(folderFits(path)(folder)).toBe(fits)
  })
})

describe('a record without the list its elements are taken from', () => {
  const record = { id: 1, a: { list: [1], more: 2 }, list: [1] }
  it.each([
    ['.list', { id: 1, a: record.a }],
    ['.list[]', { id: 1, a: record.a }],
    ['(.a.list | map(.))', { id: 1, a: { more: 2 }, list: [1] }],
    ['. as $x | .list', { id: 1, a: record.a }],
    ['[.]', record],
    ['.none.at.all', record],
  ])('%s', (jq, left) => {
    expect(withoutPath(record, jq)).toEqual(left)
  })
})
