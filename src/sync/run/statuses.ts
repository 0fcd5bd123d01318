import { sql } from 'kysely'
import type { Row } from '../../db/schema.ts'
import { Failure } from '../../errors.ts'
import { releaseSlice, takeSlice } from '../slice.ts'
import { isChild } from '../stream.ts'
import { readBelow } from './children.ts'
import type { Engine } from './engine.ts'
import { withReader } from './reader.ts'
import { loadDeliveryScene } from './scene.ts'

type Status = Pick<
  Row<'commit_statuses'>,
  'key' | 'state' | 'name' | 'url' | 'refname' | 'created_on' | 'updated_on'
>

/** What builds say of one commit, asked now: no cycle asks for it. */
export async function readStatuses(
  engine: Engine,
  repository: string,
  commit: string,
): Promise<{ readonly commit: string; readonly statuses: Status[] }> {
  const found = await find(engine, repository, commit)
  const slice = await takeSlice(engine.db, found.slice, 'statuses')
  try {
    const scene = await loadDeliveryScene(engine.db, engine.connectors, slice)
    const stream = scene?.streams.filter(isChild).find(({ tables }) => tables.includes('commit_statuses'))
    if (!scene || !stream) throw new Failure('not_found', { detail: `${repository} is not read.` })
    await withReader(engine, slice, scene, AbortSignal.timeout(60_000), async (reader) => {
      await readBelow(reader, stream, found.commit, true)
    })
  } finally {
    await releaseSlice(engine.db, slice, { lane: slice.lane, dueIn: 0 })
  }
  const statuses = await engine.db
    .selectFrom('commit_statuses')
    .select(['key', 'state', 'name', 'url', 'refname', 'created_on', 'updated_on'])
    .where('repository_id', '=', found.id)
    .where('commit_hash', '=', found.commit)
    .where('removed_at', 'is', null)
    .orderBy('key')
    .execute()
  return { commit: found.commit, statuses }
}

/** A commit may be named by the first characters of its hash. */
async function find(engine: Engine, repository: string, commit: string) {
  const [workspace, slug] = repository.split('/')
  const { rows } = await sql<{ id: string; slice: string | null; hashes: string[] }>`
    select repositories.id, (select id from slices where repository_id = repositories.id) as slice,
           array(select hash from commits where repository_id = repositories.id
                    and workspace_id = repositories.workspace_id and hash like ${`${commit}%`} limit 2) as hashes
      from repositories join workspaces on workspaces.id = repositories.workspace_id
     where workspaces.slug = ${workspace} and repositories.slug = ${slug} and repositories.removed_at is null`.execute(
    engine.db,
  )
  const [row] = rows
  if (!row?.slice) throw new Failure('not_found', { detail: `There is no repository ${repository}.` })
  const [hash, other] = row.hashes
  if (hash === undefined || other !== undefined)
    throw new Failure('not_found', {
      detail:
        hash === undefined
          ? `${repository} has no commit ${commit}.`
          : `More than one commit begins with ${commit}.`,
    })
  return { id: row.id, slice: row.slice, commit: hash }
}
