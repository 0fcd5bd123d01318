import { formatCount } from '../../ui/value/format.ts'
import { inWords } from '../words.ts'
import type { Delivery, DeliveryFilter, DeliveryState } from './queries.ts'

export const stateTitles: Readonly<Record<DeliveryState, string>> = {
  waiting: 'Waiting',
  placed: 'In turn',
  done: 'Done',
  unknown: 'Ignored',
  dead: 'Dead',
}

export const refusalTitles: Readonly<Record<string, string>> = {
  unsigned: 'Without a signature',
  bad_signature: 'Signed with another secret',
  unknown_connection: 'To an address that is no webhook’s',
  too_large: 'Too large',
  bad_address: 'From a network that is not allowed',
  malformed: 'Not like a delivery of Bitbucket',
}

/** The repository that a delivery is about, or the workspace as a whole. */
export function placeOf({ workspace, repository }: Pick<Delivery, 'workspace' | 'repository'>): string {
  return repository === null ? workspace : `${workspace}/${repository}`
}

/** "1 pull request, 2 rows of other tables, 0 requests": what became of a delivery, for a line of the table. */
export function effectOf(delivery: Delivery): string {
  const { state, effects, changed, requests, error, tries } = delivery
  if (state === 'waiting') return 'Waits to be looked at'
  if (state === 'unknown') return 'Tells nothing that is collected'
  if (state === 'dead') return error ?? 'Failed'
  if (state === 'placed') return tries === 0 ? 'Waits for its turn' : `Failed ${times(tries)}: ${error ?? ''}`
  const cost = countOf('requests', requests ?? 0)
  if (changed === 0 && effects?.note) return effects.note
  return [...rowsOf(effects?.tables ?? {}, changed ?? 0), cost].join(', ')
}

/** The one record that a delivery is about, before the many that hang on it. */
export function changesOf(tables: Readonly<Record<string, number>>): (readonly [string, number])[] {
  return Object.entries(tables)
    .filter(([, count]) => count > 0)
    .sort((a, b) => a[1] - b[1] || (a[0] < b[0] ? -1 : 1))
}

function rowsOf(tables: Readonly<Record<string, number>>, changed: number): string[] {
  const [first, second, ...others] = changesOf(tables)
  if (!first) return [changed > 0 ? countOf('rows', changed) : 'Nothing new']
  const shown = [countOf(...first), ...(second ? [countOf(...second)] : [])]
  if (others.length === 0) return shown
  const rest = others.reduce((sum, [, count]) => sum + count, 0)
  return [...shown, `${countOf('rows', rest)} of other tables`]
}

/** "1 pull request", "2 commit statuses", of the name of a table. */
export function countOf(table: string, count: number): string {
  const words = inWords([table])
  return `${formatCount(count)} ${count === 1 ? singular(words) : words}`
}

function singular(words: string): string {
  if (words.endsWith('ies')) return `${words.slice(0, -3)}y`
  if (/(?:s|x|ch|sh)es$/.test(words)) return words.slice(0, -2)
  return /[^s]s$/.test(words) ? words.slice(0, -1) : words
}

function times(count: number): string {
  return count === 1 ? 'once' : `${formatCount(count)} times`
}

export function inDeliveries(count: number): string {
  return `${formatCount(count)} ${count === 1 ? 'delivery' : 'deliveries'}`
}

/** Which deliveries a filter means, but for when: "of web-shop, event pullrequest:, dead". */
export function filterWords(filter: DeliveryFilter, connection: string | undefined): string[] {
  const { workspace, repository, event, state, q } = filter
  return [
    ...(filter.connection === undefined ? [] : [`connection ${connection ?? filter.connection}`]),
    ...(workspace === undefined ? [] : [`workspace ${workspace}`]),
    ...(repository === undefined ? [] : [`repository ${repository}`]),
    ...(event === undefined ? [] : [`event ${event}`]),
    ...(state === undefined ? [] : [`state ${stateTitles[state].toLowerCase()}`]),
    ...(q === undefined ? [] : [`text “${q}”`]),
  ]
}
