import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { databaseThrough } from '../parts/behind.ts'
import { disturbedSync, whenDone } from '../parts/disturbed.ts'
import { type House, makeTemplate } from '../parts/house.ts'
import { openServer, type Server } from '../parts/server.ts'
import { type Site, type SiteOptions, small } from '../parts/site.ts'
import { isThrough, waitFor } from '../parts/sync.ts'
import { endConnections } from '../parts/worker.ts'
import { demand, type Scenario, Skipped, type Trial } from '../scenario.ts'

type Disturb = (house: House, site: Site) => Promise<number>

const restart =
  (patience?: number): Disturb =>
  async ({ server }, site) => {
    await server.stop(patience)
    await server.start()
    return goesOn(site)
  }

async function refuse({ server }: House, site: Site): Promise<number> {
  await server.stop(0)
  await pause(5_000)
  await server.start()
  return goesOn(site)
}

/** Milliseconds: less than a lease, whose end nobody has to wait for when the process that holds it lives. */
const soon = 45_000

async function goesOn(site: Site): Promise<number> {
  await waitFor(() => isThrough(site), soon, 'what was under way was not taken up again')
  return 1
}

/** What a failover looks like to those that were connected. */
async function terminate(_: House, site: Site): Promise<number> {
  demand((await endConnections(site)) > 0, 'there was no connection to end')
  return 1
}

/** All connections that the server has left are taken, and those of the product end. */
async function fill(house: House, site: Site): Promise<number> {
  const taken: pg.Client[] = []
  await endConnections(site)
  try {
    for (;;) {
      const client = new pg.Client({ connectionString: house.server.url })
      client.on('error', () => {})
      await client.connect()
      taken.push(client)
    }
  } catch {
    await pause(4_000)
  }
  await Promise.all(taken.map((client) => client.end()))
  return 1
}

const disturbances: readonly (readonly [string, Disturb])[] = [
  ['restarts', restart()],
  ['crashes', restart(0)],
  ['refuses for five seconds', refuse],
  ['ends every connection', terminate],
  ['has no connection left', fill],
]

const shares = [0.1, 0.5, 0.9]

function disturbed(house: House, share: number, disturb: Disturb, options: SiteOptions): Promise<number> {
  return disturbedSync(house, {
    options,
    async disturb(site) {
      await whenDone(house, site, share, options)
      return disturb(house, site)
    },
  })
}

/** Each answer takes a second, for a while. */
function slow(house: House, share: number): Promise<number> {
  return databaseThrough(house, { kind: 'latency', ms: 1_000 }, share)
}

/** A server of its own on a small disk, with room for an empty installation and not for what is read. */
async function full(house: House, share: number): Promise<number> {
  const disk = mountDisk()
  let server: Server | undefined
  try {
    const own = await openServer(join(disk.path, 'data'), {
      fsync: 'off',
      wal_level: 'minimal',
      max_wal_senders: '0',
      min_wal_size: '32MB',
      max_wal_size: '64MB',
    })
    server = own
    await makeTemplate(own)
    return await disturbedSync(house, {
      options: { server: own },
      async disturb(site) {
        await whenDone(house, site, share)
        disk.fill()
        await pause(5_000)
        disk.clear()
        // A server that could not write its log has ended.
        await own.stop(0).catch(() => {})
        await own.start()
        return 1
      },
    })
  } finally {
    await server?.close()
    disk.unmount()
  }
}

function mountDisk() {
  const path = mkdtempSync(join(tmpdir(), 'windlass-disk-'))
  const filler = join(path, 'filler')
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=400m,mode=0755', 'none', path], { stdio: 'pipe' })
  } catch {
    rmSync(path, { recursive: true })
    throw new Skipped('a small disk cannot be mounted by this user')
  }
  return {
    path,
    fill() {
      try {
        execFileSync('dd', ['if=/dev/zero', `of=${filler}`, 'bs=64k'], { stdio: 'pipe' })
      } catch {
        // It ends because nothing is left, which is what it is for.
      }
    },
    clear: () => rmSync(filler, { force: true }),
    unmount() {
      execFileSync('umount', [path])
      rmSync(path, { recursive: true })
    },
  }
}

export const scenario: Scenario = {
  id: 'F3',
  name: 'postgres',
  doc: 'PostgreSQL restarts, crashes, refuses, ends connections, has none left, is slow, has a full disk',
  trials(mode) {
    const all = shares.flatMap((share): Trial[] => [
      ...disturbances.map(([title, disturb]) => ({
        title: `${title} at ${share * 100} %`,
        run: (house: House) => disturbed(house, share, disturb, mode === 'all' ? {} : small),
      })),
      { title: `takes a second each at ${share * 100} %`, run: (house) => slow(house, share) },
      { title: `has a full disk at ${share * 100} %`, run: (house) => full(house, share) },
    ])
    return mode === 'all' ? all : all.filter(({ title }) => title === 'restarts at 50 %')
  },
}
