import { describe, expect, it } from 'vitest'
import { parseNoProxy } from './no-proxy.ts'

describe('NO_PROXY', () => {
  it.each([
    ['example.com', 'example.com', 443, true],
    ['example.com', 'git.example.com', 443, true],
    ['example.com', 'notexample.com', 443, false],
    ['example.com', 'example.com.evil.test', 443, false],
    ['.example.com', 'git.example.com', 443, true],
    ['.example.com', 'example.com', 443, true],
    ['*.example.com', 'git.example.com', 443, true],
    ['EXAMPLE.com', 'Git.Example.COM', 443, true],
    ['example.com', 'example.com.', 443, true],
    ['example.com:8443', 'example.com', 8443, true],
    ['example.com:8443', 'example.com', 443, false],
    ['*', 'anything.test', 1, true],
    ['127.0.0.1', '127.0.0.1', 80, true],
    ['127.0.0.1', '127.0.0.10', 80, false],
    ['::1', '[::1]', 80, true],
    ['[::1]:8080', '[::1]', 8080, true],
    ['[::1]:8080', '[::1]', 80, false],
    ['', 'example.com', 443, false],
    ['one.test, two.test three.test', 'three.test', 443, true],
  ])('%j reaches %s:%i directly: %s', (list, host, port, direct) => {
    expect(parseNoProxy(list)(host, port)).toBe(direct)
  })

  it('bypasses nothing when it is unset', () => {
    expect(parseNoProxy(undefined)('example.com', 443)).toBe(false)
  })
})
