import { sql, type Transaction } from 'kysely'
import type { Config } from '../config.ts'
import { type Db, transaction } from '../db/pool.ts'
import type { Schema } from '../db/schema.ts'
import { Failure } from '../errors.ts'
import { createKeyFile, keyFilePath, parseKey, readKeyFile, replaceKeyFile } from './key-file.ts'
import { createKey, hmac, type Key } from './seal.ts'

type KeyConfig = Pick<Config, 'key' | 'dataDirectory'>

/** The keys of this process: those of WINDLASS_KEY, then those of the key file. The first seals. */
export class KeyRing {
  readonly source: 'environment' | 'file'
  readonly path: string
  /** The database needs a key that the ring does not hold. Nothing is sealed or rotated meanwhile. */
  lost = false
  #given: readonly Key[]
  #keys: readonly Key[] = []

  constructor(config: KeyConfig) {
    this.source = config.key === undefined ? 'file' : 'environment'
    this.path = keyFilePath(config.dataDirectory)
    const texts = config.key === undefined ? [] : config.key.split(',')
    this.#given = texts.map((text, index) => parseKey(text, `WINDLASS_KEY: key ${index + 1}`))
  }

  get keys(): readonly Key[] {
    return this.#keys
  }

  /** The key that seals. */
  get first(): Key {
    const [first] = this.#keys
    if (!first) throw new Failure('key_lost', { detail: `There is no key in ${this.path}.` })
    return first
  }

  find(id: string): Key | undefined {
    return this.#keys.find((key) => key.id === id)
  }

  /** Another process may have rotated: the file is small, and read again wherever that could matter. */
  async reload(): Promise<void> {
    const filed = await readKeyFile(this.path)
    const fresh = filed.filter((key) => !this.#given.some((given) => given.id === key.id))
    this.#keys = [...this.#given, ...fresh]
  }

  /** Makes the key file when there is no key at all. */
  async generate(): Promise<void> {
    await createKeyFile(this.path)
    await this.reload()
  }

  /** Puts a new key first in the file, drops those that are not kept. */
  async renew(keep: ReadonlySet<string>): Promise<void> {
    const kept = this.#keys.filter((key) => keep.has(key.id))
    await replaceKeyFile(this.path, [createKey(), ...kept])
    await this.reload()
  }

  /** A code that only holders of the first key can make. */
  hmac(text: string): Buffer {
    return hmac(this.first, text)
  }
}

/**
 * The ring of this process, compared with what the database was sealed with. A first key is made only for a
 * database that has none yet; where its key is missing the ring is `lost`, and nothing is made or overwritten.
 */
export async function loadKeyRing(config: KeyConfig, db: Db): Promise<KeyRing> {
  const ring = new KeyRing(config)
  await ring.reload()
  await transaction(db, async (tx) => {
    await lockRing(tx, 'alone')
    if (ring.keys.length === 0 && (await neededKeys(tx)).size === 0) await ring.generate()
    await compareKeys(tx, ring)
    if (!ring.lost) await recordSealingKey(tx, ring)
  })
  return ring
}

/** Whether a needed key is missing now: it may have been forgotten on purpose since the process started. */
export async function keyLost(db: Db, ring: KeyRing): Promise<boolean> {
  if (ring.lost) await compareKeys(db, ring)
  return ring.lost
}

export async function compareKeys(db: Db, ring: KeyRing): Promise<void> {
  await ring.reload()
  const needed = await neededKeys(db)
  ring.lost = ring.keys.length === 0 || [...needed].some((id) => !ring.find(id))
}

/** The keys that secrets are sealed with, and the one this installation seals with. */
export async function neededKeys(db: Db): Promise<Set<string>> {
  const rows = await db
    .selectFrom('secrets')
    .select('key_id')
    .union(db.selectFrom('sealing_key').select('key_id'))
    .execute()
  return new Set(rows.map((row) => row.key_id))
}

export async function recordSealingKey(tx: Db, ring: KeyRing): Promise<void> {
  const row = { key_id: ring.first.id, since: new Date() }
  await tx
    .insertInto('sealing_key')
    .values(row)
    .onConflict((clash) =>
      clash.column('singleton').doUpdateSet(row).where('sealing_key.key_id', '<>', row.key_id),
    )
    .execute()
}

/** Any constant apart from those of other locks: "keyring" on a telephone keypad. */
const ringLock = 5_397_464

/**
 * Sealing holds the lock shared until its transaction ends; changing the ring holds it alone. So a key is
 * dropped only when nobody is about to store something under it.
 */
export async function lockRing(tx: Transaction<Schema>, mode: 'shared' | 'alone'): Promise<void> {
  const take = mode === 'shared' ? sql`pg_advisory_xact_lock_shared` : sql`pg_advisory_xact_lock`
  await sql`select ${take}(${ringLock})`.execute(tx)
}
