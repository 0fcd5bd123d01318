import type { Level } from '../../ui/value/status.tsx'
import type { Repository, Source } from './queries.ts'

/** Who says it: a person, a mapping with the record it is of, or a discovery. */
export function originOf({ origin, mapping, kind, repository, key }: Source): string {
  if (origin === 'hand') return 'Said by hand'
  if (origin === 'discovery') return 'Discovery'
  const of = [repository, kind === 'file' || kind === 'pull-request' ? key : null].filter(
    (part) => part !== null,
  )
  return `Mapping ${mapping}: ${kind} ${of.join(' ')}`.trim()
}

const levels: Readonly<Record<string, Level>> = {
  SUCCESSFUL: 'good',
  MERGED: 'good',
  FAILED: 'bad',
  ERROR: 'bad',
  STOPPED: 'attention',
  EXPIRED: 'attention',
}

/** What came of a build or pull request; what still goes on is neither good nor bad. */
export function levelOf(result: string): Level {
  return levels[result] ?? 'unknown'
}

/** IN_PROGRESS as people write it. */
export function inSmall(word: string): string {
  const small = word.toLowerCase().replaceAll('_', ' ')
  return small.charAt(0).toUpperCase() + small.slice(1)
}

export function shortHash(hash: string): string {
  return hash.slice(0, 8)
}

/** Shares in percent that add up to what is shown; the smallest of a long list are one. */
export function sharesOf({ languages, languages_by: by }: Pick<Repository, 'languages' | 'languages_by'>) {
  const all = languages.reduce((sum, one) => sum + one[by], 0)
  const rest = languages.slice(mostLanguages).reduce((sum, one) => sum + one[by], 0)
  const shown = languages.slice(0, mostLanguages).map((one) => ({ name: one.language, amount: one[by] }))
  const parts = rest > 0 ? [...shown, { name: 'Others', amount: rest }] : shown
  return parts.map(({ name, amount }) => ({ language: name, share: (amount / all) * 100 }))
}

const mostLanguages = 5
