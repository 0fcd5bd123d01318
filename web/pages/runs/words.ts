import type { Run } from './queries.ts'

const causes: Readonly<Record<string, string>> = {
  person: 'A person',
  schedule: 'The schedule',
  webhook: 'A webhook',
  audit: 'A check of everything',
}

/** Who or what started a run. */
export function causeOf({ cause }: Pick<Run, 'cause'>): string {
  return causes[cause] ?? cause
}

/** What a run reads. */
export const scopeTitles: Readonly<Record<Run['scope'], string>> = {
  all: 'Everything',
  hot: 'What changed of late',
  identities: 'Members',
  repositories: 'The list of repositories',
  gaps: 'Gaps',
}

/** Seconds from start to end; null while it goes on. */
export function tookSeconds({ started_at, ended_at }: Pick<Run, 'started_at' | 'ended_at'>): number | null {
  return ended_at === null ? null : (Date.parse(ended_at) - Date.parse(started_at)) / 1000
}
