import { hostname } from 'node:os'
import { describe, expect, it } from 'vitest'
import { readApiAddress } from '../../connections/entered/api-address.ts'
import { readProxyAddress } from '../../connections/entered/proxy-address.ts'
import { createHostGuard } from './host-guard.ts'

/** One address that is nobody's business, as it can be written. */
const spellings = [
  '127.0.0.1',
  '127.1',
  '127.0.1',
  '2130706433',
  '0x7f000001',
  '0x7f.0x0.0x0.0x1',
  '0x7F.1',
  '017700000001',
  '0177.0.0.01',
  '127.0.0.1.',
  '%31%32%37.0.0.1',
  '１２７.0.0.1',
  '①②⑦.⓪.⓪.①',
  '127。0。0。1',
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[0:0:0:0:0:ffff:127.0.0.1]',
  '[::127.0.0.1]',
  '[::ffff:0:127.0.0.1]',
  '[64:ff9b::127.0.0.1]',
  '[64:ff9b:1::7f00:1]',
  '[2002:7f00:1::]',
  '[2001:0:4136:e378:8000:63bf:3fff:fdd2]',
  '[::]',
  '0',
  '0.0.0.0',
  '10.0.0.1',
  '167772161',
  '0xa.1',
  '[::ffff:a00:1]',
  '100.64.0.1',
  '169.254.169.254',
  '2852039166',
  '0xA9FEA9FE',
  '0251.0376.0251.0376',
  '[::ffff:169.254.169.254]',
  '[fe80::1]',
  '[fec0::1]',
  '[fd00:ec2::254]',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '192.168.257',
  '192.0.0.192',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '[ff02::1]',
  'localhost',
  'LocalHost',
  'localhost.',
  'loc%61lhost',
  hostname(),
]

const refused = async (address: string) => {
  const guard = createHostGuard('none')
  const url = new URL(address)
  guard.check(url)
  await guard.resolve(url.hostname)
}

describe('a private address', () => {
  it.each(spellings)('is told as %s, for the API and for a proxy', async (host) => {
    for (const address of [readApiAddress(`https://${host}/2.0`), readProxyAddress(`http://${host}:3128`)]) {
      // A name that nobody knows leads nowhere either.
      await expect(refused(address)).rejects.toSatisfy(
        (error: { code?: string }) =>
          error.code === 'source_private' || ['ENOTFOUND', 'EAI_AGAIN'].includes(error.code ?? ''),
      )
    }
  })

  it('may be allowed by its name or as it is written, and then no other is', () => {
    const guard = createHostGuard('127.0.0.1, [::1]')
    expect(() => guard.check(new URL('http://0x7f.1:8080'))).not.toThrow()
    expect(() => guard.check(new URL('http://[0:0:0:0:0:0:0:1]'))).not.toThrow()
    expect(() => guard.check(new URL('http://127.0.0.2'))).toThrow(/private address/)
  })

  it.each([
    '8.8.8.8',
    '104.192.141.1',
    '172.32.0.1',
    '192.167.1.1',
    '[2401:1d80:3000::1]',
    '[::ffff:8.8.8.8]',
  ])('is not %s', (host) => {
    expect(() => createHostGuard('none').check(new URL(`https://${host}`))).not.toThrow()
  })
})
