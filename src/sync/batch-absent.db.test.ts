import { Type } from '@sinclair/typebox'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { testDatabase } from '../../test/postgres.ts'
import { storeBatch } from './batch.ts'
import { settleListing } from './batch-absent.ts'
import { sumOf } from './counts.ts'
import { listHeld, settleHeld } from './held.ts'
import { claimSlices, type Slice } from './slice.ts'
import { defineStream, type Place } from './stream.ts'

const database = await testDatabase()
const db = database.kysely
afterAll(() => database.close())

const uuidOf = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const place: Place = {
  workspace: { uuid: uuidOf(1001), slug: 'harbour' },
  repository: { uuid: uuidOf(1002), slug: 'crane' },
  parent: null,
  since: null,
}

let slice: Slice

beforeEach(async () => {
  await database.pool.query(`
    truncate workspaces, slices restart identity cascade;
    insert into workspaces (uuid, slug, name) values ('${uuidOf(1001)}', 'harbour', 'Harbour');
    insert into repositories (workspace_id, uuid, slug, name) values (1, '${uuidOf(1002)}', 'crane', 'Crane');
    insert into slices (workspace_id, repository_id, lane, due_at) values (1, 1, 'delta', now() - interval '1 minute')`)
  const [claimed] = await claimSlices(db, { holder: 'test', limit: 1, leaseSeconds: 60 })
  if (!claimed) throw new Error('nothing was due')
  slice = claimed
})

function streamOf(table: 'environments' | 'branches', row: (name: string) => Record<string, unknown>) {
  return defineStream({
    name: table,
    doc: 'What this test needs.',
    documentation: 'https://example.com',
    per: 'repository',
    scopes: [],
    cost: '1',
    tables: [table],
    walk: 'all',
    again: 'every-cycle',
    projectionVersion: 1,
    request: () => ({ path: '/', query: {} }),
    item: Type.Object({ name: Type.String() }),
    key: ({ name }) => name,
    rows: ({ name }) => ({ [table]: [row(name)] }),
  })
}

const environments = streamOf('environments', (name) => ({ uuid: uuidOf(Number(name)), name }))
const branches = streamOf('branches', (name) => ({ name, target: 'a'.repeat(40) }))

async function listing(stream: typeof environments, numbers: readonly number[]) {
  const items = numbers.map((n) => ({ name: String(n) }))
  const { keys } = await storeBatch(db, slice, { stream, place, items, shape: 'list', leaseSeconds: 60 })
  const seen = new Set(keys)
  const { tables, ...absent } = await settleListing(db, slice, { stream, place, seen, leaseSeconds: 60 })
  expect(sumOf(tables)).toBe(absent.removed)
  return absent
}

const list = (...numbers: number[]) => listing(environments, numbers)

async function present(table: 'environments' | 'branches'): Promise<number> {
  const { rows } = await database.pool.query(`select from ${table} where removed_at is null`)
  return rows.length
}

test('what two complete listings lack is gone; what one lacks is only noted', async () => {
  expect(await list(1, 2, 3)).toEqual({ removed: 0, missing: 0, held: 0 })
  expect(await list(1, 2)).toEqual({ removed: 0, missing: 1, held: 0 })
  expect(await present('environments')).toBe(3)
  expect(await list(1, 2)).toEqual({ removed: 1, missing: 0, held: 0 })
  expect(await present('environments')).toBe(2)
  expect(await list(1, 2)).toEqual({ removed: 0, missing: 0, held: 0 })
})

test('what comes back before the second listing, or after it, is there again', async () => {
  await list(1, 2)
  await list(1)
  await list(1, 2)
  expect(await list(1)).toEqual({ removed: 0, missing: 1, held: 0 })
  await list(1)
  expect(await present('environments')).toBe(1)
  await list(1, 2)
  expect(await present('environments')).toBe(2)
})

test('when too much is lacking at once, nothing is taken away', async () => {
  const many = Array.from({ length: 30 }, (_, n) => n + 1)
  await list(...many)
  for (let turn = 0; turn < 3; turn++) expect(await list(1)).toEqual({ removed: 0, missing: 0, held: 29 })
  expect(await present('environments')).toBe(30)
})

test('a person decides about what is held, and about nothing else', async () => {
  await database.pool.query(`
    insert into connections (connector, alias, api_url) values ('bitbucket-cloud', 'harbour', 'https://example.com');
    update workspaces set connection_id = 1`)
  await list(...Array.from({ length: 30 }, (_, n) => n + 1))
  await list(...Array.from({ length: 10 }, (_, n) => n + 1))
  const [held] = await listHeld(db, '1')
  expect(held).toMatchObject({
    stream: 'environments',
    repository: 'crane',
    lacking: 20,
    known: 30,
    decision: null,
  })
  await settleHeld(db, held?.id ?? '', 'dismissed')
  expect(await list(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)).toMatchObject({ held: 20 })
  expect(await listHeld(db, '1')).toMatchObject([{ decision: 'dismissed' }])
  await settleHeld(db, held?.id ?? '', 'approved')
  expect(await list(1, 2, 3)).toMatchObject({ held: 27 })
  expect(await listHeld(db, '1')).toMatchObject([{ decision: null, lacking: 27 }])
  await settleHeld(db, held?.id ?? '', 'approved')
  expect(await list(1, 2, 3)).toEqual({ removed: 0, missing: 27, held: 0 })
  expect(await list(1, 2, 3)).toEqual({ removed: 27, missing: 0, held: 0 })
  expect(await present('environments')).toBe(3)
  await list(1, 2, 3)
  expect(await listHeld(db, '1')).toEqual([])
  await expect(settleHeld(db, held?.id ?? '', 'approved')).rejects.toMatchObject({ code: 'not_found' })
})

test('a branch that one complete listing lacks is gone, and back when it is pushed again', async () => {
  await listing(branches, [1, 2])
  expect(await listing(branches, [1])).toEqual({ removed: 1, missing: 0, held: 0 })
  expect(await present('branches')).toBe(1)
  await listing(branches, [1, 2])
  expect(await present('branches')).toBe(2)
})

test('who has lost the slice takes nothing away', async () => {
  await listing(branches, [1, 2])
  await database.pool.query(`update slices set leased_until = now() - interval '1 second'`)
  const seen = new Set<string>()
  const late = settleListing(db, slice, { stream: branches, place, seen, leaseSeconds: 60 })
  await expect(late).rejects.toMatchObject({ code: 'lease_lost' })
})
