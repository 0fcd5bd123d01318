import { describe, expect, it } from 'vitest'
import { pages } from './routes.tsx'

const sources = import.meta.glob<string>(['./pages/**/*.tsx', './shell/*.tsx'], {
  query: '?raw',
  import: 'default',
  eager: true,
})

describe('the list of pages', () => {
  it('names each address and each title once', () => {
    const { length } = pages
    expect(new Set(pages.map((page) => page.path)).size).toBe(length)
    expect(new Set(pages.map((page) => page.title)).size).toBe(length)
  })

  it('names every folder of pages', () => {
    const folders = Object.keys(import.meta.glob('./pages/*/**/page.ts'))
    expect(folders).toHaveLength(pages.length)
  })

  it('holds every address that a link leads to', () => {
    const known = new Set<string>(pages.map((page) => page.path))
    const links = Object.values(sources).flatMap((text) =>
      [...text.matchAll(/\bto(?:="|: ')(\/[^"']*)/g)].map((match) => match[1] ?? ''),
    )
    expect(links.length).toBeGreaterThan(10)
    expect(links.filter((path) => !known.has(path))).toEqual([])
  })

  it('leaves nothing but the doors open to strangers', () => {
    const open = pages.filter((page) => page.access === 'public').map((page) => page.path)
    expect(open).toEqual(['/first-run', '/sign-in'])
  })
})
