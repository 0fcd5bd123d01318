import { Type } from '@sinclair/typebox'
import { storeRows } from '../batch.ts'
import { addCounts, type Counts } from '../counts.ts'
import { resolverOf } from '../git/resolve.ts'
import { type MirrorOptions, syncContents, syncMirror } from '../git/sync-mirror.ts'
import { defineStream } from '../stream.ts'
import { leaseSeconds } from './engine.ts'
import type { Reader } from './read.ts'
import { resolveAgain } from './unresolved.ts'

/** Read before all others: what Bitbucket shows of hashes is completed from it. Costs nothing of the API's allowance. */
export const mirrorStream = defineStream({
  name: 'git',
  doc: 'Commits, branches, tags and the files of the main branch, from a mirror without contents.',
  documentation: 'https://support.atlassian.com/bitbucket-cloud/docs/api-request-limits/',
  per: 'repository',
  scopes: ['repository'],
  cost: '0; 3 of the allowance of git when something was pushed',
  tables: ['commits', 'branches', 'tags', 'repository_files'],
  walk: 'all',
  again: 'when-pushed',
  projectionVersion: 1,
  request: ({ workspace, repository }) => ({ path: `/${workspace.slug}/${repository?.slug}.git`, query: {} }),
  item: Type.Object({}),
  key: () => '',
  rows: () => ({}),
})

/** Fetches what was pushed and stores it; answers how many rows that changed. */
export async function readMirror(reader: Reader): Promise<Counts> {
  const { engine, slice, scene } = reader
  const options = optionsOf(reader)
  if (!options) return {}
  const { changed } = await syncMirror(engine, slice, options)
  await storeRows(engine.db, slice, {
    leaseSeconds,
    cursor: {
      stream: mirrorStream,
      coverage: [],
      since: null,
      complete: true,
      sourceChangedOn: scene.repository?.updated_on ?? null,
    },
  })
  return addCounts(changed, await resolveAgain(reader))
}

/** Contents that are wanted, commits and sizes of the pull requests, when those are read: from the mirror, which must be there. */
export async function readContents(reader: Reader): Promise<Counts> {
  const { engine, scene, slice } = reader
  const isThere = resolverOf(engine.db, engine.config, scene.connection, slice) !== null
  const options = isThere ? optionsOf(reader) : null
  return options ? await syncContents(engine, slice, options) : {}
}

function optionsOf({ credentials, slice, scene, signal }: Reader): MirrorOptions | null {
  const { connection, place, repository } = scene
  if (!repository) return null
  return {
    connection,
    credentials,
    workspaceSlug: place.workspace.slug,
    repository,
    lane: slice.lane,
    leaseSeconds,
    signal,
  }
}
