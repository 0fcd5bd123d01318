import { sql } from 'kysely'
import { transaction } from '../../db/pool.ts'
import { Failure } from '../../errors.ts'
import { referencesIn, resolveReferences } from '../batch-references.ts'
import { readRecord } from '../record.ts'
import { withFence } from '../slice.ts'
import type { AnyStream, Reference } from '../stream.ts'
import { leaseSeconds } from './engine.ts'
import { move } from './progress.ts'
import type { Progress, Reader } from './read.ts'

interface Leaver {
  readonly id: string
  readonly uuid: string
}

/** Asks once for each account that left the workspace. What the account is called is all that is kept of the answer. */
export async function readLeavers(reader: Reader, stream: AnyStream): Promise<Progress> {
  for (const leaver of await leaversOf(reader)) {
    if (reader.signal.aborted) return 'open'
    const { references, requests } = await ask(reader, stream, leaver)
    await note(reader, leaver, references)
    await move(reader.engine.db, reader.scene, reader.slice, stream.name, { state: 'running', requests })
  }
  return 'done'
}

async function leaversOf({ engine, slice }: Reader): Promise<readonly Leaver[]> {
  const { rows } = await sql<Leaver>`
    select accounts.id, accounts.uuid from members join accounts on accounts.id = members.account_id
     where members.workspace_id = ${slice.workspaceId} and removed_at is not null
       and (looked_up_at is null or looked_up_at < removed_at)
     order by accounts.id`.execute(engine.db)
  return rows
}

interface Told {
  readonly references: readonly Reference[]
  readonly requests: number
}

/** Nothing is told of an account that is no more, nor of one that keeps to itself: it stays what it was. */
async function ask(reader: Reader, stream: AnyStream, { uuid }: Leaver): Promise<Told> {
  const { client, scene, slice, signal } = reader
  const place = { ...scene.place, parent: uuid }
  const { path, query } = stream.request(place, { from: null, to: null })
  try {
    const { body, requests } = await client.get(path, query, {
      stream: stream.name,
      lane: slice.lane,
      signal,
    })
    const { reading } = readRecord(stream, body, place)
    if ('error' in reading)
      throw new Failure('source_unreadable', { detail: reading.error, data: { status: 200, requests } })
    return { references: referencesIn(Object.values(reading.rows).flat()), requests }
  } catch (error) {
    if (!(error instanceof Failure) || !['source_missing', 'source_forbidden'].includes(error.code))
      throw error
    return { references: [], requests: Number(error.data?.requests ?? 1) }
  }
}

function note({ engine, slice }: Reader, { id }: Leaver, references: readonly Reference[]): Promise<void> {
  return transaction(engine.db, async (tx) => {
    await withFence(tx, slice, leaseSeconds)
    await resolveReferences(tx, slice, references)
    await sql`
      update members set looked_up_at = now()
       where workspace_id = ${slice.workspaceId} and account_id = ${id}`.execute(tx)
  })
}
