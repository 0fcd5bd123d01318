import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Config } from '../../config.ts'
import { type Lease, leaseRequest, settleRequest } from '../../connections/ledger/lease.ts'
import { park } from '../../connections/ledger/park.ts'
import type { Db } from '../../db/pool.ts'
import { Failure } from '../../errors.ts'
import { addCounts, type Counts } from '../counts.ts'
import { type OpenCredential, readyCredential, serves } from '../http/credential.ts'
import { backOff } from '../http/pause.ts'
import { blankOut } from '../http/without-secrets.ts'
import type { Slice } from '../slice.ts'
import { remoteEnvironment } from './environment.ts'
import {
  type FetchOptions,
  fetchBlobs,
  fetchFailure,
  fetchForkHeads,
  fetchRefs,
  keepRoom,
  mirrorDirectory,
  withMirror,
  writeAuthorities,
} from './mirror.ts'
import { storePullRequests } from './pull-requests.ts'
import type { Place } from './read.ts'
import { GitError } from './run.ts'
import { type StoredMirror, storeMirror } from './store-mirror.ts'
import { type Fork, loadUnsettled } from './unsettled.ts'
import { loadWanted, storeWanted } from './wanted.ts'

export interface MirrorDesk {
  readonly db: Db
  readonly config: Pick<
    Config,
    'dataDirectory' | 'proxy' | 'noProxy' | 'allowPrivateHosts' | 'limitWindowSeconds' | 'version'
  >
}

export interface MirrorOptions {
  readonly connection: {
    readonly id: string
    readonly api_url: string
    readonly git_url: string | null
    readonly proxy_url: string | null
    readonly ca: string | null
  }
  readonly credentials: readonly OpenCredential[]
  readonly workspaceSlug: string
  readonly repository: { readonly slug: string; readonly main_branch: string | null }
  readonly lane: string
  readonly leaseSeconds: number
  readonly signal?: AbortSignal
}

/** Requests of one fetch by protocol 2: the greeting, the list of refs, the objects. */
const requestsOfFetch = 3
const firstPauseMs = 1_000

/**
 * Brings the mirror of a repository up to date and stores what changed: commits first, then the refs that lead to
 * them with the files of the main branch, so that a mirror that is cut off goes on where it was. A mirror that is
 * broken is made anew, once.
 */
export async function syncMirror(
  desk: MirrorDesk,
  slice: Slice,
  options: MirrorOptions,
): Promise<StoredMirror> {
  const { dataDirectory } = desk.config
  const directory = mirrorDirectory(dataDirectory, slice.workspaceId, slice.repositoryId ?? '')
  await keepRoom(dataDirectory, directory)
  try {
    return await fetchAndStore(desk, slice, options, directory)
  } catch (error) {
    if (!(error instanceof GitError)) throw error
    await rm(directory, { recursive: true, force: true })
  }
  try {
    return await fetchAndStore(desk, slice, options, directory)
  } catch (error) {
    if (!(error instanceof GitError)) throw error
    throw broken(error)
  }
}

function broken(error: GitError): Failure {
  return new Failure('mirror_broken', { detail: error.message.slice(0, 600), data: {}, cause: error })
}

async function fetchAndStore(
  desk: MirrorDesk,
  slice: Slice,
  options: MirrorOptions,
  directory: string,
): Promise<StoredMirror> {
  return withMirror(directory, async (place) => {
    await leased(desk, options, (fetch) => fetchRefs(place, fetch))
    return storeMirror(desk.db, slice, {
      place,
      mainBranch: options.repository.main_branch,
      leaseSeconds: options.leaseSeconds,
    })
  })
}

/**
 * Stores what takes contents: those of the files that are wanted, and how large pull requests are, with their commits.
 * To be called when the pull requests are stored, after `syncMirror`, so that all contents come by one fetch. What did
 * not move since costs nothing.
 */
export async function syncContents(desk: MirrorDesk, slice: Slice, options: MirrorOptions): Promise<Counts> {
  const { db, config } = desk
  const { leaseSeconds } = options
  const directory = mirrorDirectory(config.dataDirectory, slice.workspaceId, slice.repositoryId ?? '')
  const unsettled = await loadUnsettled(db, slice)
  const wanted = await loadWanted(db, slice, directory)
  if (unsettled.length === 0 && wanted === null) return {}
  try {
    return await withMirror(directory, async (place) => {
      const sizes = await storePullRequests(db, slice, unsettled, {
        place,
        leaseSeconds,
        beside: wanted?.missing ?? [],
        fetchBlobs: (oids, fork) =>
          leased(desk, at(options, fork), (fetch) => fetchBlobs(place, fetch, oids)),
        fetchFork: (fork) => fetchFork(desk, at(options, fork), place, fork),
      })
      return wanted ? addCounts(sizes, await storeWanted(db, slice, place, { wanted, leaseSeconds })) : sizes
    })
  } catch (error) {
    throw error instanceof GitError ? broken(error) : error
  }
}

function at(options: MirrorOptions, fork: Fork | null): MirrorOptions {
  return fork === null ? options : { ...options, repository: { ...options.repository, slug: fork.slug } }
}

/** Once for each state of the fork: a head that it does not have is not asked for in every run. */
async function fetchFork(
  desk: MirrorDesk,
  options: MirrorOptions,
  place: Place,
  { id, updatedOn }: Fork,
): Promise<boolean> {
  const marker = join(place.directory, `windlass-fork-${id}`)
  const state = updatedOn?.toISOString() ?? ''
  if ((await readFile(marker, 'utf8').catch(() => null)) === state) return false
  try {
    await leased(desk, options, (fetch) => fetchForkHeads(place, fetch, id))
  } catch (error) {
    const { code } = error instanceof Failure ? error : { code: '' }
    if (!['source_forbidden', 'source_missing'].includes(code)) throw error
    return false
  }
  await writeFile(marker, state)
  return true
}

type Fetch = (options: FetchOptions) => Promise<void>

/** A connection that broke, and a server that was out of order, are tried again once before that is a gap. */
async function leased(desk: MirrorDesk, options: MirrorOptions, fetch: Fetch): Promise<void> {
  try {
    return await attempt(desk, options, fetch)
  } catch (error) {
    // What was given up for its length or its size would be again.
    const isOfTheWay = error instanceof Failure && error.cause instanceof GitError
    if (!isOfTheWay || error.code !== 'source_unreachable') throw error
  }
  await pause(backOff(1, firstPauseMs, Math.random()), undefined, { signal: options.signal })
  await attempt(desk, options, fetch)
}

/** Takes the requests from the allowance of git, which is sixty times that of the API. */
async function attempt(desk: MirrorDesk, options: MirrorOptions, fetch: Fetch): Promise<void> {
  const { credential, leases } = await take(desk, options)
  const { id, proxy_url, ca } = options.connection
  const url = repositoryUrl(options)
  const caFile = ca === null ? null : await writeAuthorities(desk.config.dataDirectory, id, ca)
  let answered = false
  let shown = credential.secret
  try {
    const ready = await readyCredential(credential)
    shown = ready.secret
    const remote = { url, credential: ready, proxyUrl: proxy_url, caFile }
    const environment = await remoteEnvironment(desk.config, remote)
    await fetch({ environment, ...(options.signal ? { signal: options.signal } : {}) })
    answered = true
  } catch (thrown) {
    // A gateway may repeat what it was shown.
    const error = thrown instanceof GitError ? thrown.mapped((text) => blankOut(text, [shown])) : thrown
    const failure = error instanceof GitError ? fetchFailure(error) : null
    if (failure?.code === 'source_throttled') throw await parked(desk, leases[0])
    answered = failure === null ? answered : failure.code !== 'source_unreachable'
    throw failure ?? error
  } finally {
    for (const lease of leases) await settleRequest(desk.db, lease, answered ? 'answered' : 'unknown')
  }
}

async function take(desk: MirrorDesk, { credentials, lane }: MirrorOptions) {
  const usable = credentials.filter((one) => serves(one, 'git'))
  const candidates = [...new Set(usable.map(({ identity }) => identity))].map((identity) => ({
    identity,
    limit: null,
  }))
  if (candidates.length === 0)
    throw new Failure('source_refused', { detail: 'None is left for git.', data: { status: null } })
  const windowSeconds = desk.config.limitWindowSeconds
  const leases: Lease[] = []
  let only = candidates
  while (leases.length < requestsOfFetch) {
    const answer = await leaseRequest(desk.db, only, { class: 'git', lane, windowSeconds })
    if (!answer.granted) {
      // A parked identity lets a single probe through: a fetch is one.
      if (leases[0]?.probe) break
      for (const lease of leases) await settleRequest(desk.db, lease, 'unsent')
      throw new Failure('source_throttled', { data: { until: answer.until } })
    }
    leases.push(answer.lease)
    only = candidates.filter(({ identity }) => identity === answer.lease.identity)
  }
  const credential = usable.find(({ identity }) => identity === leases[0]?.identity) ?? usable[0]
  if (credential === undefined) throw new RangeError('a lease without a credential')
  return { credential, leases }
}

async function parked(desk: MirrorDesk, lease: Lease | undefined): Promise<Failure> {
  if (lease === undefined) return new Failure('source_throttled', { data: {} })
  const until = await park(desk.db, lease, {
    seconds: null,
    limit: null,
    windowSeconds: desk.config.limitWindowSeconds,
    jitter: Math.random(),
  })
  return new Failure('source_throttled', { data: { until } })
}

/** Beside the API unless the connection says where: Bitbucket's own API has a host of its own. */
function repositoryUrl({ connection, workspaceSlug, repository }: MirrorOptions): string {
  const api = new URL(connection.api_url)
  const beside = api.hostname === 'api.bitbucket.org' ? 'https://bitbucket.org' : api.origin
  const base = (connection.git_url ?? beside).replace(/\/$/, '')
  return `${base}/${encodeURIComponent(workspaceSlug)}/${encodeURIComponent(repository.slug)}.git`
}
