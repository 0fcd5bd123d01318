import type { CredentialKind } from '../entered/tokens.ts'

interface ScopeRow {
  /** What access tokens, OAuth consumers and app passwords call it. */
  readonly scope: string
  /** What API tokens call it. */
  readonly apiTokenScope: string
  /** Needed: nothing works without it. Optional: its streams stay empty, and are shown as gaps. */
  readonly need: 'needed' | 'optional'
  readonly streams: readonly string[]
}

/**
 * The one list of scopes: what verifying demands and what people are told to grant. The vendors' lists differ; this
 * one follows from the requests we send.
 */
const scopeTable: readonly ScopeRow[] = [
  {
    scope: 'repository',
    apiTokenScope: 'read:repository:bitbucket',
    need: 'needed',
    streams: ['repositories', 'branches', 'tags', 'commits'],
  },
  {
    scope: 'pullrequest',
    apiTokenScope: 'read:pullrequest:bitbucket',
    need: 'needed',
    streams: ['pull_requests', 'pull_request_activity'],
  },
  {
    scope: 'project',
    apiTokenScope: 'read:project:bitbucket',
    need: 'optional',
    streams: ['projects'],
  },
  {
    scope: 'account',
    apiTokenScope: 'read:workspace:bitbucket',
    need: 'optional',
    streams: ['members'],
  },
  {
    scope: 'pipeline',
    apiTokenScope: 'read:pipeline:bitbucket',
    need: 'optional',
    streams: ['pipelines', 'environments', 'deployments'],
  },
  {
    scope: 'repository:admin',
    apiTokenScope: 'admin:repository:bitbucket',
    need: 'optional',
    streams: ['branch_restrictions'],
  },
  {
    scope: 'issue',
    apiTokenScope: 'read:issue:bitbucket',
    need: 'optional',
    streams: ['issues'],
  },
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

/** The scope as a credential of this kind names it. */
function scopeName(row: ScopeRow, kind: CredentialKind): string {
  return kind === 'api_token' ? row.apiTokenScope : row.scope
}

/** What a credential with these scopes cannot read. */
export function missingScopes(kind: CredentialKind, granted: readonly string[]): MissingScope[] {
  const held = new Set(granted.flatMap((scope) => [scope, ...(implied[scope] ?? [])]))
  return scopeTable
    .map((row) => ({ scope: scopeName(row, kind), need: row.need, streams: row.streams }))
    .filter(({ scope }) => !held.has(scope))
}
