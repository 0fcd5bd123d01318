import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Paging, pageLinks, pageOfToken, pageToken, readPage } from './page.ts'

const paging = (style: Paging['style']): Paging => ({ style, pagelen: 10, most: 100, size: false })
const read = (query: string, style: Paging['style'] = 'number') =>
  readPage(new URLSearchParams(query), paging(style))

describe('paging', () => {
  test.each(['pagelen=101', 'pagelen=0', 'pagelen=-1', 'pagelen=ten', 'pagelen=1.5'])(
    '%s is refused',
    (query) => expect(() => read(query)).toThrow('Invalid pagelen'),
  )
  test.each(['page=2/', 'page=0', 'page=x'])('%s is refused', (query) =>
    expect(() => read(query)).toThrow('Invalid page'),
  )
  test('pages two and three have the tokens of the recordings, and an explicit page 1 is refused', () => {
    expect([pageToken(2), pageToken(3)]).toEqual(['8xhd', 'dbtR'])
    expect(read('page=8xhd', 'token').page).toBe(2)
    expect(() => read('page=1', 'token')).toThrow('Invalid page')
  })
  test('every page has its own token and the token leads back to the page', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 1_000_000 }), (page) => pageOfToken(pageToken(page)) === page),
    )
    expect(new Set(Array.from({ length: 5_000 }, (_, at) => pageToken(at + 2))).size).toBe(5_000)
  })
  test('following next visits every item once, whatever the style and length', () => {
    const styles = fc.constantFrom<Paging['style']>('number', 'token', 'ctx')
    fc.assert(
      fc.property(styles, fc.nat(400), fc.integer({ min: 1, max: 100 }), (style, total, pagelen) => {
        const seen: number[] = []
        let link: string | undefined = `http://host/2.0/things?q=a%2Bb&pagelen=${pagelen}`
        while (link) {
          const url: URL = new URL(link)
          const request = readPage(url.searchParams, paging(style))
          const from = (request.page - 1) * request.pagelen
          for (let at = from; at < Math.min(total, from + request.pagelen); at += 1) seen.push(at)
          expect(url.searchParams.get('q')).toBe('a+b')
          link = pageLinks(url, request, from + request.pagelen < total, paging(style)).next
        }
        expect(seen).toEqual(Array.from({ length: total }, (_, at) => at))
      }),
    )
  })
})
