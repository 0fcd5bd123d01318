import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { filesUnder, root, sources } from './source.ts'

const folders = ['src', 'web', 'simulator', 'test', 'bench', 'faults'] as const
const everything = sources(...folders)

/** Written by a program; nobody reads them from top to bottom. */
const generated = new Set(['src/db/schema.ts'])

describe('the house', () => {
  it('has no file above 400 lines', () => {
    const long = everything
      .filter((file) => !generated.has(file.path) && file.text.split('\n').length > 401)
      .map((file) => file.path)
    expect(long).toEqual([])
  })

  it('has no folder for things without a home', () => {
    const homeless = /(^|\/)(utils?|helpers?|common|services|types|lib|misc)(\/|\.tsx?$)/
    expect(everything.filter((file) => homeless.test(file.path)).map((file) => file.path)).toEqual([])
  })

  it('has no note to do something later', () => {
    const later = new RegExp(`\\b(${['TO' + 'DO', 'FIX' + 'ME', 'X' + 'XX'].join('|')})\\b`)
    expect(everything.filter((file) => later.test(file.text)).map((file) => file.path)).toEqual([])
  })

  it('nowhere takes a certificate without checking it', () => {
    const unchecked =
      /rejectUnauthorized:\s*false|NODE_TLS_REJECT_UNAUTHORIZED|sslVerify['"]?:\s*['"]?false|GIT_SSL_NO_VERIFY/
    const allowed = ['test/contracts/house.test.ts']
    const found = everything.filter((file) => unchecked.test(file.text)).map((file) => file.path)
    expect(found.filter((path) => !allowed.includes(path))).toEqual([])
  })

  it('has no test that is switched off without a reason', () => {
    const off = new RegExp(`\\b(it|describe|test)\\.(${['skip', 'only', 'todo'].join('|')})\\(`)
    expect(everything.filter((file) => off.test(file.text)).map((file) => file.path)).toEqual([])
  })

  it('keeps the map in ARCHITECTURE.md equal to the tree', () => {
    const map = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8')
    const missing = ['src', 'web', 'simulator', 'test'].flatMap((folder) =>
      readdirSync(join(root, folder), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => `${folder}/${entry.name}/`)
        .filter((path) => !map.includes(path)),
    )
    expect(missing).toEqual([])
    const named = [
      ...map.matchAll(/`((?:src|web|simulator|test|bench|faults|docs|migrations|bin)\/[\w./-]*)`/g),
    ].map((match) => match[1] ?? '')
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([])
  })

  it('links only to pages that exist', () => {
    const pages = [
      'README.md',
      'ARCHITECTURE.md',
      'CONTRIBUTING.md',
      'CHANGELOG.md',
      ...filesUnder('docs', /\.md$/),
    ]
    const broken = pages.flatMap((page) => {
      const text = readFileSync(join(root, page), 'utf8')
      return [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)(?:#[^)]*)?\)/g)]
        .map((match) => match[1] ?? '')
        .filter((target) => !existsSync(join(root, page, '..', target)))
        .map((target) => `${page} links to ${target}`)
    })
    expect(broken).toEqual([])
  })

  it('leads from the page only to parts of the guide that exist', () => {
    const named = sources('web/pages').flatMap((file) =>
      [...file.text.matchAll(/\bguide\('([\w-]+)'/g)].map((match) => `docs/guide/${match[1]}.md`),
    )
    expect(named.length).toBeGreaterThan(0)
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([])
  })
})
