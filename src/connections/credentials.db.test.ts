import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { testDatabase } from '../../test/postgres.ts'
import type { Database } from '../db/pool.ts'
import { openSecret, removeSecret, sealSecret } from './credentials.ts'
import { type KeyRing, loadKeyRing } from './key-ring.ts'
import { keyRingStatus, rotateSecrets } from './rotation.ts'

let database: Database
let dataDirectory: string
let ring: KeyRing

beforeEach(async () => {
  database = await testDatabase()
  dataDirectory = mkdtempSync(join(tmpdir(), 'windlass-keys-'))
  ring = await loadKeyRing({ dataDirectory }, database.kysely)
})

afterEach(async () => {
  await database.close()
  rmSync(dataDirectory, { recursive: true })
})

const of = (record: number | string) => ({ purpose: 'credential', record: String(record) })

function store(record: number | string, text: string, keys = ring): Promise<void> {
  return database.kysely.transaction().execute((tx) => sealSecret(tx, keys, of(record), text))
}

const read = (record: number | string, keys = ring) => openSecret(database.kysely, keys, of(record))

describe('a stored secret', () => {
  it('opens to what was stored last, and is gone when it is removed', async () => {
    await store(1, 'first')
    await store(1, 'second')
    expect(await read(1)).toBe('second')
    await removeSecret(database.kysely, of(1))
    await expect(read(1)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('shows its last four characters only when it is long enough to spare them', async () => {
    await store('long', 'ATBB-0123456789-wxyz')
    await store('short', 'hunter2hunter2!')
    const rows = await database.kysely.selectFrom('secrets').select(['record', 'last_four']).execute()
    expect(Object.fromEntries(rows.map((row) => [row.record, row.last_four]))).toEqual({
      long: 'wxyz',
      short: null,
    })
  })

  it('does not open from the row of another record', async () => {
    await store(1, 'of one')
    await store(2, 'of two')
    await sql`update secrets set sealed = (select sealed from secrets where record = '1') where record = '2'`.execute(
      database.kysely,
    )
    await expect(read(2)).rejects.toMatchObject({ code: 'secret_unreadable' })
    expect(await read(1)).toBe('of one')
  })

  it('leaves no trace of its text in the database', async () => {
    await store(1, 'canary-4711-canary')
    const { rows } = await sql<{ row: string }>`select secrets::text as row from secrets`.execute(
      database.kysely,
    )
    const dumped = rows.map((line) => line.row).join()
    expect(dumped).not.toContain('canary-4711')
    expect(dumped).not.toContain(Buffer.from('canary-4711').toString('hex'))
  })
})

describe('rotation', () => {
  it('seals every secret with a new first key; the key before stays until the rotation after', async () => {
    for (let record = 0; record < 250; record++) await store(record, `secret ${record}`)
    const before = ring.first.id
    const rotation = await rotateSecrets(database.kysely, ring)
    expect(rotation).toEqual({ resealed: 250, unreadable: 0, key: ring.first.id })
    expect(ring.keys.map((key) => key.id)).toEqual([rotation.key, before])
    expect((await keyRingStatus(database.kysely, ring)).keys).toEqual([
      { id: rotation.key, present: true, seals: true, secrets: 250 },
      { id: before, present: true, seals: false, secrets: 0 },
    ])

    await rotateSecrets(database.kysely, ring)
    expect(ring.keys.map((key) => key.id)).not.toContain(before)
    expect(await read(249)).toBe('secret 249')
  })

  it('goes on while others read and write, and loses nothing', async () => {
    const expected = new Map<number, string>()
    for (let record = 0; record < 300; record++) {
      expected.set(record, `before ${record}`)
      await store(record, `before ${record}`)
    }
    const other = await loadKeyRing({ dataDirectory }, database.kysely)
    let stopped = false
    const misread: string[] = []
    const reader = (async () => {
      for (let turn = 0; !stopped; turn++) {
        const text = await read(turn % 300, other)
        if (!/^(before|after) \d+/.test(text)) misread.push(text)
      }
    })()
    const writer = (async () => {
      for (let turn = 0; !stopped; turn++) {
        const record = (turn * 7) % 320
        expected.set(record, `after ${turn}`)
        await store(record, `after ${turn}`, other)
      }
    })()
    for (let round = 0; round < 3; round++) {
      await Promise.all([rotateSecrets(database.kysely, ring), rotateSecrets(database.kysely, other)])
    }
    stopped = true
    await Promise.all([reader, writer])

    expect(misread).toEqual([])
    const fresh = await loadKeyRing({ dataDirectory }, database.kysely)
    expect(fresh.lost).toBe(false)
    for (const [record, text] of expected) expect(await read(record, fresh)).toBe(text)
    const filed = readFileSync(join(dataDirectory, 'windlass.key'), 'utf8').split('\n')
    expect(filed.filter((line) => line && !line.startsWith('#')).length).toBeLessThanOrEqual(3)
  })

  it('leaves a damaged secret as it is and says so', async () => {
    await store(1, 'damaged')
    await store(2, 'whole')
    await sql`update secrets set sealed = sealed || '\\x00' where record = '1'`.execute(database.kysely)
    expect(await rotateSecrets(database.kysely, ring)).toMatchObject({ resealed: 1, unreadable: 1 })
    await expect(read(1)).rejects.toMatchObject({ code: 'secret_unreadable' })
    expect(await read(2)).toBe('whole')
  })
})
