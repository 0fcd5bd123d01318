import { createHash } from 'node:crypto'
import type { Uuid } from '../world/model.ts'

export const credentialKinds = [
  'workspace_access_token',
  'project_access_token',
  'repository_access_token',
  'api_token',
  'oauth_consumer',
  'oauth_access_token',
  'app_password',
] as const
export type CredentialKind = (typeof credentialKinds)[number]

// What an access token can reach; users reach what they are members of.
export type Reach = { readonly workspace: Uuid; readonly project?: Uuid; readonly repository?: Uuid }

export type Credential = {
  readonly id: string
  readonly kind: CredentialKind
  readonly label: string
  // Token, app password or consumer secret.
  readonly secret: string
  scopes: string[]
  // The user it acts for; access tokens act for themselves.
  readonly account: Uuid | null
  readonly email: string | null
  readonly username: string | null
  readonly reach: Reach | null
  // Of an OAuth consumer and the tokens it was given.
  readonly consumer: string | null
  readonly refreshToken: string | null
  // Wall-clock milliseconds; null never expires.
  expiresAt: number | null
  revoked: boolean
}

export type NewCredential = Pick<Credential, 'kind' | 'label'> & Partial<Omit<Credential, 'id' | 'secret'>>

const prefixes: Readonly<Record<CredentialKind, string>> = {
  workspace_access_token: 'ATCTT3xFfGN0',
  project_access_token: 'ATCTT3xFfGN0',
  repository_access_token: 'ATCTT3xFfGN0',
  api_token: 'ATATT3xFfGF0',
  oauth_consumer: '',
  oauth_access_token: '',
  app_password: 'ATBB',
}

export type CredentialStore = {
  issue(wanted: NewCredential): Credential
  bySecret(secret: string): Credential | undefined
  byRefreshToken(token: string): Credential | undefined
  byId(id: string): Credential | undefined
  all(): readonly Credential[]
  // A refresh token works once.
  retire(refreshToken: string): void
  // Unguessable and the same for the same seed and order of asking.
  mint(length: number): string
}

export function createCredentialStore(seed: number): CredentialStore {
  const held = new Map<string, Credential>()
  const secrets = new Map<string, Credential>()
  const refreshTokens = new Map<string, Credential>()
  let minted = 0

  function mint(length: number): string {
    minted += 1
    const block = (at: number) =>
      createHash('sha512').update(`secret ${seed} ${minted} ${at}`).digest('base64url')
    return (block(0) + block(1)).replaceAll('_', 'x').slice(0, length)
  }
  return {
    mint,
    issue(wanted) {
      const credential: Credential = {
        scopes: [],
        account: null,
        email: null,
        username: null,
        reach: null,
        consumer: null,
        refreshToken: null,
        expiresAt: null,
        revoked: false,
        ...wanted,
        id: `${wanted.kind}-${held.size + 1}`,
        secret: `${prefixes[wanted.kind]}${mint(wanted.kind === 'app_password' ? 32 : 88)}`,
      }
      held.set(credential.id, credential)
      secrets.set(credential.secret, credential)
      if (credential.refreshToken) refreshTokens.set(credential.refreshToken, credential)
      return credential
    },
    bySecret: (secret) => secrets.get(secret),
    byRefreshToken: (token) => refreshTokens.get(token),
    byId: (id) => held.get(id),
    all: () => [...held.values()],
    retire: (token) => void refreshTokens.delete(token),
  }
}
