import { createWindow, type Spent, type Window } from './window.ts'

export const limitClasses = ['git', 'raw', 'api', 'hooks', 'anonymous'] as const
export type LimitClass = (typeof limitClasses)[number]

// Per hour, from https://support.atlassian.com/bitbucket-cloud/docs/api-request-limits/
const hourly: Readonly<Record<LimitClass, number>> = {
  git: 60_000,
  raw: 5_000,
  api: 1_000,
  hooks: 1_000,
  anonymous: 60,
}

// Scaled limits: ten more per paid seat above one hundred, at most 10,000; access tokens and the api class only.
export function scaledLimit(seats: number): number {
  return Math.min(10_000, 1_000 + 10 * Math.max(0, seats - 100))
}

type LimitSettings = {
  on: boolean
  windowMs: number
  limits: Record<LimitClass, number>
}

type Account = {
  readonly identity: string
  readonly class: LimitClass
  readonly used: number
  readonly limit: number
}

export type Limits = {
  readonly settings: LimitSettings
  // `own` is the identity's scaled limit where it has one.
  spend(identity: string, kind: LimitClass, now: number, own?: number): Spent & { readonly limit: number }
  accounts(now: number): Account[]
  reset(): void
}

export function createLimits(on: boolean, windowMs: number): Limits {
  const settings: LimitSettings = { on, windowMs, limits: { ...hourly } }
  const windows = new Map<string, { identity: string; kind: LimitClass; window: Window }>()

  function windowOf(identity: string, kind: LimitClass, limit: number): Window {
    const key = `${kind} ${identity}`
    const known = windows.get(key)
    if (known?.window.limit === limit) return known.window
    const window = createWindow(limit)
    windows.set(key, { identity, kind, window })
    return window
  }
  return {
    settings,
    spend(identity, kind, now, own) {
      const set = settings.limits[kind]
      const limit = own !== undefined && set === hourly[kind] ? own : set
      const spent = windowOf(identity, kind, limit).spend(now, settings.windowMs)
      return { ...spent, allowed: spent.allowed || !settings.on, limit }
    },
    accounts: (now) =>
      [...windows.values()].map(({ identity, kind, window }) => ({
        identity,
        class: kind,
        used: window.used(now, settings.windowMs),
        limit: window.limit,
      })),
    reset: () => windows.clear(),
  }
}
