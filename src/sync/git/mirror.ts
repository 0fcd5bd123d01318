import { existsSync } from 'node:fs'
import { mkdir, readdir, rm, stat, statfs, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { rootCertificates } from 'node:tls'
import { Failure } from '../../errors.ts'
import { localEnvironment } from './environment.ts'
import { type FetchLimits, withinLimits } from './limits.ts'
import { openObjects } from './objects.ts'
import type { Mirror, Place } from './read.ts'
import { checkGit, type GitError, runGit } from './run.ts'

/** Share of the disk that mirrors leave to everybody else. */
const leastFree = 0.1

function mirrorsDirectory(dataDirectory: string): string {
  return join(dataDirectory, 'mirrors')
}

/** Named by the keys that never change, so that no name from outside becomes a path. */
export function mirrorDirectory(dataDirectory: string, workspaceId: string, repositoryId: string): string {
  return join(mirrorsDirectory(dataDirectory), workspaceId, `${repositoryId}.git`)
}

/** Opens a mirror, makes it where there is none, and closes it after the work. */
export async function withMirror<T>(directory: string, work: (mirror: Mirror) => Promise<T>): Promise<T> {
  const place = await openMirror(directory)
  const objects = openObjects(place)
  try {
    return await work({ ...place, objects })
  } finally {
    objects.close()
  }
}

/** Makes the directory of a mirror that fetches histories without contents, unless it is there. */
export async function openMirror(directory: string): Promise<Place> {
  const place = { directory, environment: localEnvironment() }
  if (existsSync(markerOf(directory))) await settle(place)
  else await make(place)
  return place
}

/** Written last: a mirror without it was cut off while it was made. */
function markerOf(directory: string): string {
  return join(directory, 'windlass-mirror')
}

/** What `git init --bare` makes and git asks for, without a process. */
async function make(place: Place): Promise<void> {
  const { directory, environment } = place
  await checkGit({ directory: '/', environment })
  await rm(directory, { recursive: true, force: true })
  for (const folder of ['objects', 'refs'])
    await mkdir(join(directory, folder), { recursive: true, mode: 0o700 })
  await writeFile(join(directory, 'HEAD'), 'ref: refs/heads/main\n')
  await settle(place)
  await writeFile(markerOf(directory), '')
}

/**
 * A fetch writes into the configuration that contents can be asked for later. Commands that stay at home would then
 * end with an error at each that is missing, where `missing` is the answer wanted.
 */
async function settle({ directory }: Place): Promise<void> {
  await writeFile(join(directory, 'config'), '[core]\n\trepositoryformatversion = 0\n\tbare = true\n')
}

export interface FetchOptions {
  /** From `remoteEnvironment`: it names the remote and carries the credential. */
  readonly environment: NodeJS.ProcessEnv
  readonly signal?: AbortSignal
  readonly limits?: FetchLimits
}

/** Brings branches and tags up to date, also those that were moved by force, and drops those that are gone. */
export async function fetchRefs(place: Place, options: FetchOptions): Promise<void> {
  const branchesAndTags = ['+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*']
  await fetch(place, options, ['--prune', '--no-tags', '--force', 'origin', ...branchesAndTags])
}

/** Brings the branches of a fork beside our own, where nothing takes them for branches. */
export async function fetchForkHeads(place: Place, options: FetchOptions, forkId: string): Promise<void> {
  const branches = `+refs/heads/*:refs/forks/${forkId}/*`
  await fetch(place, options, ['--prune', '--no-tags', '--force', 'origin', branches])
}

/** So many contents may have gone meanwhile; a fetch names one at a time. */
const mostGone = 20

/** Fetches contents by their hashes, all in one request. Those that the remote dropped meanwhile stay missing. */
export async function fetchBlobs(
  place: Place,
  options: FetchOptions,
  oids: readonly string[],
): Promise<void> {
  const left = new Set(oids)
  for (let gone = 0; left.size > 0 && gone <= mostGone; gone += 1) {
    const input = [...left].map((oid) => `${oid}\n`).join('')
    try {
      return await fetch(place, options, ['--no-tags', '--stdin', 'origin'], input)
    } catch (error) {
      const [, named] = /not our ref ([0-9a-f]{40})/.exec(String(error)) ?? []
      if (named === undefined || !left.delete(named)) throw error
    }
  }
}

async function fetch(
  place: Place,
  { environment, signal, limits }: FetchOptions,
  tail: readonly string[],
  input?: string,
): Promise<void> {
  const shared = ['fetch', '--quiet', '--no-write-fetch-head', '--no-auto-maintenance', '--filter=blob:none']
  await withinLimits(place.directory, { signal, limits }, (until) =>
    runGit({
      directory: place.directory,
      environment,
      // Nothing in common is offered for single contents: the histories would be compared in vain.
      arguments:
        input === undefined
          ? [...shared, ...tail]
          : ['-c', 'fetch.negotiationAlgorithm=noop', ...shared, ...tail],
      ...(input === undefined ? {} : { input }),
      signal: until,
    }),
  )
  await settle(place)
  const now = new Date()
  await utimes(markerOf(place.directory), now, now)
}

/** What git said about a fetch, as one of our errors; null when it is the mirror that is at fault. */
export function fetchFailure(error: GitError): Failure | null {
  const said = error.complaint.replaceAll(/https?:\/\/\S+/g, '…').slice(-600)
  const options = { detail: said, data: { status: null as number | null, excerpt: said }, cause: error }
  const status = Number(/error: (\d{3})\b/.exec(said)?.[1] ?? Number.NaN)
  if (!Number.isNaN(status)) options.data.status = status
  if (status === 401 || /Authentication failed|could not read Username/.test(said))
    return new Failure('source_refused', options)
  if (status === 429) return new Failure('source_throttled', options)
  if (status === 403) return new Failure('source_forbidden', options)
  if (status === 404 || status === 410 || / not found/.test(said))
    return new Failure('source_missing', options)
  if (status >= 500 || /unable to access|early EOF|RPC failed|hung up|Could not resolve|timed out/.test(said))
    return new Failure('source_unreachable', options)
  return null
}

/**
 * Makes room when less than a tenth of the disk is free: mirrors that were not fetched for longest go first, for each
 * can be made again. Throws when that does not suffice.
 */
export async function keepRoom(dataDirectory: string, keep: string, free = freeShare): Promise<number> {
  let removed = 0
  const root = mirrorsDirectory(dataDirectory)
  await mkdir(root, { recursive: true, mode: 0o700 })
  if ((await free(root)) >= leastFree) return removed
  for (const directory of await byAge(root)) {
    if (directory === keep) continue
    await rm(directory, { recursive: true, force: true })
    removed += 1
    if ((await free(root)) >= leastFree) return removed
  }
  throw new Failure('mirror_disk_full')
}

async function freeShare(directory: string): Promise<number> {
  const { bavail, blocks } = await statfs(directory)
  return bavail / blocks
}

async function byAge(root: string): Promise<string[]> {
  const found: { directory: string; at: number }[] = []
  for (const workspace of await readdir(root)) {
    for (const name of await readdir(join(root, workspace)).catch(() => [])) {
      const directory = join(root, workspace, name)
      const at = await stat(markerOf(directory)).then(
        ({ mtimeMs }) => mtimeMs,
        () => 0,
      )
      if (name.endsWith('.git')) found.push({ directory, at })
    }
  }
  return found.sort((a, b) => a.at - b.at).map(({ directory }) => directory)
}

/** git trusts a list alone, so that an own authority comes with those that Node brings. */
export async function writeAuthorities(
  dataDirectory: string,
  connectionId: string,
  ca: string,
): Promise<string> {
  const root = mirrorsDirectory(dataDirectory)
  await mkdir(root, { recursive: true, mode: 0o700 })
  const file = join(root, `authorities-${connectionId}.pem`)
  await writeFile(file, [...rootCertificates, ca, ''].join('\n'))
  return file
}
