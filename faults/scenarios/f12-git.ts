import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { disturbedSync } from '../parts/disturbed.ts'
import type { House } from '../parts/house.ts'
import type { Site } from '../parts/site.ts'
import { aWeekPasses, syncInPeace } from '../parts/sync.ts'
import { demandRecovery, demandTruth } from '../parts/verdict.ts'
import { demand, type Scenario, Skipped } from '../scenario.ts'

const options = { sourceAccess: 'git', include: ['checkout-api'] } as const

/** Packs of all mirrors, each with its index. */
function packsOf({ dataDirectory }: Site): string[] {
  const below = join(dataDirectory, 'mirrors')
  return readdirSync(below, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.pack'))
    .map((path) => join(below, path))
}

function move({ simulator: { world } }: Site): void {
  const all = world.workspaces.flatMap(({ uuid }) => world.repositories(uuid))
  const repository = all.find(({ slug }) => slug === options.include[0])
  const actor = world.members(repository?.workspace ?? '')[0]?.account ?? ''
  demand(repository !== undefined, 'the world has no such repository')
  world.mutate.push(repository.uuid, {
    branch: repository.mainBranch ?? '',
    actor,
    message: 'more',
    commits: 3,
  })
}

/** A mirror that was whole is damaged between two syncs, in a world that goes on. */
async function damaged(house: House, damage: (site: Site) => void): Promise<number> {
  const site = await house.open(options)
  try {
    await syncInPeace(site)
    await demandTruth(site)
    damage(site)
    move(site)
    await aWeekPasses(site)
    await syncInPeace(site)
    await demandRecovery(site)
    return 1
  } finally {
    await site.close()
  }
}

function eachPack(site: Site, damage: (pack: string) => void): void {
  const packs = packsOf(site)
  demand(packs.length > 0, 'there is no pack')
  for (const pack of packs) {
    chmodSync(pack, 0o600)
    damage(pack)
  }
}

/** Bytes that a disk lost. */
function corrupt(site: Site): void {
  eachPack(site, (pack) => {
    const bytes = readFileSync(pack)
    writeFileSync(pack, bytes.fill(0, 12, Math.max(12, bytes.length - 20)))
  })
}

/** What a disk without room leaves of a file that was written before. */
function cutShort(site: Site): void {
  eachPack(site, (pack) => truncateSync(pack, 100))
}

function lose(site: Site): void {
  const [pack] = packsOf(site)
  demand(pack !== undefined, 'there is no pack')
  for (const end of ['.pack', '.idx', '.rev']) rmSync(pack.replace(/\.pack$/, end), { force: true })
}

function dropRefs(site: Site): void {
  const below = join(site.dataDirectory, 'mirrors')
  const refs = readdirSync(below, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /packed-refs$|refs\/heads\/.+/.test(path),
  )
  demand(refs.length > 0, 'there are no refs')
  for (const path of refs) rmSync(join(below, path), { recursive: true, force: true })
}

/** The disk of the mirrors is too small for any of them; afterwards there is room. */
function full(house: House): Promise<number> {
  let disk: string | undefined
  const unmount = () => {
    if (disk) execFileSync('umount', [disk])
    disk = undefined
  }
  return disturbedSync(house, {
    options,
    async prepare({ dataDirectory }) {
      const path = join(dataDirectory, 'mirrors')
      mkdirSync(path, { recursive: true })
      try {
        execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k,mode=0700', 'none', path], { stdio: 'pipe' })
      } catch {
        throw new Skipped('a small disk cannot be mounted by this user')
      }
      disk = path
      return {}
    },
    disturb: async () => 1,
    async inspect({ database }) {
      const gaps = await database.kysely.selectFrom('gaps').select('reason').execute()
      demand(gaps.length > 0, 'no gap tells of the disk')
    },
    mend: async () => unmount(),
  }).finally(unmount)
}

const trials: readonly (readonly [string, (house: House) => Promise<number>])[] = [
  ['a mirror is corrupt', (house) => damaged(house, corrupt)],
  ['a mirror is cut short', (house) => damaged(house, cutShort)],
  ['objects of a mirror are missing', (house) => damaged(house, lose)],
  ['the refs of a mirror are gone', (house) => damaged(house, dropRefs)],
  ['the disk of the mirrors is full', full],
]

export const scenario: Scenario = {
  id: 'F12',
  name: 'git',
  doc: 'mirrors are corrupt, incomplete or without room; how its network fails is a part of F4',
  trials: (mode) => (mode === 'all' ? trials.map(([title, run]) => ({ title, run })) : []),
}
