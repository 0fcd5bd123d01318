import { createHash } from 'node:crypto'
import { Failure } from '../../errors.ts'
import type { GrantedDraft } from '../oauth/draft.ts'

/** The kinds a person can enter. */
export const enteredKinds = ['access_token', 'api_token'] as const
type EnteredKind = (typeof enteredKinds)[number]

/** Every kind a connection may hold. */
export type CredentialKind = EnteredKind | 'oauth' | 'app_password'

export interface TokenEntry {
  readonly kind: EnteredKind
  /** One token, or several by comma or line. */
  readonly tokens: string
  /** Of the account, for API tokens. */
  readonly email?: string | undefined
  readonly label?: string | undefined
  readonly expiresAt?: Date | undefined
  /** Streams the credential is kept for. */
  readonly reservedFor?: readonly string[] | undefined
}

/** A credential that is not stored yet. */
export interface DraftCredential {
  readonly kind: EnteredKind | 'oauth'
  readonly label: string
  readonly identity: string
  readonly email: string | null
  readonly secret: string
  readonly expiresAt: Date | null
  readonly reservedFor: readonly string[] | null
  /** How it is renewed, when it was granted; absent for what was typed in. */
  readonly granted?: GrantedDraft
}

/** Longer than any token Bitbucket gives out. */
const longestToken = 2_000

/** The credentials that were typed in; a token given twice counts once. No message repeats any of them. */
export function readTokens(entry: TokenEntry): DraftCredential[] {
  const secrets = [...new Set(entry.tokens.split(/[\s,]+/).filter((token) => token !== ''))]
  if (secrets.length === 0) throw refusal('token', 'No token was given.')
  const email = emailOf(entry)
  return secrets.map((secret, index) => {
    checkToken(secret, entry.kind)
    return {
      kind: entry.kind,
      label: labelOf(entry, index, secrets.length),
      identity: identityOf(entry.kind, secret, email),
      email,
      secret,
      expiresAt: entry.expiresAt ?? null,
      reservedFor: entry.reservedFor ?? null,
    }
  })
}

/**
 * Whom Bitbucket counts requests against: an access token is itself, while the API tokens of one account share one
 * allowance. https://support.atlassian.com/bitbucket-cloud/docs/api-request-limits/
 */
function identityOf(kind: EnteredKind, secret: string, email: string | null): string {
  if (kind === 'api_token') return `account ${email?.toLowerCase()}`
  // Half a digest tells tokens apart, and says nothing about them.
  return `token ${createHash('sha256').update(secret).digest('hex').slice(0, 32)}`
}

function emailOf({ kind, email }: TokenEntry): string | null {
  if (kind !== 'api_token') {
    if (email === undefined) return null
    throw refusal('email', 'An access token has no e-mail address: it stands for itself.')
  }
  if (email !== undefined && /^[^@\s:]+@[^@\s:]+$/.test(email)) return email
  throw refusal('email', 'An API token needs the e-mail address of its Atlassian account.')
}

function checkToken(secret: string, kind: EnteredKind): void {
  // It becomes a header: anything but visible ASCII would end or split it.
  if (!/^[\x21-\x7e]+$/.test(secret) || secret.length > longestToken) {
    throw refusal('token', 'A token has characters that no token has: copy it again.')
  }
  if (secret.startsWith('ATBB')) throw new Failure('app_password_ended')
  const other = secret.startsWith('ATATT') ? 'api_token' : secret.startsWith('ATCTT') ? 'access_token' : kind
  if (other === kind) return
  const [is, said] =
    other === 'api_token' ? ['an API token', 'an access token'] : ['an access token', 'an API token']
  throw refusal('kind', `This is ${is}, not ${said}.`)
}

function labelOf({ kind, label }: TokenEntry, index: number, count: number): string {
  const name = label ?? (kind === 'api_token' ? 'API token' : 'Access token')
  return count === 1 ? name : `${name} ${index + 1}`
}

function refusal(path: string, message: string): Failure {
  return new Failure('invalid_input', { detail: message, data: { problems: [{ path, message }] } })
}
