import { emailAddress, needed } from '../../validate.ts'
import type { Kind } from '../scopes.ts'

/** How repositories are chosen: every one, by rules, or one by one. */
export type Choosing = 'all' | 'rules' | 'picked'

/** What is said of single repositories, by their uuids. */
export type Choices = Readonly<Record<string, { readonly full_name: string; readonly is_wanted: boolean }>>

/** What is entered of a connection; changing one leaves out how it proves itself. */
export interface Draft {
  alias: string
  workspace: string
  email: string
  tokens: string
  /** A finished grant of access; empty until there is one. */
  grant: string
  range: string | null
  range_days: number | null
  since: string | null
  source_access: 'git' | 'files' | 'none'
  streams: readonly string[] | null
  choosing: Choosing
  projects: string
  include: string
  exclude: string
  auto_add: boolean
  choices: Choices
  rhythm: string | null
  cron: string
  skip_failed: boolean
  rate_limit: number | null
  proxy_url: string
  ca: string
  api_url: string
}

export const blank: Draft = {
  ...{ alias: '', workspace: '', email: '', tokens: '', grant: '' },
  ...{ range: '183', range_days: null, since: null },
  ...{ source_access: 'git', streams: null },
  ...{ choosing: 'all', projects: '', include: '', exclude: '', auto_add: true, choices: {} },
  ...{ rhythm: '180', cron: '', skip_failed: true },
  ...{ rate_limit: null, proxy_url: '', ca: '', api_url: '' },
}

/** Days back, as people think of them. */
export const ranges = [
  { value: '30', label: 'One month' },
  { value: '91', label: 'Three months' },
  { value: '183', label: 'Six months' },
  { value: '365', label: 'One year' },
  { value: '730', label: 'Two years' },
  { value: '1826', label: 'Five years' },
] as const

export const labels = {
  ...{ alias: 'Name', workspace: 'Workspace', email: 'E-mail address' },
  ...{ token: 'Tokens', tokens: 'Tokens', kind: 'Kind of token' },
  grant: 'Grant access',
  ...{ range: 'How far back', range_days: 'Days back', since: 'Start' },
  ...{ source_access: 'Source access', streams: 'What is collected' },
  ...{ choosing: 'Repositories', projects: 'Projects', include: 'Only these', exclude: 'But not these' },
  ...{ auto_add: 'Add new repositories by themselves', choices: 'Chosen repositories' },
  ...{ rhythm: 'Sync', frequency_minutes: 'Sync', cron: 'Times', skip_failed: 'Go on past failures' },
  ...{ rate_limit: 'Requests an hour', proxy_url: 'Proxy', ca: 'Certificates', api_url: 'API address' },
}

/** What must be right before a change is sent. */
export const changeRules = {
  alias: needed('a name'),
  range_days: (value: number | null, { range }: Draft) =>
    range === 'days' ? (value === null ? 'Enter a number of days.' : wholeFrom1(value, 36_500)) : null,
  since: (value: string | null, { range }: Draft) =>
    range === 'since' && value === null ? 'Enter a start.' : null,
  streams: (value: Draft['streams']) => (value?.length === 0 ? 'Choose at least one.' : null),
  choices: (value: Choices, { choosing }: Draft) =>
    choosing === 'picked' && !Object.values(value).some(({ is_wanted }) => is_wanted)
      ? 'Choose at least one repository.'
      : null,
  cron: (value: string, { rhythm }: Draft) =>
    rhythm === 'cron' && value.trim() === '' ? 'Enter five fields of cron.' : null,
  rate_limit: (value: number | null) => (value === null ? null : wholeFrom1(value, 60_000)),
}

export function connectRules(kind: Kind) {
  return {
    ...changeRules,
    workspace: needed('the workspace'),
    email: (value: string) => (kind === 'api_token' ? emailAddress(value) : null),
    tokens: (value: string) => (kind === 'oauth' ? null : needed('the token')(value)),
    grant: (value: string) => (kind === 'oauth' && value === '' ? 'Grant access first.' : null),
  }
}

function wholeFrom1(value: number, most: number): string | null {
  return Number.isInteger(value) && value >= 1 && value <= most
    ? null
    : `Enter a whole number from 1 to ${most}.`
}
