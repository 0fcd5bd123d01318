import type { Change } from '../world/change.ts'
import type { World } from '../world/interface.ts'

// Serialised items and filtered lists, dropped by revision: a change raises the revision of its repository, and what may
// show up inside other repositories (names, accounts, forks) raises everybody's.
export type Cache = {
  revision(repository: string | null): string
  item(key: string, make: () => Buffer): Buffer
  list<T>(key: string, make: () => readonly T[]): readonly T[]
  object<T>(key: string, make: () => T): T
  clear(): void
  bytes(): number
}

const inContent = /^(pullrequest|issue|deployment|pipeline):|^repo:(push|commit_)/

type Bounded<V> = {
  get(key: string): V | undefined
  set(key: string, value: V): void
  clear(): void
  weight(): number
}

function bounded<V>(most: number, weigh: (value: V) => number): Bounded<V> {
  const held = new Map<string, V>()
  let weight = 0
  return {
    weight: () => weight,
    get(key) {
      const value = held.get(key)
      if (value === undefined) return undefined
      held.delete(key)
      held.set(key, value)
      return value
    },
    set(key, value) {
      held.set(key, value)
      weight += weigh(value)
      for (const [oldest, old] of held) {
        if (weight <= most) return
        held.delete(oldest)
        weight -= weigh(old)
      }
    },
    clear() {
      held.clear()
      weight = 0
    },
  }
}

function remembered<V>(cache: Bounded<V>, key: string, make: () => V): V {
  const known = cache.get(key)
  if (known !== undefined) return known
  const made = make()
  cache.set(key, made)
  return made
}

const megabyte = 1024 * 1024

// 64 MB hold about 16,000 pull requests of 4 KB; lists weigh their length, at most two million entries (16 MB of pointers).
export function createCache(world: Pick<World, 'subscribe'>): Cache {
  const items = bounded<Buffer>(64 * megabyte, (value) => value.length + 200)
  const lists = bounded<readonly unknown[]>(2_000_000, (value) => value.length + 100)
  const objects = bounded<unknown>(50_000, () => 1)
  const revisions = new Map<string, number>()
  let everywhere = 0
  world.subscribe((change: Change) => {
    if ('repository' in change) {
      revisions.set(change.repository, (revisions.get(change.repository) ?? 0) + 1)
    }
    if (!inContent.test(change.kind)) everywhere += 1
  })
  return {
    revision: (repository) => `${everywhere}.${repository === null ? 0 : (revisions.get(repository) ?? 0)}`,
    item: (key, make) => remembered(items, key, make),
    list: <T>(key: string, make: () => readonly T[]) => remembered(lists, key, make) as readonly T[],
    object: <T>(key: string, make: () => T) => remembered(objects, key, make) as T,
    clear() {
      items.clear()
      lists.clear()
      objects.clear()
    },
    bytes: () => items.weight(),
  }
}
