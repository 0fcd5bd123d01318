import type { Connection } from '../queries.ts'
import { cloudApi, frequencies } from './body.ts'
import { blank, type Choices, type Choosing, type Draft, ranges } from './draft.ts'

/** A connection as its form shows it. */
export function draftOf(connection: Connection, choices: Choices): Draft {
  const { alias, auto_add, skip_failed, rate_limit, source_access } = connection
  const { projects, include, exclude, streams, proxy_url, ca, api_url } = connection
  return {
    ...blank,
    ...{ alias, auto_add, skip_failed, rate_limit, streams, choices },
    source_access: source_access === 'none' || source_access === 'files' ? source_access : 'git',
    choosing: choosingOf(connection),
    ...{ projects: linesOf(projects), include: linesOf(include), exclude: linesOf(exclude) },
    ...rangeOf(connection),
    ...{ rhythm: rhythmOf(connection), cron: connection.cron ?? '' },
    ...{ proxy_url: proxy_url ?? '', ca: ca ?? '', api_url: api_url === cloudApi ? '' : api_url },
  }
}

function choosingOf({ projects, include, exclude }: Connection): Choosing {
  if (include?.length === 0) return 'picked'
  return projects || include || exclude ? 'rules' : 'all'
}

function rangeOf({ since, range_days }: Connection) {
  if (since !== null) return { range: 'since', since }
  const known = ranges.some(({ value }) => value === String(range_days))
  return known ? { range: String(range_days) } : { range: 'days', range_days }
}

/** Null for one that nobody can choose, as the demo has. */
export function rhythmOf({ cron, frequency_minutes }: Connection): string | null {
  if (cron !== null) return 'cron'
  return frequencies.some((minutes) => minutes === frequency_minutes) ? String(frequency_minutes) : null
}

function linesOf(names: readonly string[] | null): string {
  return names?.join('\n') ?? ''
}
