import { readPatterns } from '../choice/patterns.ts'
import type { Connection } from '../connections.ts'
import { readApiAddress } from './api-address.ts'
import { readCertificates } from './certificates.ts'
import { present } from './present.ts'
import { readProxyAddress } from './proxy-address.ts'
import { refuseField } from './refuse.ts'
import { readCron } from './rhythm.ts'

/** How source may be read: by mirrors, file by file, or not at all. */
export const sourceAccess = ['git', 'files', 'none'] as const

/** What a person may set, as it was typed in; what is absent stays as it is. */
export interface EnteredSettings {
  readonly alias?: string
  readonly api_url?: string
  readonly source_access?: (typeof sourceAccess)[number]
  readonly since?: string | null
  readonly range_days?: number
  readonly rate_limit?: number | null
  readonly proxy_url?: string | null
  readonly ca?: string | null
  readonly projects?: readonly string[] | null
  readonly include?: readonly string[] | null
  readonly exclude?: readonly string[] | null
  readonly auto_add?: boolean
  readonly streams?: readonly string[] | null
  readonly frequency_minutes?: number
  readonly cron?: string | null
  readonly skip_failed?: boolean
}

type Column = Exclude<keyof EnteredSettings, 'auto_add'> | 'auto_add_stopped_at'

/** Settings as their columns hold them. */
export type Settings = Partial<Pick<Connection, Column>>

/** Reads what was typed in. The names of `streams` are for the caller to know. */
export function readSettings(entered: EnteredSettings, now = new Date()): Settings {
  const { alias, source_access, rate_limit, streams, skip_failed, ...rest } = entered
  const { api_url, proxy_url, ca, projects, include, exclude, auto_add } = rest
  return present({
    ...{ alias, source_access, rate_limit, skip_failed },
    api_url: api_url && readApiAddress(api_url),
    proxy_url: proxy_url && readProxyAddress(proxy_url),
    ca: ca && readCertificates(ca, now),
    projects: projects && [...new Set(projects.map((key) => key.trim().toUpperCase()))],
    include: include && readPatterns('include', include),
    exclude: exclude && readPatterns('exclude', exclude),
    streams: streams && [...new Set(streams)],
    auto_add_stopped_at: auto_add === undefined ? undefined : auto_add ? null : now,
    ...readRange(entered, now),
    ...readRhythm(entered),
  })
}

/** A start that is set counts before the days, so naming days alone takes it away. */
function readRange({ since, range_days }: EnteredSettings, now: Date) {
  if (since === undefined) return range_days === undefined ? {} : { range_days, since: null }
  if (since === null) return { since, range_days }
  if (range_days !== undefined) throw refuseField('since', 'Give a start or a number of days, not both.')
  const start = new Date(since)
  if (start > now) throw refuseField('since', 'The start lies in the future.')
  return { since: start }
}

/** Fields of cron count before the frequency, so naming a frequency alone takes them away. */
function readRhythm({ frequency_minutes, cron }: EnteredSettings) {
  if (cron === undefined) return frequency_minutes === undefined ? {} : { frequency_minutes, cron: null }
  if (cron === null) return { cron, frequency_minutes }
  if (frequency_minutes !== undefined)
    throw refuseField('cron', 'Give a frequency or fields of cron, not both.')
  return { cron: readCron(cron) }
}
