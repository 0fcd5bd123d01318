export type Kind = 'access_token' | 'api_token' | 'oauth'
/** What is typed in; access is granted instead to an Atlassian app. */
export type TokenKind = Exclude<Kind, 'oauth'>

export interface Scope {
  readonly scope: string
  readonly need: 'needed' | 'optional'
  /** What is not read without it. */
  readonly streams: readonly string[]
}

/** What each kind of token calls a scope; a test holds it equal to what verifying demands. */
const table = [
  ['repository', 'read:repository:bitbucket', 'needed', ['repositories', 'branches', 'tags', 'commits']],
  ['pullrequest', 'read:pullrequest:bitbucket', 'needed', ['pull_requests', 'pull_request_activity']],
  ['project', 'read:project:bitbucket', 'optional', ['projects']],
  ['account', 'read:workspace:bitbucket', 'optional', ['members']],
  ['pipeline', 'read:pipeline:bitbucket', 'optional', ['pipelines', 'environments', 'deployments']],
  ['repository:admin', 'admin:repository:bitbucket', 'optional', ['branch_restrictions']],
  ['issue', 'read:issue:bitbucket', 'optional', ['issues']],
  ['webhook', 'read:webhook:bitbucket', 'optional', ['webhooks']],
  ['webhook', 'write:webhook:bitbucket', 'optional', ['webhooks']],
  ['webhook', 'delete:webhook:bitbucket', 'optional', ['webhooks']],
] as const

export function scopesOf(kind: Kind): readonly Scope[] {
  // No access token can be granted the scope of issues.
  const one = table.filter(([, api]) => !/^(write|delete):webhook/.test(api))
  const granted = kind === 'api_token' ? table : one.filter(([access]) => access !== 'issue')
  return granted.map(([access, api, need, streams]) => ({
    scope: kind === 'api_token' ? api : access,
    need,
    streams,
  }))
}
