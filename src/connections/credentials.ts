import type { Transaction } from 'kysely'
import type { Db } from '../db/pool.ts'
import type { Schema } from '../db/schema.ts'
import { Failure } from '../errors.ts'
import { type KeyRing, keyLost, lockRing } from './key-ring.ts'
import { keyIdOf, type SecretIdentity, seal, unreadable, unseal } from './seal.ts'

/** Stores a secret in place of what the record held before. */
export async function sealSecret(
  tx: Transaction<Schema>,
  ring: KeyRing,
  identity: SecretIdentity,
  text: string,
): Promise<void> {
  await lockRing(tx, 'shared')
  await ring.reload()
  if (await keyLost(tx, ring)) throw new Failure('key_lost')
  const { purpose, record } = identity
  const row = {
    sealed: seal(ring.first, { purpose, record }, text),
    key_id: ring.first.id,
    last_four: lastFour(text),
    rotated_at: null,
  }
  await tx
    .insertInto('secrets')
    .values({ purpose, record, ...row })
    .onConflict((clash) =>
      clash.columns(['purpose', 'record']).doUpdateSet({ ...row, created_at: new Date() }),
    )
    .execute()
}

/** Call it where a client is made, and let the text go no further. */
export async function openSecret(db: Db, ring: KeyRing, identity: SecretIdentity): Promise<string> {
  const row = await db
    .selectFrom('secrets')
    .select(['sealed', 'key_id'])
    .where('purpose', '=', identity.purpose)
    .where('record', '=', identity.record)
    .executeTakeFirst()
  if (!row)
    throw new Failure('not_found', { detail: `There is no ${identity.purpose} of ${identity.record}.` })
  return openRow(ring, { ...identity, ...row })
}

export async function removeSecret(db: Db, identity: SecretIdentity): Promise<void> {
  await db
    .deleteFrom('secrets')
    .where('purpose', '=', identity.purpose)
    .where('record', '=', identity.record)
    .execute()
}

/** Opens a row that was read already. */
export async function openRow(
  ring: KeyRing,
  row: SecretIdentity & { readonly sealed: Buffer; readonly key_id: string },
): Promise<string> {
  if (keyIdOf(row.sealed) !== row.key_id) throw unreadable(row)
  if (!ring.find(row.key_id)) await ring.reload()
  const key = ring.find(row.key_id)
  if (!key) throw new Failure('key_lost', { detail: `The key is ${row.key_id}.` })
  return unseal(key, { purpose: row.purpose, record: row.record }, row.sealed)
}

/** Four of sixteen characters leave enough to guess; of a shorter secret nothing is shown. */
function lastFour(text: string): string | null {
  return text.length >= 16 ? text.slice(-4) : null
}
