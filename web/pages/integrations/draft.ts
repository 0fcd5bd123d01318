import { emailAddress, needed } from '../validate.ts'
import type { Kind } from './scopes.ts'

export interface Draft {
  kind: Kind
  alias: string
  workspace: string
  email: string
  tokens: string
  /** A finished grant of access; empty until there is one. */
  grant: string
  source_access: string | null
  range_days: number | null
  rate_limit: number | null
  api_url: string
}

export const blank: Draft = {
  kind: 'access_token',
  alias: '',
  workspace: '',
  email: '',
  tokens: '',
  grant: '',
  source_access: 'git',
  range_days: 183,
  rate_limit: null,
  api_url: '',
}

export const labels = {
  alias: 'Name',
  workspace: 'Workspace',
  email: 'E-mail address',
  token: 'Token',
  tokens: 'Token',
  grant: 'Grant access',
  kind: 'Kind of token',
  source_access: 'Source access',
  range_days: 'Days back',
  rate_limit: 'Requests an hour',
  api_url: 'API address',
}

export const rules = {
  alias: needed('a name'),
  workspace: needed('the workspace'),
  email: (value: string, { kind }: Draft) => (kind === 'api_token' ? emailAddress(value) : null),
  tokens: (value: string, { kind }: Draft) => (kind === 'oauth' ? null : needed('the token')(value)),
  grant: (value: string, { kind }: Draft) =>
    kind === 'oauth' && value === '' ? 'Grant access first.' : null,
  range_days: (value: number | null) =>
    value === null ? 'Enter a number of days.' : wholeFrom1(value, 36_500),
  rate_limit: (value: number | null) => (value === null ? null : wholeFrom1(value, 60_000)),
}

export function bodyOf({ kind, email, source_access, range_days, rate_limit, api_url, ...rest }: Draft) {
  return {
    kind,
    alias: rest.alias.trim(),
    workspace: rest.workspace.trim(),
    ...(kind === 'oauth' ? { grant: rest.grant } : { tokens: rest.tokens }),
    source_access: source_access === 'none' ? ('none' as const) : ('git' as const),
    ...(kind === 'api_token' ? { email: email.trim() } : {}),
    ...(range_days === null ? {} : { range_days }),
    ...(rate_limit === null ? {} : { rate_limit }),
    ...(api_url.trim() === '' ? {} : { api_url: api_url.trim() }),
  }
}

function wholeFrom1(value: number, most: number): string | null {
  return Number.isInteger(value) && value >= 1 && value <= most
    ? null
    : `Enter a whole number from 1 to ${most}.`
}
