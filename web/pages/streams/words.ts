import { formatCount } from '../../ui/value/format.ts'
import type { Stream } from './queries.ts'

export const reads: Readonly<Record<Stream['read'], string>> = {
  always: 'Always',
  usually: 'Unless switched off',
  when_chosen: 'Only when chosen',
}

export const rhythms: Readonly<Record<Stream['again'], string>> = {
  'every-cycle': 'In every cycle',
  'when-pushed': 'When the repository changed',
  daily: 'Once a day',
  'when-told': 'When a webhook or a person names it',
}

export function sentenceOf(streams: readonly Stream[]): string {
  const extra = streams.filter(({ read }) => read === 'when_chosen').length
  const rest =
    extra === 0 ? '' : `; ${extra === 1 ? 'one is' : `${formatCount(extra)} are`} off unless chosen`
  return `${formatCount(streams.length)} kinds of records are read of Bitbucket${rest}.`
}
