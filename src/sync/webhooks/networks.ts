import { BlockList, isIP } from 'node:net'
import { Failure } from '../../errors.ts'

/** Whether a delivery may come from an address; `any` lets all in. */
export type Networks = (address: string) => boolean

/** Reads WINDLASS_WEBHOOK_ADDRESSES: addresses and networks by comma. */
export function readNetworks(list: string): Networks {
  const entries = list
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .map((entry) => entry.toLowerCase())
  if (entries.includes('any')) return () => true
  const allowed = new BlockList()
  for (const entry of entries) add(allowed, entry)
  return (address) => {
    // A socket for both families writes addresses of the older one so.
    const plain = address.replace(/^::ffff:(?=\d+\.)/, '')
    const family = isIP(plain)
    return family !== 0 && allowed.check(plain, familyName(family))
  }
}

function add(allowed: BlockList, entry: string): void {
  const [address = '', bits] = entry.split('/')
  const family = isIP(address)
  const most = family === 4 ? 32 : 128
  const length = bits === undefined ? most : Number(bits)
  if (family === 0 || !Number.isInteger(length) || length < 0 || length > most)
    throw new Failure('config_invalid', {
      detail:
        'WINDLASS_WEBHOOK_ADDRESSES: must be `any`, or addresses and networks such as 104.192.136.0/21.',
    })
  allowed.addSubnet(address, length, familyName(family))
}

function familyName(family: number): 'ipv4' | 'ipv6' {
  return family === 4 ? 'ipv4' : 'ipv6'
}
