/** Contents within a bound of memory: the least recently used are forgotten and made again, changed ones are kept. */
import type { Uuid } from '../model.ts'
import type { Content } from './content.ts'

export interface Shelf {
  get(repository: Uuid): Content
  has(repository: Uuid): boolean
  /** Keeps a content for good: its changes exist nowhere else. */
  pin(repository: Uuid): Content
  put(content: Content): void
  drop(repository: Uuid): void
}

/**
 * Kilobytes: a fifth of the gigabyte that the world M may take, since V8 wants as much again to move in and the largest
 * single repository comes on top. Worlds up to S stay whole.
 */
const usualCapacity = 200_000

export function makeShelf(make: (repository: Uuid) => Content, capacity = usualCapacity): Shelf {
  const pinned = new Map<Uuid, Content>()
  const recent = new Map<Uuid, { content: Content; weight: number }>()
  let total = 0

  const drop = (repository: Uuid) => {
    total -= recent.get(repository)?.weight ?? 0
    recent.delete(repository)
    pinned.delete(repository)
  }
  const keep = (content: Content) => {
    const weight = weightOf(content)
    recent.set(content.repository, { content, weight })
    total += weight
    for (const oldest of recent.keys()) {
      if (total <= capacity || oldest === content.repository) break
      drop(oldest)
    }
  }
  const get = (repository: Uuid) => {
    const held = pinned.get(repository) ?? recent.get(repository)?.content
    if (held === undefined) {
      const made = make(repository)
      keep(made)
      return made
    }
    const entry = recent.get(repository)
    if (entry !== undefined) {
      recent.delete(repository)
      recent.set(repository, entry)
    }
    return held
  }
  return {
    get,
    has: (repository) => pinned.has(repository) || recent.has(repository),
    drop,
    pin: (repository) => {
      const content = get(repository)
      drop(repository)
      pinned.set(repository, content)
      return content
    },
    put: (content) => void pinned.set(content.repository, content),
  }
}

/** Measured on the heap: a commit with its tree 2.6 kB, a pull request 1.2, an entry of its activity 0.2, a pipeline 1.5. */
function weightOf({ state }: Content): number {
  const reviews = state.pullRequests.reduce((sum, record) => sum + 1.2 + record.activity.length * 0.2, 0)
  return Math.ceil(state.commits.length * 2.6 + reviews + state.pipelines.length * 1.5)
}
