/**
 * What no event tells: Bitbucket sends nothing when the time or a setting of a repository changes, when somebody joins,
 * or when a deployment is rolled back by hand; and whose an address in a commit is, is asked in runs.
 */
export const untold: readonly string[] = ['repositories', 'members', 'accounts', 'deployments', 'commits']
