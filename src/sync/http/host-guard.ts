import { promises as dns, type LookupAddress } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { Failure } from '../../errors.ts'

/** Keeps a connection away from addresses it has no business at, however their names are spelt. */
export interface HostGuard {
  /** Throws for anything but http(s) without credentials, and for an address that is written out and private. */
  check(url: URL): void
  /** What a host resolved to the first time, checked; asked again only after `forget`. */
  resolve(host: string): Promise<readonly LookupAddress[]>
  forget(host: string): void
  readonly lookup: LookupFunction
}

/**
 * Networks that lead into one's own house, by https://www.iana.org/assignments/iana-ipv4-special-registry and its
 * sister for IPv6. Addresses of IPv4 that are mapped into IPv6 are told by the same rules.
 */
const inner = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/96',
  '::ffff:0:0:0/96',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '2001::/32',
  '2002::/16',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
]
const blocked = blockList(inner)

function isPrivateAddress(address: string): boolean {
  return blocked.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}

/** `allowed`: hosts by comma that may lie at a private address. */
export function createHostGuard(allowed: string): HostGuard {
  const exempt = new Set(
    allowed
      .split(/[\s,]+/)
      .filter((host) => host !== '')
      .map(bare),
  )
  const pinned = new Map<string, Promise<readonly LookupAddress[]>>()

  async function ask(host: string): Promise<readonly LookupAddress[]> {
    const found = await dns.lookup(host, { all: true })
    const secret = found.find(({ address }) => isPrivateAddress(address))
    if (secret !== undefined && !exempt.has(host)) throw refusal(host)
    return found
  }

  function resolve(given: string): Promise<readonly LookupAddress[]> {
    const host = bare(given)
    const known = pinned.get(host)
    if (known) return known
    const asked = ask(host)
    pinned.set(host, asked)
    asked.catch(() => pinned.delete(host))
    return asked
  }

  return {
    resolve,
    forget: (host) => void pinned.delete(bare(host)),
    check(url) {
      if (!/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
        throw new Failure('source_unreadable', {
          detail: `${url.protocol}//${url.host} is not followed.`,
          data: {},
        })
      const host = bare(url.hostname)
      if (isIP(host) !== 0 && isPrivateAddress(host) && !exempt.has(host)) throw refusal(host)
    },
    lookup(host, options, callback) {
      resolve(host).then(
        (found) => {
          const [first] = found
          if (options.all) callback(null, [...found])
          else if (first) callback(null, first.address, first.family)
          else callback(Object.assign(new Error(`${host} has no address`), { code: 'ENOTFOUND' }), '', 0)
        },
        (error: NodeJS.ErrnoException) => callback(error, '', 0),
      )
    },
  }
}

function refusal(host: string): Failure {
  return new Failure('source_private', { detail: `The host is ${host}.`, data: { host } })
}

function bare(host: string): string {
  return host.toLowerCase().replace(/^\[(.*)\]$/, '$1')
}

function blockList(networks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', prefix] = network.split('/')
    list.addSubnet(address, Number(prefix), isIP(address) === 6 ? 'ipv6' : 'ipv4')
  }
  return list
}
