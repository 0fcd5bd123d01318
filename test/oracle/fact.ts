/** What is known of one thing, in the words of the oracle. */
export type Fact = Readonly<Record<string, unknown>>

export interface SourceAccess {
  readonly sourceAccess: 'git' | 'files' | 'none'
  /** Streams that are off unless they are asked for. */
  readonly lanes?: readonly ('steps' | 'deep')[]
}

/** What tells the facts of an entity apart. */
export const keys: Readonly<Record<string, readonly string[]>> = {
  workspaces: ['uuid'],
  accounts: ['uuid'],
  members: ['workspace', 'account'],
  projects: ['uuid'],
  repositories: ['uuid'],
  branches: ['repository', 'name'],
  tags: ['repository', 'name'],
  commits: ['repository', 'hash'],
  files: ['repository', 'path'],
  branch_restrictions: ['repository', 'id'],
  pull_requests: ['repository', 'id'],
  participants: ['repository', 'pull_request', 'account'],
  activity: ['repository', 'pull_request', 'kind', 'actor', 'date', 'comment'],
  comments: ['repository', 'pull_request', 'id'],
  pull_request_commits: ['repository', 'pull_request', 'hash'],
  pull_request_sizes: ['repository', 'pull_request'],
  pipelines: ['repository', 'uuid'],
  steps: ['repository', 'pipeline', 'uuid'],
  environments: ['repository', 'uuid'],
  deployments: ['repository', 'uuid'],
  issues: ['repository', 'id'],
  issue_comments: ['repository', 'issue', 'id'],
}

export function keyOf(entity: string, fact: Fact): string {
  return (keys[entity] ?? []).map((field) => String(fact[field])).join(' ')
}

export function isFact(value: unknown): value is Fact {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
