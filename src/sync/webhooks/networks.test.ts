import { describe, expect, it } from 'vitest'
import { readNetworks } from './networks.ts'

describe('networks that deliveries may come from', () => {
  it.each([
    ['any', '203.0.113.9', true],
    ['127.0.0.0/8', '127.0.0.1', true],
    ['127.0.0.1', '127.0.0.1', true],
    ['127.0.0.1', '127.0.0.2', false],
    ['10.0.0.0/8, 192.0.2.7', '192.0.2.7', true],
    ['104.192.136.0/21', '104.192.143.255', true],
    ['104.192.136.0/21', '104.192.144.0', false],
    ['104.192.136.0/21', '::ffff:104.192.136.4', true],
    ['2401:1d80:3000::/36', '2401:1d80:3fff::1', true],
    ['2401:1d80:3000::/36', '2401:1d80:4000::1', false],
    ['0.0.0.0/0', '::1', false],
    ['any', 'not an address', true],
    ['0.0.0.0/0', 'not an address', false],
  ])('%s: %s is let in: %s', (list, address, expected) => {
    expect(readNetworks(list)(address)).toBe(expected)
  })

  it.each(['everywhere', '10.0.0.0/33', '10.0.0/8', '1.2.3.4/-1', '1.2.3.4/x', '::1/129'])(
    'there is no network %s',
    (list) => {
      expect(() => readNetworks(list)).toThrow('WINDLASS_WEBHOOK_ADDRESSES')
    },
  )
})
