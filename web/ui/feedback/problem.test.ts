import { describe, expect, it } from 'vitest'
import { toProblem } from './problem.ts'
import { supportHref } from './support.ts'

const problem = { title: 'Gone', detail: 'It was removed.', code: 'not_found', request_id: 'req-1' }

describe('what was thrown', () => {
  it('is shown as it is when it is a problem or carries one', () => {
    expect(toProblem(problem)).toBe(problem)
    expect(toProblem(Object.assign(new Error('x'), { problem }))).toBe(problem)
  })

  it.each(['Failed to fetch', 'NetworkError when attempting to fetch resource.', 'Load failed'])(
    'is a broken connection when a browser says %j',
    (message) => {
      expect(toProblem(new TypeError(message)).code).toBe('unreachable')
    },
  )

  it('is a fault of the page in every other case, with its own words', () => {
    expect(toProblem(new TypeError('x is undefined'))).toMatchObject({
      code: 'page_failed',
      detail: 'x is undefined',
    })
    expect(toProblem('out of paper').detail).toBe('out of paper')
    expect(toProblem(null).code).toBe('page_failed')
  })
})

describe('the way to support', () => {
  it('is the page, else a letter that quotes code and request, else none', () => {
    expect(supportHref({ email: 'help@example.com', url: 'https://help.example.com' }, problem)).toBe(
      'https://help.example.com',
    )
    const letter = supportHref({ email: 'help@example.com', url: null }, problem)
    expect(letter).toMatch(/^mailto:help@example\.com\?subject=Gone%20\(not_found\)&body=/)
    expect(decodeURIComponent(letter ?? '')).toContain('Request: req-1')
    expect(supportHref({ email: null, url: null }, problem)).toBeNull()
    expect(supportHref(undefined, problem)).toBeNull()
  })
})
