import { json, Refusal } from '../http/answer.ts'
import type { Uuid } from '../world/model.ts'
import type { Credential, CredentialKind, CredentialStore, Reach } from './credentials.ts'

export type Identity = {
  // Whom Bitbucket counts: an access token itself, an OAuth consumer, a user, or an address.
  readonly key: string
  readonly kind: CredentialKind | 'anonymous'
  readonly scopes: readonly string[]
  readonly account: Uuid | null
  readonly reach: Reach | null
  readonly label: string
}

const invalidToken = 'Token is invalid, expired, or not supported for this endpoint.'

export function unauthorized(): Refusal {
  const answer = json(
    401,
    { type: 'error', error: { message: invalidToken } },
    { 'WWW-Authenticate': 'Basic realm="Bitbucket.org HTTP"' },
  )
  return new Refusal(answer)
}

// No new ones since September 2025; brown-outs from 9 June 2026, first of 15 minutes and of five hours in the end; removed on
// 28 July 2026. The announcement left the hours open: here each starts at nine o'clock UTC on a working day.
const brownOutsStart = Date.UTC(2026, 5, 9)
const appPasswordsEnd = Date.UTC(2026, 6, 28)
const dayMs = 24 * 3_600_000

export function appPasswordsWork(nowMs: number): boolean {
  if (nowMs < brownOutsStart) return true
  if (nowMs >= appPasswordsEnd) return false
  const weekday = new Date(nowMs).getUTCDay()
  if (weekday === 0 || weekday === 6) return true
  const minute = (nowMs % dayMs) / 60_000 - 9 * 60
  const share = (nowMs - brownOutsStart) / (appPasswordsEnd - brownOutsStart)
  return minute < 0 || minute >= 15 + share * 285
}

// `wallMs` is real time, for expiry; `worldMs` the simulated one, for what Bitbucket has removed.
export type Moment = { readonly wallMs: number; readonly worldMs: number }

function live(credential: Credential | undefined, moment: Moment): Credential | undefined {
  if (!credential || credential.revoked || credential.kind === 'oauth_consumer') return undefined
  if (credential.expiresAt !== null && credential.expiresAt <= moment.wallMs) return undefined
  if (credential.kind === 'app_password' && !appPasswordsWork(moment.worldMs)) return undefined
  return credential
}

function keyOf(credential: Credential): string {
  if (credential.kind === 'oauth_access_token') return `consumer:${credential.consumer}`
  return credential.reach ? `token:${credential.id}` : `user:${credential.account}`
}

function identityOf(credential: Credential): Identity {
  return {
    key: keyOf(credential),
    kind: credential.kind,
    scopes: credential.scopes,
    account: credential.account,
    reach: credential.reach,
    label: credential.label,
  }
}

function basic(header: string): { user: string; password: string } {
  const plain = Buffer.from(header, 'base64').toString('utf8')
  const colon = plain.indexOf(':')
  return colon < 0
    ? { user: plain, password: '' }
    : { user: plain.slice(0, colon), password: plain.slice(colon + 1) }
}

const bearerKinds: readonly CredentialKind[] = [
  'workspace_access_token',
  'project_access_token',
  'repository_access_token',
  'oauth_access_token',
]

// REST takes an API token by e-mail address and git by user name or the fixed one: mixing them up fails on Bitbucket too.
function basicCredential(
  store: CredentialStore,
  header: string,
  purpose: 'rest' | 'git',
): Credential | undefined {
  const { user, password } = basic(header)
  const credential = store.bySecret(password)
  if (!credential) return undefined
  if (credential.kind === 'api_token') {
    const gitUser = user === credential.username || user === 'x-bitbucket-api-token-auth'
    const restUser = user.toLowerCase() === credential.email?.toLowerCase()
    return (purpose === 'git' ? gitUser : restUser) ? credential : undefined
  }
  if (credential.kind === 'app_password') return user === credential.username ? credential : undefined
  return purpose === 'git' && user === 'x-token-auth' && bearerKinds.includes(credential.kind)
    ? credential
    : undefined
}

export function authenticate(
  store: CredentialStore,
  authorization: string | undefined,
  address: string,
  purpose: 'rest' | 'git',
  moment: Moment,
): Identity {
  if (authorization === undefined) {
    return {
      key: `address:${address}`,
      kind: 'anonymous',
      scopes: [],
      account: null,
      reach: null,
      label: `anonymous at ${address}`,
    }
  }
  const [scheme = '', value = ''] = authorization.split(/\s+/, 2)
  let credential: Credential | undefined
  if (scheme.toLowerCase() === 'bearer') {
    const found = store.bySecret(value)
    credential = found && bearerKinds.includes(found.kind) ? found : undefined
  } else if (scheme.toLowerCase() === 'basic') credential = basicCredential(store, value, purpose)
  const alive = live(credential, moment)
  if (!alive) throw unauthorized()
  return identityOf(alive)
}
