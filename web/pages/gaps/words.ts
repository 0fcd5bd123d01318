import { inWords } from '../words.ts'
import type { Gap } from './queries.ts'

/** The repository that a gap is in, or the workspace as a whole. */
export function placeOf({ workspace, repository }: Pick<Gap, 'workspace' | 'repository'>): string {
  return repository === null ? workspace : `${workspace}/${repository}`
}

/** "source forbidden · 403": why something could not be read. */
export function whyOf({ reason, status, detail }: Pick<Gap, 'reason' | 'status' | 'detail'>): string {
  return [inWords([reason]), status, detail].filter((part) => part !== null).join(' · ')
}
