// The documented events, with the words of `/hook_events/{subject_type}`.
export type HookEvent = {
  readonly event: string
  readonly category: string
  readonly label: string
  readonly description: string
}

const words: readonly (readonly [string, string, string])[] = [
  ['repo:push', 'Push', 'Whenever a repository push occurs'],
  ['repo:fork', 'Fork', 'Whenever a repository fork occurs'],
  ['repo:updated', 'Updated', 'Whenever a repository update occurs'],
  ['repo:created', 'Created', 'Whenever a repository is created'],
  ['repo:deleted', 'Deleted', 'Whenever a repository is deleted'],
  ['repo:imported', 'Imported', 'Whenever a repository is imported'],
  ['repo:transfer', 'Transfer accepted', 'Whenever a repository transfer is accepted'],
  ['repo:commit_comment_created', 'Commit comment created', 'Whenever a commit comment is created'],
  ['repo:commit_status_created', 'Build status created', 'Whenever a build status is created'],
  ['repo:commit_status_updated', 'Build status updated', 'Whenever a build status is updated'],
  ['pullrequest:created', 'Created', 'Whenever a pull request is created'],
  ['pullrequest:updated', 'Updated', 'Whenever a pull request is updated'],
  ['pullrequest:push', 'Push', 'Whenever a pull request receives new commits'],
  ['pullrequest:approved', 'Approved', 'Whenever a pull request is approved'],
  ['pullrequest:unapproved', 'Approval removed', 'Whenever an approval is removed'],
  ['pullrequest:changes_request_created', 'Changes requested', 'Whenever changes are requested'],
  ['pullrequest:changes_request_removed', 'Changes request removed', 'Whenever a change request is removed'],
  ['pullrequest:fulfilled', 'Merged', 'Whenever a pull request is merged'],
  ['pullrequest:rejected', 'Declined', 'Whenever a pull request is declined'],
  ['pullrequest:comment_created', 'Comment created', 'Whenever a pull request comment is created'],
  ['pullrequest:comment_updated', 'Comment updated', 'Whenever a pull request comment is updated'],
  ['pullrequest:comment_deleted', 'Comment deleted', 'Whenever a pull request comment is deleted'],
  ['pullrequest:comment_resolved', 'Comment resolved', 'Whenever a comment thread is resolved'],
  ['pullrequest:comment_reopened', 'Comment reopened', 'Whenever a comment thread is reopened'],
  ['issue:created', 'Created', 'Whenever an issue is created'],
  ['issue:updated', 'Updated', 'Whenever an issue is updated'],
  ['issue:comment_created', 'Comment created', 'Whenever an issue comment is created'],
  ['project:updated', 'Updated', 'Whenever a project is updated'],
  ['pipeline:span_created', 'Span created', 'Whenever a pipeline reports spans'],
]

const categories: Readonly<Record<string, string>> = {
  repo: 'Repository',
  pullrequest: 'Pull Request',
  issue: 'Issue',
  project: 'Project',
  pipeline: 'Pipeline',
}

const all: readonly HookEvent[] = words.map(([event, label, description]) => ({
  event,
  category: categories[event.slice(0, event.indexOf(':'))] ?? 'Repository',
  label,
  description,
}))

export type Subject = 'repository' | 'workspace'

// A repository cannot hear of its own creation nor of its project; a workspace does not offer the transfer of one.
const withheld: Readonly<Record<Subject, readonly string[]>> = {
  repository: ['project:updated', 'repo:created'],
  workspace: ['repo:transfer'],
}

export function hookEvents(subject: Subject): readonly HookEvent[] {
  return all.filter(({ event }) => !withheld[subject].includes(event))
}
