import type { Client } from '../../../api.ts'
import type { Kind } from '../scopes.ts'
import type { Draft } from './draft.ts'

/** Where Bitbucket is reached unless told otherwise. */
export const cloudApi = 'https://api.bitbucket.org/2.0'

type Create = Parameters<Client['connections']['create']>[0]['body']
export type Settings = Omit<Parameters<Client['connections']['update']>[0]['body'], 'alias'>

export const frequencies = [30, 60, 180, 360, 720, 1440] as const

/** How one proves oneself. */
export function offerOf(draft: Draft, kind: Kind) {
  if (kind === 'oauth') return { kind, grant: draft.grant }
  return { kind, tokens: draft.tokens, ...(kind === 'api_token' ? { email: draft.email.trim() } : {}) }
}

export function createBody(draft: Draft, kind: Kind): Create {
  return {
    ...offerOf(draft, kind),
    alias: draft.alias.trim(),
    workspace: draft.workspace.trim(),
    ...settingsOf(draft),
    ...choicesOf(draft),
  }
}

export function settingsOf(draft: Draft): Settings {
  return {
    ...wayOf(draft),
    ...rulesOf(draft),
    ...rangeOf(draft),
    ...rhythmOf(draft),
    source_access: draft.source_access,
    streams: draft.streams && [...draft.streams],
    rate_limit: draft.rate_limit,
    skip_failed: draft.skip_failed,
  }
}

/** By which way Bitbucket is reached. */
export function wayOf({ api_url, proxy_url, ca }: Draft) {
  return { api_url: api_url.trim() || cloudApi, proxy_url: proxy_url.trim() || null, ca: ca.trim() || null }
}

/** Which repositories are collected, as far as rules say. */
function rulesOf({ choosing, auto_add, ...typed }: Draft) {
  if (choosing === 'picked') return { projects: null, include: [], exclude: null, auto_add }
  if (choosing === 'all') return { projects: null, include: null, exclude: null, auto_add }
  const [projects, include, exclude] = [typed.projects, typed.include, typed.exclude].map(listOf)
  return { projects: projects ?? null, include: include ?? null, exclude: exclude ?? null, auto_add }
}

/** What a first sync costs hangs on this. */
export function planOf(draft: Draft) {
  const { source_access, rate_limit } = draft
  return { ...rulesOf(draft), ...rangeOf(draft), ...choicesOf(draft), source_access, rate_limit }
}

/** Repositories that were picked, or exceptions to the rules. */
function choicesOf(draft: Draft) {
  const choices = choiceList(draft)
  return choices.length > 0 ? { choices } : {}
}

export function choiceList({ choices }: Draft) {
  return Object.entries(choices).map(([uuid, choice]) => ({ uuid, ...choice }))
}

function rangeOf({ range, range_days, since }: Draft) {
  if (range === 'since') return { since }
  const days = range === 'days' ? range_days : Number(range)
  return days === null ? {} : { range_days: days }
}

function rhythmOf({ rhythm, cron }: Draft) {
  if (rhythm === 'cron') return { cron: cron.trim() }
  const frequency = frequencies.find((minutes) => String(minutes) === rhythm)
  return frequency === undefined ? {} : { frequency_minutes: frequency }
}

/** Names by comma or line; null when there is none. */
function listOf(text: string): string[] | null {
  const names = text
    .split(/[\s,]+/)
    .map((name) => name.trim())
    .filter((name) => name !== '')
  return names.length > 0 ? names : null
}

/** The settings that are not what they were; null when all are. */
export function changedOf<T extends object>(before: T, after: T): Partial<T> | null {
  const names = (Object.keys(after) as (keyof T)[]).filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  )
  if (names.length === 0) return null
  return Object.fromEntries(names.map((name) => [name, after[name]])) as Partial<T>
}
