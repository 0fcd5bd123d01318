/** Bare repositories on disk for a whole world: as many as the bound allows, the least recently used go first. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Change } from '../world/change.ts'
import type { Uuid } from '../world/model.ts'
import type { ClosableWorld } from '../world/world.ts'
import { type Bare, bringUpToDate, dropUnreachable, initBare } from './bare.ts'

export interface GitStore {
  /** The up-to-date bare directory. Call `done` when the request is over: until then it is neither evicted nor pruned. */
  open(repository: Uuid): Promise<{ directory: string; done(): void }>
  /** How many directories lie on disk. */
  size(): number
  close(): void
}

interface Entry {
  bare: Bare | null
  /** The end of the work queued for this repository. */
  work: Promise<void>
  stale: boolean
  /** Refs went or moved back: objects may be left that nothing reaches. */
  litter: boolean
  users: number
}

export interface GitStoreOptions {
  /** How many bare repositories may lie on disk. */
  most?: number
}

export function openGitStore(world: ClosableWorld, { most = 1_000 }: GitStoreOptions = {}): GitStore {
  const root = join(world.cacheDirectory, `git-${process.pid}`)
  const entries = new Map<Uuid, Entry>()
  const stop = world.subscribe((change) => note(entries, change))

  const forget = (uuid: Uuid) => {
    entries.delete(uuid)
    rmSync(directoryOf(root, uuid), { recursive: true, force: true })
  }
  const evict = () => {
    for (const [uuid, entry] of entries) {
      if (entries.size <= most) return
      if (entry.users === 0) forget(uuid)
    }
  }
  return {
    open: async (uuid) => {
      const entry = entries.get(uuid) ?? {
        bare: null,
        work: Promise.resolve(),
        stale: true,
        litter: false,
        users: 0,
      }
      entries.delete(uuid)
      entries.set(uuid, entry)
      entry.users++
      const done = () => void entry.users--
      // A failed attempt is not the next one's: each request brings the directory up to date anew.
      entry.work = entry.work.catch(() => undefined).then(() => refresh(world, root, uuid, entry))
      try {
        await entry.work
      } catch (error) {
        done()
        throw error
      }
      evict()
      return { directory: directoryOf(root, uuid), done }
    },
    size: () => entries.size,
    close: () => {
      stop()
      rmSync(root, { recursive: true, force: true })
    },
  }
}

function directoryOf(root: string, uuid: Uuid): string {
  return join(root, `${uuid.slice(1, -1)}.git`)
}

function note(entries: Map<Uuid, Entry>, change: Change): void {
  if (!('repository' in change)) return
  const entry = entries.get(change.repository)
  if (entry === undefined) return
  entry.stale = true
  if (change.kind === 'repo:push' && change.changes.some((one) => one.new === null || one.forced))
    entry.litter = true
}

async function refresh(world: ClosableWorld, root: string, uuid: Uuid, entry: Entry): Promise<void> {
  const repository = world.repository(uuid)
  if (repository === undefined) throw new Error(`no repository ${uuid}`)
  if (entry.stale) {
    entry.stale = false
    entry.bare ??= initBare(directoryOf(root, uuid), repository)
    try {
      await bringUpToDate(entry.bare, repository, world.inner(uuid))
    } catch (error) {
      Object.assign(entry, { bare: null, stale: true })
      throw error
    }
  }
  // Somebody else may be reading the very packs that would go.
  if (entry.bare !== null && entry.litter && entry.users === 1) {
    entry.litter = false
    await dropUnreachable(entry.bare, world.inner(uuid))
  }
}
