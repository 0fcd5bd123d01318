import { cloudApi } from '../connections/entered/api-address.ts'
import { type EnteredSettings, readSettings } from '../connections/entered/settings.ts'
import type { Caller } from '../people/caller.ts'
import { draftSource } from '../sync/connect.ts'
import { draftsOf, type Entered } from './connection-desk.ts'
import type { House } from './house.ts'

/** What a connection is set to when nothing is said. */
export const blankPlan = {
  ...{ projects: null, include: null, exclude: null, auto_add_stopped_at: null },
  ...{ since: null, range_days: 183, source_access: 'git' },
}

const settingNames = [
  ...['api_url', 'proxy_url', 'ca', 'rate_limit', 'projects', 'include', 'exclude', 'auto_add'],
  ...['since', 'range_days', 'source_access'],
] as const

/** The credentials and the way that a body offers, before anything is stored. */
export async function offeredSource(house: House, caller: Caller, body: Entered & EnteredSettings) {
  const entered = Object.fromEntries(
    settingNames.flatMap((name) => (name in body ? [[name, body[name as keyof EnteredSettings]]] : [])),
  )
  const settings = readSettings(entered)
  const way = { api_url: cloudApi, proxy_url: null, ca: null, rate_limit: null, ...settings }
  return { source: draftSource(way, await draftsOf(house, caller, body)), settings }
}

/** What is said of single repositories, by their uuids. */
export function saidOf(choices: readonly { uuid: string; is_wanted: boolean }[] = []) {
  return new Map(choices.map(({ uuid, is_wanted }) => [uuid, is_wanted]))
}
