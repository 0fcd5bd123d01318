import { describe, expect, it } from 'vitest'
import { readNext, readRedirect } from './next.ts'

const sent = new URL(
  'https://api.example.org/2.0/r/pipelines/?sort=-created_on&fields=%2Bvalues.x%2Cnext&pagelen=100',
)

describe('the link to the next page', () => {
  it('is followed as it is when nothing was dropped', () => {
    const next = `${sent.href}&page=2`
    expect(readNext(next, sent)).toBe(next)
    for (const end of [undefined, null, '']) expect(readNext(end, sent)).toBeUndefined()
  })

  it('gets back what was dropped, and keeps its own encoding', () => {
    const next = 'https://api.example.org/2.0/r/pipelines/?fields=%2Bvalues.x,next&pagelen=100&page=8xhd'
    expect(readNext(next, sent)).toBe(`${next}&sort=-created_on`)
  })

  it('never gets back where the last page was', () => {
    const second = new URL('https://api.example.org/2.0/x?ctx=abc&page=2&pagelen=50')
    expect(readNext('https://api.example.org/2.0/x?ctx=def', second)).toBe(
      'https://api.example.org/2.0/x?ctx=def&pagelen=50',
    )
  })

  it.each([
    ['at another host', 'https://evil.example/2.0/x'],
    ['at another port', 'https://api.example.org:8443/2.0/x'],
    ['without encryption', 'http://api.example.org/2.0/x'],
    ['with another meaning of the host', 'https://api.example.org@evil.example/2.0/x'],
    ['that is no address', '/2.0/x'],
    ['that is no text', 7],
    ['that leads back', sent.href],
  ])('%s is refused', (_, next) => {
    expect(() => readNext(next, sent)).toThrow(expect.objectContaining({ code: 'source_unreadable' }))
  })
})

describe('a redirect', () => {
  it('is followed on the same host, also when it is relative', () => {
    expect(readRedirect('/2.0/y?a=1', sent).href).toBe('https://api.example.org/2.0/y?a=1')
    for (const bad of [undefined, 'https://evil.example/', sent.href, '//evil.example/x'])
      expect(() => readRedirect(bad, sent)).toThrow(expect.objectContaining({ code: 'source_unreadable' }))
  })
})
