import { describe, expect, it } from 'vitest'
import { deviceOf } from './device.ts'

describe('deviceOf', () => {
  it.each([
    ['Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0', 'desktop', 'Firefox on Linux'],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0',
      'desktop',
      'Edge on Windows',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 26_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Mobile/15E148 Safari/604.1',
      'phone',
      'Safari on iOS',
    ],
    ['curl/8.5.0', 'program', 'curl/8.5.0'],
  ])('reads %s', (userAgent, kind, name) => {
    expect(deviceOf(userAgent)).toEqual({ kind, name })
  })

  it('says that it does not know', () => {
    expect(deviceOf(null).name).toBe('Unknown device')
  })
})
