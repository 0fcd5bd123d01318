import { setTimeout as pause } from 'node:timers/promises'
import { disturbedSync, whenDone } from './disturbed.ts'
import type { House } from './house.ts'
import { openProxy, type TcpProxy, type Toxic } from './proxy.ts'
import type { Site, SiteOptions } from './site.ts'
import { waitFor } from './sync.ts'
import { endConnections } from './worker.ts'

/** Milliseconds that a network is ill. */
const ill = 4_000
/** Four slices are read at a time, each answer is asked for four times at most, and a few of each in four seconds. */
const cost = 4 * 4 * 4

/** A sync in which the network to the database is ill from a share of it on, for a while. */
export async function databaseThrough(
  house: House,
  toxic: Toxic,
  share: number,
  options: SiteOptions = {},
): Promise<number> {
  const proxy = await openProxy({ path: house.server.socket })
  try {
    return await disturbedSync(house, {
      options,
      cost,
      async prepare({ database }) {
        const address = new URL(database.url)
        address.host = `127.0.0.1:${proxy.port}`
        address.search = ''
        return { env: { DATABASE_URL: address.href } }
      },
      disturb: (site) => poison(house, site, proxy, toxic, share, options),
    })
  } finally {
    proxy.close()
  }
}

/** The same for the network to the source: `api`, or to its git. */
export async function sourceThrough(
  house: House,
  toxic: Toxic,
  share: number,
  to: 'api' | 'git',
): Promise<number> {
  let proxy: TcpProxy | undefined
  const options: SiteOptions =
    to === 'git' ? { sourceAccess: 'git', include: ['checkout-api', 'commerce'] } : {}
  try {
    return await disturbedSync(house, {
      options,
      cost,
      async prepare({ database, simulator }) {
        const opened = await openProxy({ host: '127.0.0.1', port: Number(new URL(simulator.url).port) })
        proxy = opened
        const base = `http://127.0.0.1:${opened.port}`
        const moved = to === 'git' ? { git_url: base } : { api_url: `${base}/2.0` }
        await database.kysely.updateTable('connections').set(moved).execute()
        // It is reached at another address than it listens on, and its links have to lead there.
        if (to === 'api') Object.assign(simulator.simulation.cloud, { origin: base })
        return {}
      },
      disturb: async (site) => (proxy ? poison(house, site, proxy, toxic, share, options) : 0),
    })
  } finally {
    proxy?.close()
  }
}

async function poison(
  house: House,
  site: Site,
  proxy: TcpProxy,
  toxic: Toxic,
  share: number,
  options: SiteOptions,
): Promise<number> {
  if (share > 0) await whenDone(house, site, share, options)
  proxy.set(toxic)
  // Connections to the database live long: for once they close.
  if (toxic.kind === 'slow-close') await endConnections(site)
  await waitFor(() => proxy.struck() > 0, 60_000, 'the network was not used')
  await pause(ill)
  proxy.set(null)
  return 1
}
