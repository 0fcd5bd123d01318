import type { Level } from '../../ui/value/status.tsx'
import type { Source } from './queries.ts'

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
export function sharesOf(languages: readonly { readonly language: string; readonly bytes: number }[]) {
  const all = languages.reduce((sum, one) => sum + one.bytes, 0)
  const [shown, rest] = [languages.slice(0, mostLanguages), languages.slice(mostLanguages)]
  const others = rest.reduce((sum, one) => sum + one.bytes, 0)
  const parts = others > 0 ? [...shown, { language: 'Others', bytes: others }] : shown
  return parts.map(({ language, bytes }) => ({ language, share: (bytes / all) * 100 }))
}

const mostLanguages = 5
