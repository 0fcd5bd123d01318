import type { Answer } from '../http/answer.ts'
import type { Templated } from '../http/router.ts'
import type { Identity } from '../identity/authenticate.ts'
import type { LimitClass } from '../limits/limits.ts'
import type { Selection } from '../query/fields.ts'
import type { HookStore } from '../webhooks/hooks.ts'
import type { World } from '../world/interface.ts'
import type { Cache } from './cache.ts'

export type CloudSettings = {
  // The tracker ended on 20 August 2026; `date` follows the calendar.
  issues: 'date' | 'on' | 'off'
  // Whether `/pullrequests/activity` of a repository exists: no recording proves it, clients rely on it.
  repositoryActivity: 'on' | 'off'
  // Clients met 404 at `/pipelines` without its slash until 2023 at least; the official document of 2026 writes none.
  trailingSlash: 'required' | 'optional'
}

// What every Cloud handler can reach. `origin` stands for both bitbucket.org and api.bitbucket.org.
export type Cloud = {
  readonly world: World
  readonly origin: string
  readonly cache: Cache
  readonly hooks: HookStore
  readonly settings: CloudSettings
  today(): string
}

// How a fault bends one page of a listing.
export type PageBend =
  | 'duplicate'
  | 'skip'
  | 'loop'
  | 'foreign-next'
  | 'malformed-next'
  | 'no-next'
  | 'partial'
  | 'empty'
  | 'wrong-size'
  | 'holes'

export type Call = {
  readonly cloud: Cloud
  readonly method: string
  readonly url: URL
  readonly query: URLSearchParams
  readonly params: Readonly<Record<string, string>>
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
  readonly identity: Identity
  readonly selection: Selection
  readonly bend: PageBend | undefined
}

export type Route = Templated & {
  readonly scopes: readonly string[]
  // Where an API token needs something else than the classic scopes translate to.
  readonly apiTokenScopes?: readonly string[]
  readonly class: LimitClass
  // Refused once this day has come.
  readonly gone?: { readonly from: string; readonly change: string }
  readonly handle: (call: Call) => Answer | Promise<Answer>
}

type Extra = Partial<Omit<Route, 'method' | 'template' | 'scopes' | 'handle'>>
type Handle = Route['handle']

export function route(
  method: string,
  template: string,
  scopes: readonly string[],
  handle: Handle,
  extra: Extra = {},
): Route {
  return { method, template, scopes, class: 'api', handle, ...extra }
}

export function get(template: string, scopes: readonly string[], handle: Handle, extra: Extra = {}): Route {
  return route('GET', template, scopes, handle, extra)
}
