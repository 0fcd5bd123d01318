// Classic scopes (access tokens, OAuth) imply others; the scopes of API tokens never do.

const implied: Readonly<Record<string, readonly string[]>> = {
  project: ['repository'],
  'repository:write': ['repository'],
  pullrequest: ['repository'],
  'pullrequest:write': ['pullrequest', 'repository:write', 'repository'],
  'issue:write': ['issue'],
  'snippet:write': ['snippet'],
  'account:write': ['account'],
  'pipeline:write': ['pipeline'],
  'runner:write': ['runner'],
}

// What an API token needs where the OpenAPI document names nothing else for an operation.
const granular: Readonly<Record<string, string>> = {
  account: 'read:workspace:bitbucket',
  issue: 'read:issue:bitbucket',
  pipeline: 'read:pipeline:bitbucket',
  project: 'read:project:bitbucket',
  pullrequest: 'read:pullrequest:bitbucket',
  repository: 'read:repository:bitbucket',
  'repository:admin': 'admin:repository:bitbucket',
  'repository:write': 'write:repository:bitbucket',
  webhook: 'read:webhook:bitbucket',
}

export const everyApiTokenScope: readonly string[] = [
  ...[
    'repository',
    'pullrequest',
    'project',
    'workspace',
    'user',
    'pipeline',
    'runner',
    'issue',
    'webhook',
  ].map((noun) => `read:${noun}:bitbucket`),
  'admin:repository:bitbucket',
  'write:webhook:bitbucket',
  'delete:webhook:bitbucket',
]

export const levelScopes: Readonly<Record<'repository' | 'project' | 'workspace', readonly string[]>> = {
  repository: ['repository', 'repository:admin', 'pullrequest', 'webhook', 'pipeline', 'runner'],
  project: ['project', 'repository', 'repository:admin', 'pullrequest', 'webhook', 'pipeline', 'runner'],
  workspace: [
    'account',
    'project',
    'project:admin',
    'repository',
    'repository:admin',
    'pullrequest',
    'webhook',
    'pipeline',
    'runner',
  ],
}

export function granularOf(scopes: readonly string[]): string[] {
  return scopes.map((scope) => granular[scope] ?? scope)
}

export function grantedScopes(scopes: readonly string[]): Set<string> {
  return new Set(scopes.flatMap((scope) => [scope, ...(implied[scope] ?? [])]))
}

export function lacks(granted: readonly string[], required: readonly string[]): boolean {
  const held = grantedScopes(granted)
  return required.some((scope) => !held.has(scope))
}
