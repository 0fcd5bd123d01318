import { formatCount } from '../../ui/value/format.ts'
import type { Brought } from './queries.ts'

/** Whom a blueprint is from, in a word or two. */
export function originOf({ shipped, is_changed }: { shipped: string | null; is_changed: boolean }): string {
  if (shipped === null) return 'Made here'
  return is_changed ? 'Shipped, changed' : 'Shipped'
}

const outcomes: Readonly<Record<string, string>> = {
  made: 'made',
  changed: 'replaced',
  unchanged: 'there already as it is',
  kept: 'left as it was: another of this identifier is there',
  refused: 'not taken',
}

/** What became of one blueprint that was brought in. */
export function outcomeOf({ identifier, outcome }: Brought): string {
  return `${identifier ?? 'Something without an identifier'}: ${outcomes[outcome] ?? outcome}`
}

/** "3 blueprints made, 1 not taken." */
export function sentenceOf(items: readonly Brought[]): string {
  const count = (outcome: string) => items.filter((one) => one.outcome === outcome).length
  const [made, replaced] = [count('made'), count('changed')]
  const stayed = count('unchanged') + count('kept')
  const parts = [
    `${formatCount(made)} ${made === 1 ? 'blueprint' : 'blueprints'} made`,
    ...(replaced > 0 ? [`${formatCount(replaced)} replaced`] : []),
    ...(stayed > 0 ? [`${formatCount(stayed)} left as they were`] : []),
    ...(count('refused') > 0 ? [`${formatCount(count('refused'))} not taken`] : []),
  ]
  return `${parts.join(', ')}.`
}
