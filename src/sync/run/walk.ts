import {
  type Coverage,
  forgetAbove,
  headStretch,
  holeStretch,
  instant,
  markOf,
  type Page,
  type Stretch,
} from '../cursor.ts'
import type { AnyStream, Place, StreamRequest } from '../stream.ts'

/** What to ask for a page: a request of our making, or Bitbucket's own link. */
export type Step = { readonly request: StreamRequest } | { readonly link: string }

/** The next part of a walk: what is new at first, then the holes below. Null when there is none left. */
export function nextStretch(coverage: Coverage, since: string | null, started: boolean): Stretch | null {
  return started ? holeStretch(coverage, since) : headStretch(coverage, since)
}

/**
 * Rows may have changed without moving: what lies above the oldest of them is read once more, unless a walk is on its
 * way down to it.
 */
export function reopened(coverage: Coverage, oldest: string | null): Coverage {
  const reachesIt = oldest !== null && markOf(coverage.slice(0, 1), oldest) !== null
  return reachesIt ? forgetAbove(coverage, oldest) : coverage
}

export function stepOf(stream: AnyStream, place: Place, stretch: Stretch): Step {
  if (stretch.next !== null) return { link: stretch.next }
  return { request: stream.request(place, { from: stretch.from, to: stretch.to }) }
}

/** The times between which a page lies. A feed that has come to what is known ends there, whatever link it offers. */
export function pageOf(
  stream: AnyStream,
  stretch: Stretch,
  items: readonly unknown[],
  link: string | undefined,
): Page {
  const positions = items.flatMap((item) => positionOf(stream, item) ?? [])
  const first = positions[0] ?? null
  const last = positions.at(-1) ?? null
  const known =
    stream.walk === 'newest-first' && last !== null && stretch.from !== null && last < stretch.from
  return { first, last, next: known ? null : (link ?? null), onward: link ?? null }
}

/** Null for an item without a time, and for one that cannot be read: it will be quarantined. */
function positionOf(stream: AnyStream, item: unknown): string | null {
  try {
    const position = stream.position?.(item as Parameters<AnyStream['key']>[0])
    return position ? instant(position) : null
  } catch {
    return null
  }
}
