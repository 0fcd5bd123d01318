import type { CredentialKind } from '../entered/tokens.ts'

/** Whatever a connection may prove itself with, access tokens by what they were made for. */
export const tokenKinds = [
  'workspace_access_token',
  'project_access_token',
  'repository_access_token',
  'api_token',
  'oauth',
  'app_password',
] as const
type TokenKind = (typeof tokenKinds)[number]

interface ScopeRow {
  /** What access tokens, OAuth consumers and app passwords call it. */
  readonly scope: string
  /** What API tokens call it. */
  readonly apiTokenScope: string
  /** Needed: nothing works without it. Optional: its streams stay empty, and are shown as gaps. */
  readonly need: 'needed' | 'optional'
  readonly streams: readonly string[]
  /** Kinds that it can be granted to; what the others cannot have their connection does without. */
  readonly kinds: readonly TokenKind[]
}

const wholePersons = ['api_token', 'oauth', 'app_password'] as const
const wholeProjects = ['workspace_access_token', 'project_access_token', ...wholePersons] as const

/**
 * The one list of scopes: what verifying demands and what people are told to grant. The vendors' lists differ; this
 * one follows from the requests we send, the kinds from the authentication chapter of Atlassian's OpenAPI document.
 */
export const scopeTable: readonly ScopeRow[] = [
  {
    scope: 'repository',
    apiTokenScope: 'read:repository:bitbucket',
    need: 'needed',
    streams: ['repositories', 'branches', 'tags', 'commits'],
    kinds: tokenKinds,
  },
  {
    scope: 'pullrequest',
    apiTokenScope: 'read:pullrequest:bitbucket',
    need: 'needed',
    streams: ['pull_requests', 'pull_request_activity'],
    kinds: tokenKinds,
  },
  {
    scope: 'project',
    apiTokenScope: 'read:project:bitbucket',
    need: 'optional',
    streams: ['projects'],
    kinds: wholeProjects,
  },
  {
    scope: 'account',
    apiTokenScope: 'read:workspace:bitbucket',
    need: 'optional',
    streams: ['members'],
    kinds: ['workspace_access_token', ...wholePersons],
  },
  {
    scope: 'pipeline',
    apiTokenScope: 'read:pipeline:bitbucket',
    need: 'optional',
    streams: ['pipelines', 'environments', 'deployments'],
    kinds: tokenKinds,
  },
  {
    scope: 'repository:admin',
    apiTokenScope: 'admin:repository:bitbucket',
    need: 'optional',
    streams: ['branch_restrictions'],
    kinds: tokenKinds,
  },
  {
    scope: 'issue',
    apiTokenScope: 'read:issue:bitbucket',
    need: 'optional',
    streams: ['issues'],
    kinds: wholePersons,
  },
  {
    scope: 'webhook',
    apiTokenScope: 'read:webhook:bitbucket',
    need: 'optional',
    streams: ['webhooks'],
    kinds: ['workspace_access_token', ...wholePersons],
  },
  // Of the other kinds one scope allows all of it.
  ...(['write:webhook:bitbucket', 'delete:webhook:bitbucket'] as const).map(
    (apiTokenScope): ScopeRow => ({
      ...{ scope: 'webhook', apiTokenScope, need: 'optional', streams: ['webhooks'], kinds: ['api_token'] },
    }),
  ),
]

/**
 * Scopes that bring others along, as the authentication chapter of Atlassian's OpenAPI document says. Those of API
 * tokens never do.
 */
const implied: Readonly<Record<string, readonly string[]>> = {
  'account:write': ['account'],
  project: ['repository'],
  'repository:write': ['repository'],
  pullrequest: ['repository'],
  'pullrequest:write': ['pullrequest', 'repository:write', 'repository'],
  'issue:write': ['issue'],
  'pipeline:write': ['pipeline'],
  'pipeline:variable': ['pipeline:write', 'pipeline'],
}

export interface MissingScope {
  readonly scope: string
  readonly need: 'needed' | 'optional'
  /** What is not read without it. */
  readonly streams: readonly string[]
}

/** What a kind calls the scope; null where it cannot be granted it. */
export function scopeOf(row: ScopeRow, kind: TokenKind): string | null {
  if (!row.kinds.includes(kind)) return null
  return kind === 'api_token' ? row.apiTokenScope : row.scope
}

/** Of an access token nobody says what it was made for: that of a workspace can be granted the most. */
function widestOf(kind: CredentialKind): TokenKind {
  return kind === 'access_token' ? 'workspace_access_token' : kind
}

/** What a credential with these scopes cannot read, and could if it were granted more. */
export function missingScopes(kind: CredentialKind, granted: readonly string[]): MissingScope[] {
  const held = new Set(granted.flatMap((scope) => [scope, ...(implied[scope] ?? [])]))
  return scopeTable
    .map((row) => ({ scope: scopeOf(row, widestOf(kind)), need: row.need, streams: row.streams }))
    .filter((row): row is MissingScope => row.scope !== null && !held.has(row.scope))
}
