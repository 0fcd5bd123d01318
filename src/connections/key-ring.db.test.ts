import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { testDatabase } from '../../test/postgres.ts'
import type { Database } from '../db/pool.ts'
import { openSecret, sealSecret } from './credentials.ts'
import { type KeyRing, keyLost, loadKeyRing } from './key-ring.ts'
import { forgetLostKeys, keyRingStatus, rotateSecrets } from './rotation.ts'

let database: Database
let dataDirectory: string
let keyFile: string

beforeEach(async () => {
  database = await testDatabase()
  dataDirectory = mkdtempSync(join(tmpdir(), 'windlass-keys-'))
  keyFile = join(dataDirectory, 'windlass.key')
})

afterEach(async () => {
  await database.close()
  rmSync(dataDirectory, { recursive: true })
})

const identity = { purpose: 'credential', record: '1' }
const newKey = () => randomBytes(32).toString('base64')
const load = (key?: string) => loadKeyRing({ dataDirectory, ...(key ? { key } : {}) }, database.kysely)

function store(ring: KeyRing, text: string, record = '1'): Promise<void> {
  return database.kysely
    .transaction()
    .execute((tx) => sealSecret(tx, ring, { purpose: 'credential', record }, text))
}

describe('the key file', () => {
  it('is made at the first start, for its owner alone, and read at the next', async () => {
    const first = await load()
    expect(statSync(keyFile).mode & 0o777).toBe(0o600)
    expect(readdirSync(dataDirectory)).toEqual(['windlass.key'])
    const again = await load()
    expect(again.first.id).toBe(first.first.id)
    expect(again.lost).toBe(false)
  })

  it('is refused while other users can read it', async () => {
    await load()
    chmodSync(keyFile, 0o640)
    await expect(load()).rejects.toMatchObject({ code: 'key_file_unsafe' })
    chmodSync(keyFile, 0o600)
    expect((await load()).lost).toBe(false)
  })

  it('is refused when it holds something else than keys, without repeating it', async () => {
    writeFileSync(keyFile, 'my-secret-passphrase\n', { mode: 0o600 })
    const error = await load().catch((reason: Error) => reason)
    expect(error).toMatchObject({ code: 'config_invalid' })
    expect(String(error)).not.toContain('passphrase')
  })

  it('is one and the same when several processes start at once', async () => {
    const rings = await Promise.all([load(), load(), load(), load()])
    expect(new Set(rings.map((ring) => ring.first.id)).size).toBe(1)
  })
})

describe('WINDLASS_KEY', () => {
  it('takes several keys, of which the first seals and all open', async () => {
    const [older, newer] = [newKey(), newKey()]
    await store(await load(older), 'sealed with the older key')
    const ring = await load(`${newer},${older}`)
    expect(await openSecret(database.kysely, ring, identity)).toBe('sealed with the older key')
    await store(ring, 'sealed with the newer key', '2')
    await expect(
      openSecret(database.kysely, await load(older), { ...identity, record: '2' }),
    ).rejects.toMatchObject({ code: 'key_lost' })
    expect(existsSync(keyFile)).toBe(false)
  })

  it('takes over from a key file, which still opens what it sealed', async () => {
    await store(await load(), 'sealed with the file')
    const ring = await load(newKey())
    expect(ring.source).toBe('environment')
    expect(await openSecret(database.kysely, ring, identity)).toBe('sealed with the file')
    await rotateSecrets(database.kysely, ring)
    rmSync(keyFile)
    expect(await openSecret(database.kysely, ring, identity)).toBe('sealed with the file')
  })

  it('is refused when a key is not 32 bytes, without repeating it', async () => {
    for (const wrong of ['passphrase', randomBytes(31).toString('base64'), `${newKey()},`]) {
      const error = await load(wrong).catch((reason: Error) => reason)
      expect(error).toMatchObject({ code: 'config_invalid' })
      expect(String(error)).not.toContain(wrong)
    }
  })
})

describe('a lost key', () => {
  it('is known at start, and nothing is made or overwritten', async () => {
    await store(await load(), 'precious')
    const saved = readFileSync(keyFile)
    rmSync(keyFile)

    const ring = await load()
    expect(ring.lost).toBe(true)
    expect(existsSync(keyFile)).toBe(false)
    await expect(openSecret(database.kysely, ring, identity)).rejects.toMatchObject({ code: 'key_lost' })
    await expect(store(ring, 'other')).rejects.toMatchObject({ code: 'key_lost' })
    await expect(rotateSecrets(database.kysely, ring)).rejects.toMatchObject({ code: 'key_lost' })
    expect((await keyRingStatus(database.kysely, ring)).state).toBe('lost')

    writeFileSync(keyFile, saved, { mode: 0o600 })
    expect(await keyLost(database.kysely, ring)).toBe(false)
    expect(await openSecret(database.kysely, ring, identity)).toBe('precious')
  })

  it('is known before the first secret: a second process with a key of its own does not seal', async () => {
    await load()
    const elsewhere = mkdtempSync(join(tmpdir(), 'windlass-keys-'))
    const config = { dataDirectory: elsewhere }
    try {
      expect((await loadKeyRing(config, database.kysely)).lost).toBe(true)
      expect(readdirSync(elsewhere)).toEqual([])
      const other = await loadKeyRing({ ...config, key: newKey() }, database.kysely)
      expect(other.lost).toBe(true)
      await expect(store(other, 'split')).rejects.toMatchObject({ code: 'key_lost' })
    } finally {
      rmSync(elsewhere, { recursive: true })
    }
  })

  it('can be given up: what it sealed is removed, the rest stays, and sealing works again', async () => {
    const [gone, kept] = [newKey(), newKey()]
    await store(await load(`${gone},${kept}`), 'unopenable', '1')
    await store(await load(`${kept},${gone}`), 'fine', '2')
    const ring = await load(kept)
    expect(ring.lost).toBe(true)
    expect(await forgetLostKeys(database.kysely, ring)).toBe(1)
    expect(ring.lost).toBe(false)
    expect(await openSecret(database.kysely, ring, { ...identity, record: '2' })).toBe('fine')
    await store(ring, 'entered again', '1')
    expect(await openSecret(database.kysely, ring, identity)).toBe('entered again')
  })
})
