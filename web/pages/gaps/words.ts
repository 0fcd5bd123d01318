import { formatCount } from '../../ui/value/format.ts'
import { inWords } from '../words.ts'
import type { Gap, HeldRemoval } from './queries.ts'

/** The repository that a gap is in, or the workspace as a whole. */
export function placeOf({ workspace, repository }: Pick<Gap, 'workspace' | 'repository'>): string {
  return repository === null ? workspace : `${workspace}/${repository}`
}

/** "source forbidden · 403": why something could not be read. */
export function whyOf({ reason, status, detail }: Pick<Gap, 'reason' | 'status' | 'detail'>): string {
  return [inWords([reason]), status, detail].filter((part) => part !== null).join(' · ')
}

/** What the records of a stream are: the listing of repositories lists repositories. */
export function recordsOf({ stream }: Pick<HeldRemoval, 'stream'>): string {
  return stream === 'repository_listing' ? 'repositories' : inWords([stream])
}

/** "20 of 30". */
export function lackingOf({ lacking, known }: Pick<HeldRemoval, 'lacking' | 'known'>): string {
  return `${formatCount(lacking)} of ${formatCount(known)}`
}
