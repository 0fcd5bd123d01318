import type { LimitClass } from '../limits/limits.ts'

export type Entry = {
  readonly at: number
  readonly identity: string
  readonly class: LimitClass | 'free'
  readonly method: string
  readonly template: string
  readonly path: string
  readonly status: number
  readonly bytes: number
  readonly ms: number
}

type Total = { requests: number; bytes: number; statuses: Record<string, number> }

type LedgerReport = {
  readonly since: number
  readonly total: Total
  readonly byTemplate: Readonly<Record<string, Total>>
  readonly byIdentity: Readonly<Record<string, Total>>
  readonly byClass: Readonly<Record<string, Total>>
  // How many of the oldest entries are no longer listed one by one; totals keep counting them.
  readonly entriesDropped: number
}

// A full sync of the largest world is 165,000 requests; each entry is about 300 bytes.
const mostEntries = 200_000

export type Ledger = {
  record(entry: Entry): void
  report(): LedgerReport
  entries(last?: number): readonly Entry[]
  reset(): void
}

function add(total: Total, entry: Entry): void {
  total.requests += 1
  total.bytes += entry.bytes
  total.statuses[entry.status] = (total.statuses[entry.status] ?? 0) + 1
}

function addTo(totals: Map<string, Total>, key: string, entry: Entry): void {
  const total = totals.get(key) ?? { requests: 0, bytes: 0, statuses: {} }
  add(total, entry)
  totals.set(key, total)
}

function sorted(totals: ReadonlyMap<string, Total>): Record<string, Total> {
  return Object.fromEntries([...totals].sort(([, left], [, right]) => right.requests - left.requests))
}

export function createLedger(now: () => number): Ledger {
  let since = now()
  let all: Entry[] = []
  let dropped = 0
  let total: Total = { requests: 0, bytes: 0, statuses: {} }
  const templates = new Map<string, Total>()
  const identities = new Map<string, Total>()
  const classes = new Map<string, Total>()
  return {
    record(entry) {
      all.push(entry)
      if (all.length > mostEntries) {
        all = all.slice(mostEntries / 10)
        dropped += mostEntries / 10
      }
      add(total, entry)
      addTo(templates, `${entry.method} ${entry.template}`, entry)
      addTo(identities, entry.identity, entry)
      addTo(classes, entry.class, entry)
    },
    report: () => ({
      since,
      total,
      byTemplate: sorted(templates),
      byIdentity: sorted(identities),
      byClass: sorted(classes),
      entriesDropped: dropped,
    }),
    entries: (last = all.length) => all.slice(Math.max(0, all.length - last)),
    reset() {
      since = now()
      all = []
      dropped = 0
      total = { requests: 0, bytes: 0, statuses: {} }
      for (const totals of [templates, identities, classes]) totals.clear()
    },
  }
}
