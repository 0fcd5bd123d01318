import type { LimitClass } from '../../connections/ledger/lease.ts'

/** A credential whose secret was opened for one client. Nothing changes it while the client lives, but renewal. */
export interface OpenCredential {
  readonly id: string
  readonly kind: 'access_token' | 'api_token' | 'oauth' | 'app_password'
  /** Whom Bitbucket counts its requests against. */
  readonly identity: string
  /** The address an API token belongs to; the user name of an app password. */
  readonly email: string | null
  readonly secret: string
  /** Streams it is kept for; null for all. */
  readonly reservedFor: readonly string[] | null
  /** Of access that was granted: hands out the token that counts now. */
  readonly renewal?: Renewal
}

interface Renewal {
  /** `refused`: a token that was answered 401 is renewed whatever its time. */
  token(refused?: string): Promise<string>
}

/** The credential with the secret to show now; that of granted access is renewed before it ends. */
export async function readyCredential(credential: OpenCredential): Promise<OpenCredential> {
  if (!credential.renewal) return credential
  return { ...credential, secret: await credential.renewal.token() }
}

/** REST takes access tokens and OAuth as Bearer, API tokens and app passwords as Basic with whom they belong to. */
export function restAuthorization({ kind, email, secret }: OpenCredential): string {
  if (kind === 'access_token' || kind === 'oauth') return `Bearer ${secret}`
  return basic(email ?? '', secret)
}

/** git takes tokens as passwords of fixed users: https://support.atlassian.com/bitbucket-cloud/docs/using-api-tokens/ */
export function gitAuthorization({ kind, email, secret }: OpenCredential): string {
  if (kind === 'api_token') return basic('x-bitbucket-api-token-auth', secret)
  if (kind === 'app_password') return basic(email ?? '', secret)
  return basic('x-token-auth', secret)
}

export function serves({ reservedFor }: OpenCredential, stream: string): boolean {
  return reservedFor === null || reservedFor.includes(stream)
}

/** Which allowance a path is taken from. */
export function limitClassOf(path: string): LimitClass {
  if (/\/hooks(\/|$)/.test(path)) return 'hooks'
  return /^\/?(2\.0\/)?repositories\/[^/]+\/[^/]+\/src\/[^/]+\/./.test(path) ? 'raw' : 'api'
}

export function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
}
