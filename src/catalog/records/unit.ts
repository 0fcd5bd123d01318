import type { Kind } from '../mapping/config.ts'

/** What is stored of a kind. */
export const streamOf = {
  project: 'projects',
  user: 'members',
  repository: 'repositories',
  'pull-request': 'pull_requests',
  folder: 'files',
  file: 'files',
} as const satisfies Record<Kind, string>

export type Stream = (typeof streamOf)[Kind]

/** What is mapped at once: a record, or all files and folders of a repository. */
export interface Unit {
  readonly stream: Stream
  readonly workspaceId: string
  /** Of pull requests and files; null for what belongs to the workspace, as repositories do. */
  readonly repositoryId: string | null
  /** Empty for the files of a repository. */
  readonly key: string
}

/** As the database writes it when it marks what has changed: stream, workspace, repository or 0, key. */
export function readUnit(mark: string): Unit {
  const [, stream, workspaceId, repositoryId, key] = /^(\w+) (\d+) (\d+) (.*)$/s.exec(mark) ?? []
  const known = Object.values(streamOf).find((one) => one === stream)
  if (!known || workspaceId === undefined || key === undefined) throw new RangeError(`no record: ${mark}`)
  return {
    stream: known,
    workspaceId,
    repositoryId: repositoryId === '0' ? null : (repositoryId ?? null),
    key,
  }
}

/** Tells units apart. */
export function nameOf({ stream, workspaceId, repositoryId, key }: Unit): string {
  return `${stream} ${workspaceId} ${repositoryId ?? 0} ${key}`
}
