import type { Client } from '../../api/contract/client.ts'
import { Failure } from '../../errors.ts'
import { deliveryStates } from '../../sync/webhooks/delivery-filter.ts'
import { defineCommand } from '../command.ts'
import { moment, table } from '../out.ts'

type Listed = Awaited<ReturnType<Client['deliveries']['list']>>['data']['items'][number]
type Shown = Awaited<ReturnType<Client['deliveries']['get']>>['data']

const largestPage = 200

const filters = {
  state: { doc: 'only in this state', value: 'state', choices: deliveryStates },
  event: { doc: 'only this event, or those that begin so: pullrequest:', value: 'event' },
  repository: { doc: 'only of this repository: its slug, full name or uuid', value: 'name' },
  from: { doc: 'only those received then or later, such as 2026-11-28T09:00Z', value: 'moment' },
  to: { doc: 'only those received then or earlier', value: 'moment' },
} as const

export const deliveriesList = defineCommand({
  name: 'deliveries list',
  doc: 'Lists what webhooks brought and what became of it, newest first.',
  examples: [
    { line: 'windlass deliveries list --state dead', doc: 'What failed again and again, and why.' },
    {
      line: 'windlass deliveries list --event pullrequest: --repository web-shop --limit 500 --json',
      doc: 'What came about the pull requests of a repository, for a program.',
    },
  ],
  options: { ...filters, limit: { doc: 'at most so many, 50 when left out', value: 'number' } },
  async run({ out, client }, { limit = '50', ...given }) {
    const most = readLimit(limit)
    const filter = filterOf(given)
    const { deliveries } = await client()
    const items: Listed[] = []
    let next: string | null = null
    do {
      const paging = { limit: Math.min(largestPage, most - items.length), ...(next && { cursor: next }) }
      const { data } = await deliveries.list({ query: { ...filter, ...paging } })
      items.push(...data.items)
      next = data.next
    } while (next !== null && items.length < most)
    out.result({ items, more: next !== null }, () => listText(items))
    if (next !== null) out.note('There are more: raise --limit, or say which.')
    return undefined
  },
})

export const deliveriesShow = defineCommand({
  name: 'deliveries show',
  doc: 'Shows one delivery: what became of it, and its payload without secrets.',
  examples: [{ line: 'windlass deliveries show 4711', doc: 'By its id.' }],
  arguments: { id: { doc: 'id that `windlass deliveries list` shows' } },
  async run({ out, client }, { id }) {
    const { data } = await (await client()).deliveries.get({ params: { id } })
    out.result(data, () => oneText(data))
    return undefined
  },
})

export const deliveriesReplay = defineCommand({
  name: 'deliveries replay',
  doc: 'Deals with deliveries again, as if they came now: some by their ids, or those that the options name.',
  examples: [
    { line: 'windlass deliveries replay 4711,4712', doc: 'Two of them.' },
    {
      line: 'windlass deliveries replay --dead',
      doc: 'All that failed again and again, once the cause is gone.',
    },
    {
      line: 'windlass deliveries replay --from 2026-11-28T09:00Z --to 2026-11-28T11:00Z --dry-run',
      doc: 'Says how many came in two hours, and replays none.',
    },
  ],
  arguments: { ids: { doc: 'ids that `windlass deliveries list` shows, by comma', optional: true } },
  options: {
    dead: { doc: 'those that are dead' },
    ...filters,
    dryRun: { doc: 'say how many it would be, and replay none' },
  },
  async run({ out, client }, { ids, dead, dryRun, ...given }) {
    if (dead && given.state !== undefined) throw refuse('--dead and --state are two ways to say one thing.')
    const filter = { ...filterOf(given), ...(dead ? { state: 'dead' as const } : {}) }
    const isFiltered = Object.keys(filter).length > 0
    if ((ids !== undefined) === isFiltered) throw refuse('Name ids, or say by options which are meant.')
    if (ids !== undefined && dryRun) throw refuse('--dry-run counts what options name, not ids.')
    const { deliveries } = await client()
    if (dryRun) {
      const { data } = await deliveries.replayable({ query: filter })
      out.result(
        data,
        () =>
          `Would be replayed: ${Math.min(data.deliveries, data.most)}.${beyond(data.deliveries - data.most)}`,
      )
      return undefined
    }
    const body = ids === undefined ? { filter } : { ids: readIds(ids) }
    const { data } = await deliveries.replay({ body })
    out.result(data, () => `Replayed: ${data.replayed}.${beyond(data.left)}`)
    return undefined
  },
})

type Given = { readonly [K in keyof typeof filters]?: string | undefined } & {
  readonly state?: (typeof deliveryStates)[number] | undefined
}

function filterOf({ state, event, repository, from, to }: Given) {
  return {
    ...(state === undefined ? {} : { state }),
    ...(event === undefined ? {} : { event }),
    ...(repository === undefined ? {} : { repository }),
    ...(from === undefined ? {} : { from: readMoment('--from', from) }),
    ...(to === undefined ? {} : { to: readMoment('--to', to) }),
  }
}

/** A moment without a zone would be another one on another machine. */
function readMoment(flag: string, text: string): string {
  const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d.*(Z|[+-]\d\d:?\d\d)$/.test(text) ? new Date(text) : null
  if (at === null || Number.isNaN(at.getTime()))
    throw refuse(`${flag} takes a moment with its zone, such as 2026-11-28T09:00Z.`)
  return at.toISOString()
}

function readLimit(text: string): number {
  const limit = Number(text)
  if (Number.isInteger(limit) && limit >= 1 && limit <= 10_000) return limit
  throw refuse('--limit takes a number from 1 to 10000.')
}

function readIds(text: string): string[] {
  const ids = text.split(',').map((id) => id.trim())
  if (ids.every((id) => /^[1-9]\d{0,17}$/.test(id))) return ids
  throw refuse('Ids are numbers, parted by commas.')
}

function refuse(detail: string): Failure {
  return new Failure('invalid_input', { detail })
}

function beyond(left: number): string {
  return left > 0
    ? ` ${left} more are beyond what is replayed at once: replay again once these are done.`
    : ''
}

function listText(items: readonly Listed[]): string {
  if (items.length === 0) return 'No delivery.'
  return table(
    ['Id', 'Received', 'Event', 'Where', 'About', 'State', 'Lag', 'Rows', 'Requests', 'Error'],
    items.map((one) => [
      one.id,
      moment(one.received_at),
      one.event,
      placeOf(one),
      one.subject ?? '-',
      one.state,
      lagOf(one),
      numberOf(one.changed),
      numberOf(one.requests),
      shorten(one.error ?? ''),
    ]),
  )
}

function oneText(one: Shown): string {
  const { effects, payload } = one
  const facts = [
    ['Received', moment(one.received_at)],
    ['Connection', one.connection.alias],
    ['Event', one.event],
    ['Where', placeOf(one)],
    ['About', one.subject ?? '-'],
    ['Request', one.request_uuid],
    ['State', one.state],
    ['Settled', moment(one.settled_at)],
    ['Replayed', moment(one.replayed_at)],
    ['Lag', lagOf(one)],
    ['Requests', numberOf(one.requests)],
    [
      'Rows',
      effects
        ? Object.entries(effects.tables)
            .map(([name, rows]) => `${name} ${rows}`)
            .join(', ') || '0'
        : '-',
    ],
    ['Read', effects?.read.join(', ') || '-'],
    ['Note', effects?.note ?? '-'],
    ['Failed', `${one.tries} times`],
    ['Error', one.error ?? '-'],
  ]
  const masked = payload.masked > 0 ? `, ${payload.masked} values masked` : ''
  const cut = payload.is_cut ? ', only its beginning' : ''
  return `${table(['Delivery', one.id], facts)}\n\nPayload (${one.size} bytes${masked}${cut})\n${payload.text}`
}

function placeOf({ workspace, repository }: Pick<Listed, 'workspace' | 'repository'>): string {
  return repository === null ? workspace : `${workspace}/${repository}`
}

function lagOf({ lag_seconds }: Pick<Listed, 'lag_seconds'>): string {
  return lag_seconds === null ? '-' : `${lag_seconds.toFixed(1)} s`
}

function numberOf(count: number | null): string {
  return count === null ? '-' : String(count)
}

/** A line of the table each; the whole error is with the delivery. */
function shorten(error: string): string {
  return error.length > 80 ? `${error.slice(0, 79)}…` : error
}
