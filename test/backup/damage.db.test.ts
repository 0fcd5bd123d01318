import { createHash } from 'node:crypto'
import { copyFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { backUp } from '../../src/db/backup/backup.ts'
import { frameHead, type Header, magic } from '../../src/db/backup/format.ts'
import { readBackup, verifyBackup } from '../../src/db/backup/reader.ts'
import { restore } from '../../src/db/backup/restore.ts'
import { type BackupWriter, writeBackup } from '../../src/db/backup/writer.ts'
import { emptyDatabase, temporaryDirectory, testDatabase } from '../postgres.ts'
import { furnish, migrationsDirectory, relationsOf } from './installation.ts'

const directory = temporaryDirectory()
const whole = join(directory, 'whole.backup')
const target = await emptyDatabase()
const invalid = { code: 'backup_invalid' }
let bytes = Buffer.alloc(0)
let header: Header

beforeAll(async () => {
  const source = await testDatabase()
  await furnish(source)
  header = (await backUp(source.pool, whole, '1.2.3')).header
  await source.close()
  bytes = readFileSync(whole)
})
afterAll(() => target.close())

async function refused(content: Buffer): Promise<void> {
  const file = join(directory, 'damaged.backup')
  writeFileSync(file, content)
  await expect(verifyBackup(file)).rejects.toMatchObject(invalid)
}

/** Refused by restore too, which leaves no trace in the database. */
async function neverRestored(file: string): Promise<void> {
  await expect(restore(target.pool, file, migrationsDirectory)).rejects.toMatchObject(invalid)
  expect(await relationsOf(target.pool)).toEqual([])
}

test('a file in which any one bit was flipped is refused', async () => {
  const bit = fc.record({ at: fc.nat(bytes.length - 1), bit: fc.nat(7) })
  await fc.assert(
    fc.asyncProperty(bit, async ({ at, bit }) => {
      const flipped = Buffer.from(bytes)
      flipped.writeUInt8(flipped.readUInt8(at) ^ (1 << bit), at)
      await refused(flipped)
    }),
    { numRuns: 120 },
  )
})

test('a file that was cut off anywhere, or has something behind its end, is refused', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length - 1), (length) => refused(bytes.subarray(0, length))),
    { numRuns: 40, examples: [[0], [1], [magic.length], [magic.length + 32], [bytes.length - 1]] },
  )
  await refused(Buffer.concat([bytes, Buffer.from('x')]))
  await refused(Buffer.concat([bytes, bytes]))
})

test('a damaged file is not restored', async () => {
  const file = join(directory, 'short.backup')
  copyFileSync(whole, file)
  truncateSync(file, bytes.length - 100)
  await neverRestored(file)
})

test('a file of something else, a directory and a missing file are not restored', async () => {
  const foreign = join(directory, 'foreign.backup')
  writeFileSync(foreign, 'PGDMP and more than thirty-two bytes of something else entirely')
  for (const file of [foreign, directory, join(directory, 'missing')]) await neverRestored(file)
})

/** A file whose digests all fit, with the frames given. */
async function crafted(fill: (writer: BackupWriter) => Promise<void>): Promise<string> {
  const file = join(directory, 'crafted.backup')
  await writeBackup(file, fill)
  return file
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** The rows of one table replaced, everything else as it was. */
function withRows(table: string, text: string): Promise<string> {
  return crafted(async (writer) => {
    let name = ''
    let total = 0
    for await (const part of readBackup(whole)) {
      if (part.kind === 'header') await writer.describe('H', part.header)
      if (part.kind === 'table') {
        name = part.table.name
        await writer.describe('T', part.table)
        if (name === table) await writer.data(Buffer.from(text))
      }
      if (part.kind === 'data' && name !== table) await writer.data(part.bytes)
      if (part.kind === 'end') {
        const rows = name === table ? text.split('\n').length - 1 : part.end.rows
        total += rows
        await writer.describe('E', name === table ? { rows, sha256: sha256(text) } : part.end)
      }
    }
    await writer.describe('Z', { tables: header.tables.length, rows: total })
  })
}

test('rows that PostgreSQL refuses, or that refer to nothing, undo the whole restore', async () => {
  await neverRestored(await withRows('dirty', 'only one column\n'))
  await neverRestored(await withRows('people', ''))
})

test('a file of a later format, or for tables this version does not have, is refused', async () => {
  const later = { ...header, format: 2 }
  const unknown = {
    ...header,
    tables: [{ schema: 'public', name: 'people"; drop table x', columns: ['id'] }],
  }
  for (const [description, tables] of [
    [later, 0],
    [unknown, 1],
  ] as const) {
    const file = await crafted(async (writer) => {
      await writer.describe('H', description)
      for (const table of unknown.tables.slice(0, tables)) {
        await writer.describe('T', table)
        await writer.describe('E', { rows: 0, sha256: sha256('') })
      }
      await writer.describe('Z', { tables, rows: 0 })
    })
    await neverRestored(file)
  }
})

test.each<[string, (writer: BackupWriter) => Promise<void>]>([
  ['no header', (writer) => writer.describe('Z', { tables: 0, rows: 0 })],
  ['no end', (writer) => writer.describe('H', header)],
  ['nothing', async () => {}],
  [
    'rows before a table',
    (writer) => writer.describe('H', header).then(() => writer.data(Buffer.from('1\n'))),
  ],
  [
    'tables missing',
    (writer) => writer.describe('H', header).then(() => writer.describe('Z', { tables: 0, rows: 0 })),
  ],
])('a file with %s is refused, though its digest fits', async (_, fill) => {
  await expect(verifyBackup(await crafted(fill))).rejects.toMatchObject(invalid)
})

test('a part that claims to be enormous is refused before it is read', async () => {
  const body = Buffer.concat([magic, deflateSync(frameHead('H', 0xffffffff))])
  await refused(Buffer.concat([body, createHash('sha256').update(body).digest()]))
})
