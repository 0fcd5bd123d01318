import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Coverage,
  cover,
  forgetAbove,
  headStretch,
  holeStretch,
  instant,
  markOf,
  type Page,
  restart,
  type Stretch,
} from './cursor.ts'

type Walk = 'keyset' | 'newest-first'

interface Item {
  readonly id: number
  position: number
}

const pageSize = 3
const text = (position: number) => String(position).padStart(6, '0')

/** A listing of items, the last changed first, in pages of three. */
class Source {
  readonly items: Item[] = []
  clock = 100
  requests = 0

  add(sameTime: boolean): void {
    if (!sameTime) this.clock++
    this.items.push({ id: this.items.length, position: this.clock })
  }

  touch(which: number): void {
    const item = this.items[which % Math.max(1, this.items.length)]
    if (item) item.position = ++this.clock
  }

  page(walk: Walk, { to, from, next }: Stretch): { items: Item[]; page: Page } {
    this.requests++
    const inside = (item: Item) =>
      walk === 'newest-first' ||
      ((to === null || text(item.position) <= to) && (from === null || text(item.position) >= from))
    const wanted = this.items.filter(inside).filter((item) => next === null || rank(item) < next)
    const sorted = wanted.toSorted((a, b) => (rank(a) < rank(b) ? 1 : -1))
    const items = sorted.slice(0, pageSize)
    const [first] = items
    const last = items.at(-1)
    const onward = sorted.length > pageSize && last !== undefined ? rank(last) : null
    const known = walk === 'newest-first' && from !== null && last !== undefined && text(last.position) < from
    return {
      items,
      page: {
        first: first ? text(first.position) : null,
        last: last ? text(last.position) : null,
        next: known ? null : onward,
        onward,
      },
    }
  }
}

/** Position, then identity: a total order, as a listing has. */
function rank({ id, position }: Item): string {
  return `${text(position)} ${text(id)}`
}

/** What a collector knows, and how far. */
class Collector {
  readonly source: Source
  readonly walk: Walk
  coverage: Coverage = []
  readonly known = new Map<number, number>()
  since: string | null

  constructor(source: Source, walk: Walk, since: number | null) {
    this.source = source
    this.walk = walk
    this.since = since === null ? null : text(since)
  }

  read(stretch: Stretch): void {
    const { items, page } = this.source.page(this.walk, stretch)
    for (const { id, position } of items) this.known.set(id, position)
    this.coverage = cover(this.coverage, stretch, page, this.walk)
  }

  /** One cycle, given up after so many requests. */
  cycle(requests: number): boolean {
    if (requests <= 0) return false
    this.read(headStretch(this.coverage, this.since))
    for (let left = requests - 1; ; left--) {
      const hole = holeStretch(this.coverage, this.since)
      if (hole === null) return true
      if (left <= 0) return false
      // A feed has no filter: without a link it is read from the top again.
      const lost = this.walk === 'newest-first' && hole.next === null
      if (lost) this.coverage = []
      this.read(lost ? headStretch([], this.since) : hole)
    }
  }
}

const step = fc.oneof(
  fc.record({ kind: fc.constant('add' as const), sameTime: fc.boolean() }),
  fc.record({ kind: fc.constant('touch' as const), which: fc.nat(50) }),
  fc.record({ kind: fc.constant('cycle' as const), requests: fc.nat(4) }),
  fc.record({ kind: fc.constant('refuse' as const) }),
  fc.record({ kind: fc.constant('widen' as const), by: fc.nat(10) }),
)
const plan = fc.record({
  walk: fc.constantFrom<Walk>('keyset', 'newest-first'),
  since: fc.option(fc.integer({ min: 100, max: 115 })),
  start: fc.array(fc.boolean(), { maxLength: 25 }),
  steps: fc.array(step, { maxLength: 40 }),
})

function play({ walk, since, start, steps }: typeof plan extends fc.Arbitrary<infer T> ? T : never) {
  const source = new Source()
  for (const sameTime of start) source.add(sameTime)
  const collector = new Collector(source, walk, since)
  for (const one of steps) {
    if (one.kind === 'add') source.add(one.sameTime)
    else if (one.kind === 'touch') source.touch(one.which)
    else if (one.kind === 'cycle') collector.cycle(one.requests)
    else if (one.kind === 'refuse') collector.coverage = restart(collector.coverage, collector.since)
    else if (collector.since !== null) collector.since = text(Number(collector.since) - one.by)
  }
  return { source, collector }
}

function missing({ source, collector }: ReturnType<typeof play>): Item[] {
  const wanted = (item: Item) => collector.since === null || text(item.position) >= collector.since
  return source.items.filter(wanted).filter(({ id, position }) => collector.known.get(id) !== position)
}

describe('a walk', () => {
  test('wherever it is cut off and whatever comes meanwhile, a cycle that ends leaves nothing out', () => {
    fc.assert(
      fc.property(plan, (given) => {
        const played = play(given)
        expect(played.collector.cycle(1000)).toBe(true)
        expect(missing(played)).toEqual([])
      }),
      { numRuns: 3000 },
    )
  })

  test('the mark never lies: all that is below it was read', () => {
    fc.assert(
      fc.property(plan, (given) => {
        const played = play(given)
        const { coverage, since } = played.collector
        const mark = markOf(coverage, since)
        // An item at the very time of the mark may have come after the page was read: that edge is read again.
        const below = missing(played).filter(({ position }) => mark !== null && text(position) < mark.high)
        expect(below).toEqual([])
      }),
      { numRuns: 3000 },
    )
  })

  test('a keyset walk that was cut off goes on where it was, and reads no page twice', () => {
    const source = new Source()
    for (let index = 0; index < 30; index++) source.add(false)
    const collector = new Collector(source, 'keyset', null)
    while (!collector.cycle(2));
    const whole = new Collector(source, 'keyset', null)
    source.requests = 0
    whole.cycle(1000)
    const undisturbed = source.requests
    source.requests = 0
    const cut = new Collector(source, 'keyset', null)
    cut.cycle(5)
    cut.cycle(1000)
    // The head is asked once more, to see what came meanwhile.
    expect(source.requests).toBeLessThanOrEqual(undisturbed + 1)
  })

  test('a cycle in which nothing came costs one request', () => {
    const source = new Source()
    for (let index = 0; index < 30; index++) source.add(index % 2 === 0)
    const collector = new Collector(source, 'keyset', null)
    collector.cycle(1000)
    source.requests = 0
    expect(collector.cycle(1000)).toBe(true)
    expect(source.requests).toBe(1)
  })
})

test('the mark rises only when the open interval has met what was known', () => {
  const old = [{ high: '5', low: null, closed: true, next: null }]
  const cut = cover(
    old,
    headStretch(old, null),
    { first: '9', last: '8', next: 'more', onward: 'more' },
    'keyset',
  )
  expect(markOf(cut, null)).toEqual({ high: '5', low: null })
  const hole = holeStretch(cut, null)
  expect(hole).toEqual({ to: '8', from: '5', next: null })
  const met = cover(
    cut,
    hole ?? headStretch(cut, null),
    { first: '8', last: '5', next: null, onward: null },
    'keyset',
  )
  expect(markOf(met, null)).toEqual({ high: '9', low: null })
})

test('what may have changed without moving is read again from there', () => {
  const coverage = [
    { high: '9', low: '8', closed: false, next: 'link' },
    { high: '6', low: null, closed: true, next: null },
  ]
  expect(forgetAbove(coverage, '4')).toEqual([{ high: '4', low: null, closed: true, next: null }])
  expect(forgetAbove(coverage, '9')).toEqual(coverage)
})

test('times sort as text whatever digits and zone they were written with', () => {
  expect(instant('2026-11-21T10:00:00+02:00')).toBe('2026-11-21T08:00:00.000000Z')
  expect(instant('2026-11-21T08:00:00.123456789Z')).toBe('2026-11-21T08:00:00.123456Z')
  expect(() => instant('yesterday')).toThrow('no time')
})

test('a feed that is wanted further back goes on where it was left, and knows when it had ended', () => {
  const left = { first: '9', last: '4', next: null, onward: 'link' }
  const recent = cover([], headStretch([], '5'), left, 'newest-first')
  expect(holeStretch(recent, '5')).toBeNull()
  expect(holeStretch(recent, '2')).toEqual({ to: '4', from: '2', next: 'link' })
  const ended = { first: '9', last: '7', next: null, onward: null }
  expect(holeStretch(cover([], headStretch([], '5'), ended, 'newest-first'), '2')).toBeNull()
})
