import type { Transaction } from 'kysely'
import { type Db, transaction } from '../db/pool.ts'
import type { Schema } from '../db/schema.ts'
import { Failure } from '../errors.ts'
import { openRow } from './credentials.ts'
import { compareKeys, type KeyRing, lockRing, neededKeys, recordSealingKey } from './key-ring.ts'
import { type SecretIdentity, seal } from './seal.ts'

export interface Rotation {
  readonly resealed: number
  /** Secrets that did not open; they were left as they are. */
  readonly unreadable: number
  /** Fingerprint of the key that seals now. */
  readonly key: string
}

/** Few enough that a writer waits for milliseconds, enough that the round trips do not count. */
const chunkSize = 100

/**
 * Seals every secret with the first key of the ring; a key file gets a new first key before. In chunks, each
 * its own transaction, so that others read and write meanwhile: both keys open until the last chunk is done.
 */
export async function rotateSecrets(db: Db, ring: KeyRing): Promise<Rotation> {
  await startRotation(db, ring)
  let resealed = 0
  let unreadable = 0
  let after: SecretIdentity | null = { purpose: '', record: '' }
  while (after) {
    const from: SecretIdentity = after
    const chunk = await transaction(db, (tx) => resealChunk(tx, ring, from))
    resealed += chunk.resealed
    unreadable += chunk.unreadable
    after = chunk.last
  }
  return { resealed, unreadable, key: ring.first.id }
}

/**
 * The key that sealed until now stays in the file, so that a backup made before the rotation can be restored;
 * it goes with the rotation after, once no secret uses it.
 */
async function startRotation(db: Db, ring: KeyRing): Promise<void> {
  await transaction(db, async (tx) => {
    await lockRing(tx, 'alone')
    await compareKeys(tx, ring)
    if (ring.lost) throw new Failure('key_lost')
    if (ring.source === 'file') await ring.renew(new Set([...(await neededKeys(tx)), ring.first.id]))
    await recordSealingKey(tx, ring)
  })
}

interface Chunk {
  readonly resealed: number
  readonly unreadable: number
  readonly last: SecretIdentity | null
}

async function resealChunk(tx: Transaction<Schema>, ring: KeyRing, after: SecretIdentity): Promise<Chunk> {
  await lockRing(tx, 'shared')
  // Two rotations at once must agree on the key, or they would undo each other's work.
  await ring.reload()
  const target = ring.first
  const rows = await tx
    .selectFrom('secrets')
    .select(['purpose', 'record', 'sealed', 'key_id'])
    .where('key_id', '<>', target.id)
    .where(({ eb, refTuple, tuple }) =>
      eb(refTuple('purpose', 'record'), '>', tuple(after.purpose, after.record)),
    )
    .orderBy('purpose')
    .orderBy('record')
    .limit(chunkSize)
    .forUpdate()
    .execute()
  let resealed = 0
  for (const row of rows) {
    const identity = { purpose: row.purpose, record: row.record }
    const text = await openRow(ring, row).catch(leaveUnreadable)
    if (text === null) continue
    const sealed = seal(target, identity, text)
    await tx
      .updateTable('secrets')
      .set({ sealed, key_id: target.id, rotated_at: new Date() })
      .where('purpose', '=', row.purpose)
      .where('record', '=', row.record)
      .execute()
    resealed++
  }
  return { resealed, unreadable: rows.length - resealed, last: rows.at(-1) ?? null }
}

function leaveUnreadable(error: unknown): null {
  if (error instanceof Failure && (error.code === 'secret_unreadable' || error.code === 'key_lost'))
    return null
  throw error
}

/**
 * Gives up every secret whose key is missing, for an operator who knows that the key is gone for good. Returns
 * how many there were; each has to be entered again.
 */
export async function forgetLostKeys(db: Db, ring: KeyRing): Promise<number> {
  return transaction(db, async (tx) => {
    await lockRing(tx, 'alone')
    await ring.reload()
    if (ring.keys.length === 0) await ring.generate()
    const present = ring.keys.map((key) => key.id)
    const removed = await tx.deleteFrom('secrets').where('key_id', 'not in', present).executeTakeFirst()
    await recordSealingKey(tx, ring)
    await compareKeys(tx, ring)
    return Number(removed.numDeletedRows)
  })
}

export interface KeyRingStatus {
  readonly state: 'ready' | 'lost'
  readonly source: 'environment' | 'file'
  readonly keys: { id: string; present: boolean; seals: boolean; secrets: number }[]
}

export async function keyRingStatus(db: Db, ring: KeyRing): Promise<KeyRingStatus> {
  await compareKeys(db, ring)
  const counted = await db
    .selectFrom('secrets')
    .select(['key_id', (eb) => eb.fn.countAll<string>().as('secrets')])
    .groupBy('key_id')
    .execute()
  const counts = new Map(counted.map((row) => [row.key_id, Number(row.secrets)]))
  const ids = new Set([...ring.keys.map((key) => key.id), ...(await neededKeys(db))])
  const keys = [...ids].map((id) => ({
    id,
    present: ring.find(id) !== undefined,
    seals: ring.keys[0]?.id === id,
    secrets: counts.get(id) ?? 0,
  }))
  return { state: ring.lost ? 'lost' : 'ready', source: ring.source, keys }
}
