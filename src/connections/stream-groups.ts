/** What a credential may be kept for, as people speak of it; the streams each stands for. */
const groups = {
  commits: ['git', 'commit_authors', 'refs', 'commits'],
  pull_requests: ['pull_requests', 'pull_request_activity', 'pull_request_history', 'pull_request_commits'],
  pipelines: ['pipelines', 'pipeline_steps', 'environments', 'deployments'],
  issues: ['issues', 'issue_comments'],
  settings: ['branch_restrictions'],
} as const

export type StreamGroup = keyof typeof groups

/** The streams that are kept for a credential. */
export function streamsOfGroups(names: readonly StreamGroup[]): string[] {
  return [...new Set(names)].flatMap((name) => [...groups[name]])
}

/** The groups that streams lie in. */
export function groupsOf(streams: readonly string[]): StreamGroup[] {
  return (Object.keys(groups) as StreamGroup[]).filter((name) =>
    groups[name].some((stream) => streams.includes(stream)),
  )
}
