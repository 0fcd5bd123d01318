import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'
import { contract } from '../src/api/contract/index.ts'
import type { Endpoint, Resource } from '../src/api/contract/resource.ts'

const whole = fileURLToPath(new URL('../src/api/contract/index.ts', import.meta.url))

/**
 * Puts the method and path of each endpoint in place of the contract: the page leaves schemas to the server, and what
 * explains itself to people who read it would be most of what is loaded before signing in.
 */
export function onlyAddresses(): Plugin {
  return {
    name: 'only-addresses',
    apply: 'build',
    enforce: 'pre',
    load(id) {
      return id === whole ? `export const contract = ${JSON.stringify(addresses())}` : null
    },
  }
}

type Addresses = Record<string, { endpoints: Record<string, Pick<Endpoint, 'method' | 'path'>> }>

function addresses(): Addresses {
  const found: Addresses = {}
  for (const [name, resource] of Object.entries<Resource>(contract)) {
    const endpoints: Addresses[string]['endpoints'] = {}
    for (const [call, { method, path }] of Object.entries(resource.endpoints))
      endpoints[call] = { method, path }
    found[name] = { endpoints }
  }
  return found
}
