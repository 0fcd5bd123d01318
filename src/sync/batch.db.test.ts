import { Type } from '@sinclair/typebox'
import { sql } from 'kysely'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { testDatabase } from '../../test/postgres.ts'
import { inflate } from '../db/payload.ts'
import { transaction } from '../db/pool.ts'
import { type Batch, storeBatch, storeRows } from './batch.ts'
import { loadCursor } from './cursor-row.ts'
import { claimSlices, type Slice } from './slice.ts'
import { defineStream, type Place } from './stream.ts'

const database = await testDatabase()
const db = database.kysely
afterAll(() => database.close())

const uuidOf = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const at = '2026-11-20T10:00:00.000000Z'

const Person = Type.Object({ uuid: Type.String(), name: Type.String() })
const stream = defineStream({
  name: 'pull_requests',
  doc: 'Pull requests as this test needs them.',
  documentation: 'https://example.com',
  per: 'repository',
  scopes: [],
  cost: '1',
  tables: ['pull_requests', 'pull_request_participants'],
  walk: 'keyset',
  again: 'every-cycle',
  projectionVersion: 1,
  request: () => ({ path: '/', query: {} }),
  item: Type.Object({
    id: Type.Integer(),
    title: Type.String(),
    author: Type.Union([Person, Type.Null()]),
    head: Type.Optional(Type.String()),
    updated_on: Type.String(),
    people: Type.Array(Person),
  }),
  key: ({ id }) => String(id),
  position: ({ updated_on }) => updated_on,
  owns: ({ id }) => ({ pull_request_participants: { pull_request_id: id } }),
  rows: ({ id, title, author, head, updated_on, people }) => ({
    pull_requests: [
      {
        id,
        title,
        state: 'OPEN',
        author_account_id: author && account(author),
        ...(head !== undefined && { source_commit_prefix: head }),
        created_on: at,
        updated_on,
      },
    ],
    pull_request_participants: people.map((person) => ({
      pull_request_id: id,
      account_id: account(person),
      role: 'REVIEWER',
      approved: false,
    })),
  }),
})

function account({ uuid, name }: { uuid: string; name: string }) {
  return { to: 'accounts' as const, uuid, known: { display_name: name, type: 'user' } }
}

const ada = { uuid: uuidOf(101), name: 'Ada' }
const bob = { uuid: uuidOf(102), name: 'Bob' }
const place: Place = {
  workspace: { uuid: uuidOf(1), slug: 'harbour' },
  repository: { uuid: uuidOf(2), slug: 'crane' },
  parent: null,
  since: null,
}

function item(id: number, changes: Record<string, unknown> = {}) {
  return { id, title: `Change ${id}`, author: ada, updated_on: at, people: [bob], ...changes }
}

let slice: Slice

beforeEach(async () => {
  await database.pool.query(`
    truncate workspaces, accounts, slices, dirty restart identity cascade;
    insert into workspaces (uuid, slug, name) values ('${uuidOf(1)}', 'harbour', 'Harbour');
    insert into repositories (workspace_id, uuid, slug, name) values (1, '${uuidOf(2)}', 'crane', 'Crane');
    insert into slices (workspace_id, repository_id, lane, due_at) values (1, 1, 'delta', now() - interval '1 minute')`)
  const [claimed] = await claimSlices(db, { holder: 'test', limit: 1, leaseSeconds: 60 })
  if (!claimed) throw new Error('nothing was due')
  slice = claimed
})

function store(items: readonly unknown[], more: Partial<Batch> = {}) {
  return storeBatch(db, slice, { stream, place, items, shape: 'list', leaseSeconds: 60, ...more })
}

async function rows(query: string): Promise<Record<string, unknown>[]> {
  return (await database.pool.query(query)).rows
}

async function titles(): Promise<unknown[]> {
  return (await rows('select title from pull_requests order by id')).map(({ title }) => title)
}

const covered = [{ high: at, low: null, closed: true, next: null }]
const cursor = { coverage: covered, since: null, complete: true }

test('a batch stores rows, records, the people they name and the cursor', async () => {
  const stored = await store([item(1), item(2, { author: null })], { cursor })
  expect(stored).toMatchObject({ changed: 4, unchanged: 0, quarantined: 0 })
  expect(
    await rows(`
      select p.id, title, author.display_name as author, reviewer.display_name as reviewer
        from pull_requests p left join accounts author on author.id = author_account_id
        join pull_request_participants q on q.pull_request_id = p.id
        join accounts reviewer on reviewer.id = q.account_id order by p.id`),
  ).toEqual([
    { id: 1, title: 'Change 1', author: 'Ada', reviewer: 'Bob' },
    { id: 2, title: 'Change 2', author: null, reviewer: 'Bob' },
  ])
  expect(await rows('select key, shape, error from raw_records order by key')).toEqual([
    { key: '1', shape: 'list', error: null },
    { key: '2', shape: 'list', error: null },
  ])
  expect(await loadCursor(db, slice, stream)).toMatchObject({
    coverage: covered,
    completeAt: expect.any(Date),
  })
})

test('a batch waits for the disk: who stored it goes on from there, though the database has crashed meanwhile', async () => {
  await transaction(db, async (tx) => {
    await sql`set local synchronous_commit to on`.execute(tx)
    await storeBatch(tx, slice, { stream, place, items: [item(1)], shape: 'list', leaseSeconds: 60, cursor })
    expect((await sql`show synchronous_commit`.execute(tx)).rows).toEqual([{ synchronous_commit: 'on' }])
  })
})

test('what is noted of a batch is noted with it or not at all', async () => {
  const also: Batch['also'] = async (tx) => {
    await sql`update workspaces set name = 'Noted'`.execute(tx)
    throw new Error('the process ends here')
  }
  await expect(store([item(1)], { also })).rejects.toThrow('ends here')
  expect(await titles()).toEqual([])
  await store([item(1)], {
    also: async (tx, { changed }) => {
      await sql`update workspaces set name = ${`${changed} changed`}`.execute(tx)
    },
  })
  expect(await rows('select name from workspaces')).toEqual([{ name: '2 changed' }])
})

test('the same batch again changes nothing, nor does one whose undeclared fields moved', async () => {
  await store([item(1), item(2)])
  const before = await rows('select xmin, * from raw_records order by id')
  expect(await store([item(1), item(2)])).toMatchObject({ changed: 0, unchanged: 2 })
  expect(await store([item(1, { links: { self: 'elsewhere' } }), item(2)])).toMatchObject({ unchanged: 2 })
  expect(await rows('select xmin, * from raw_records order by id')).toEqual(before)
})

test('the order of keys in an answer means nothing', async () => {
  await store([item(1)])
  const reversed = Object.fromEntries(Object.entries(item(1)).reverse())
  expect(await store([reversed])).toMatchObject({ changed: 0, unchanged: 1 })
})

test('a crash between rows and cursor leaves neither', async () => {
  await store([item(1)], { cursor })
  await database.pool.query(`
    create function crash() returns trigger language plpgsql as $$ begin raise 'the disk is full' using errcode = '53100'; end $$;
    create trigger crash before insert or update on cursors for each row execute function crash()`)
  const news = [{ high: '2026-11-21T00:00:00.000000Z', low: null, closed: true, next: null }]
  await expect(
    store([item(1, { title: 'New' }), item(2)], { cursor: { ...cursor, coverage: news } }),
  ).rejects.toThrow('the disk is full')
  await database.pool.query('drop trigger crash on cursors; drop function crash')
  expect(await titles()).toEqual(['Change 1'])
  expect((await loadCursor(db, slice, stream)).coverage).toEqual(covered)
  expect(await store([item(1, { title: 'New' }), item(2)])).toMatchObject({ changed: 3 })
})

test.each([
  ['a wrong type', item(2, { title: { raw: 'no text' } }), 'Expected string'],
  ['a field that is missing', { id: 2, people: [] }, 'title'],
  ['no time where one belongs', item(2, { updated_on: 'soon' }), 'invalid input syntax'],
  ['a number that fits no column', item(99_999_999_999), 'out of range'],
  ['a person without identity', item(2, { author: { uuid: 'nobody', name: 'X' } }), 'uuid'],
])('a record with %s is kept with its error, and the others are stored', async (_name, bad, sentence) => {
  expect(await store([item(1), bad, item(3)], { cursor })).toMatchObject({ quarantined: 1 })
  expect(await titles()).toEqual(['Change 1', 'Change 3'])
  const [record] = await rows('select payload, error from raw_records where error is not null')
  expect(record?.error).toContain(sentence)
  expect(inflate(record?.payload as Buffer)).toEqual(JSON.parse(JSON.stringify(bad)))
  expect((await loadCursor(db, slice, stream)).completeAt).not.toBeNull()
})

test('a record with a NUL character is stored with a sign in its place, and kept as it came', async () => {
  expect(await store([item(1, { title: 'Nothing\0here' })])).toMatchObject({ quarantined: 0 })
  expect(await titles()).toEqual(['Nothing\ufffdhere'])
  const [record] = await rows('select payload from raw_records')
  expect(inflate(record?.payload as Buffer)).toMatchObject({ title: 'Nothing\0here' })
  expect(await store([item(1, { title: 'Nothing\0here' })])).toMatchObject({ unchanged: 1 })
})

test('what is no record at all is kept too', async () => {
  expect(await store([null, 'text', 7, [], item(1)])).toMatchObject({ quarantined: 4 })
  expect(await titles()).toEqual(['Change 1'])
})

test('a record that turns bad keeps its old rows, and is well again when it is mended', async () => {
  await store([item(1)])
  expect(await store([item(1, { title: null })])).toMatchObject({ quarantined: 1, changed: 0 })
  expect(await titles()).toEqual(['Change 1'])
  expect(await store([item(1, { title: 'Mended' })])).toMatchObject({ quarantined: 0, changed: 1 })
  expect(await rows('select error from raw_records')).toEqual([{ error: null }])
})

test('who has lost the slice stores nothing', async () => {
  await database.pool.query(`update slices set leased_until = now() - interval '1 second'`)
  await claimSlices(db, { holder: 'other', limit: 1, leaseSeconds: 60 })
  await expect(store([item(1)], { cursor })).rejects.toMatchObject({ code: 'lease_lost' })
  expect(await rows('select from raw_records')).toEqual([])
  expect(await rows('select from pull_requests')).toEqual([])
  expect(await rows('select from cursors')).toEqual([])
})

test('an older record does not undo a newer one', async () => {
  await store([item(1, { title: 'Newer', updated_on: '2026-11-20T12:00:00Z' })])
  await store([item(1, { title: 'Older', updated_on: '2026-11-20T11:00:00Z' })])
  expect(await titles()).toEqual(['Newer'])
})

test('who is no longer named by the record is gone, and back when named again', async () => {
  await store([item(1, { people: [ada, bob] }), item(2, { people: [bob] })])
  const present = () =>
    rows(`
      select pull_request_id as id, display_name as name from pull_request_participants p join accounts a on a.id = p.account_id
       where removed_at is null order by 1, 2`)
  expect(await store([item(1, { people: [ada] })])).toMatchObject({ changed: 1 })
  expect(await present()).toEqual([
    { id: 1, name: 'Ada' },
    { id: 2, name: 'Bob' },
  ])
  expect(await store([item(1, { people: [] })])).toMatchObject({ changed: 1 })
  expect(await present()).toEqual([{ id: 2, name: 'Bob' }])
  expect(await store([item(1, { people: [bob] })])).toMatchObject({ changed: 1 })
  expect(await present()).toHaveLength(2)
})

test('an account follows its name, and a stub that says nothing takes nothing away', async () => {
  await store([item(1)])
  await store([item(2, { author: { ...ada, name: 'Ada L.' } })])
  expect(await rows(`select display_name as name from accounts where uuid = '${ada.uuid}'`)).toEqual([
    { name: 'Ada L.' },
  ])
  await storeRows(db, slice, {
    leaseSeconds: 60,
    rows: {
      pull_requests: [
        {
          id: 3,
          title: 'Bare',
          state: 'OPEN',
          author_account_id: { to: 'accounts', uuid: ada.uuid },
          created_on: at,
          updated_on: at,
        },
      ],
    },
  })
  expect(await rows(`select display_name as name from accounts where uuid = '${ada.uuid}'`)).toEqual([
    { name: 'Ada L.' },
  ])
})

test('batches that name the same people at once make each of them once', async () => {
  await database.pool.query(`
    insert into repositories (workspace_id, uuid, slug, name)
    select 1, ('00000000-0000-4000-9000-' || lpad(n::text, 12, '0'))::uuid, 'r' || n, 'r' from generate_series(1, 8) n;
    insert into slices (workspace_id, repository_id, lane, due_at)
    select 1, id, 'delta', now() - interval '1 minute' from repositories where id > 1`)
  const slices = await claimSlices(db, { holder: 'test', limit: 8, leaseSeconds: 60 })
  const people = Array.from({ length: 30 }, (_, n) => ({ uuid: uuidOf(200 + n), name: `Person ${n}` }))
  await Promise.all(
    slices.map((one, index) => {
      const shuffled = index % 2 === 0 ? people : people.toReversed()
      return storeBatch(db, one, {
        stream,
        place,
        items: [item(1, { people: shuffled })],
        shape: 'list',
        leaseSeconds: 60,
      })
    }),
  )
  expect(await rows('select count(*)::int as people from accounts')).toEqual([{ people: 31 }])
  expect(await rows('select count(*)::int as seats from pull_request_participants')).toEqual([{ seats: 240 }])
})

const long = (start: string) => start.padEnd(40, '0')

test('short hashes are filled in from the mirror; one it lacks stays unknown, an ambiguous one is an error', async () => {
  const asked: string[][] = []
  const resolver = async (prefixes: readonly string[]) => {
    asked.push([...prefixes])
    return new Map([
      ['aaaaaaaaaaaa', [long('aaaaaaaaaaaa')]],
      ['bbbbbbbbbbbb', []],
      ['cccccccccccc', [long('cccccccccccc1'), long('cccccccccccc2')]],
    ])
  }
  const items = [
    item(1, { head: 'aaaaaaaaaaaa' }),
    item(2, { head: 'bbbbbbbbbbbb' }),
    item(3, { head: 'cccccccccccc' }),
  ]
  expect(await store(items, { resolver })).toMatchObject({ quarantined: 1 })
  expect(await rows('select id, source_commit as hash from pull_requests order by id')).toEqual([
    { id: 1, hash: long('aaaaaaaaaaaa') },
    { id: 2, hash: null },
  ])
  expect(await rows('select error from raw_records where error is not null')).toEqual([
    { error: 'More than one commit begins with cccccccccccc.' },
  ])
  expect(asked).toEqual([['aaaaaaaaaaaa', 'bbbbbbbbbbbb', 'cccccccccccc']])
  await store([item(1, { head: 'aaaaaaaaaaaa' })], { resolver })
  expect(asked).toHaveLength(1)
})

test('a hash that git filled in goes when its prefix moves on, and stays while it does not', async () => {
  await store([item(1, { head: 'aaaaaaaaaaaa' })])
  const patch = { id: 1, source_commit: long('aaaaaaaaaaaa') }
  const patches = { pull_requests: [patch, { id: 77, source_commit: long('ff') }] }
  expect(await storeRows(db, slice, { leaseSeconds: 60, patches })).toMatchObject({ changed: 1 })
  expect(await storeRows(db, slice, { leaseSeconds: 60, patches })).toMatchObject({ changed: 0 })
  const hash = async () => (await rows('select source_commit as hash from pull_requests'))[0]?.hash
  await store([item(1, { head: 'aaaaaaaaaaaa', title: 'Renamed' })])
  expect(await hash()).toBe(long('aaaaaaaaaaaa'))
  await store([item(1, { head: 'dddddddddddd' })])
  expect(await hash()).toBeNull()
})

test('rows of git replace what was there: what left is marked, or deleted where it was a cache', async () => {
  const branches = (...names: string[]) => names.map((name) => ({ name, target: long('a') }))
  const files = (...paths: string[]) => paths.map((path) => ({ path, oid: long('b'), mode: '100644' }))
  const owned = [{ branches: {}, repository_files: {} }]
  const write = (rows: object) => storeRows(db, slice, { leaseSeconds: 60, rows, owned })
  await write({ branches: branches('main', 'old'), repository_files: files('a', 'b') })
  expect(await write({ branches: branches('main'), repository_files: files('a') })).toMatchObject({
    changed: 2,
  })
  expect(await write({ branches: branches('main'), repository_files: files('a') })).toMatchObject({
    changed: 0,
  })
  expect(await rows('select name, removed_at is null as there from branches order by name')).toEqual([
    { name: 'main', there: true },
    { name: 'old', there: false },
  ])
  expect(await rows('select path from repository_files')).toEqual([{ path: 'a' }])
})

test('what something is derived from is marked dirty, in the same transaction and only when it changed', async () => {
  await store([item(1), item(2)], { derived: ['pull_requests'] })
  const dirty = () => rows(`select kind, key from dirty where kind = 'pull_requests' order by key`)
  expect(await dirty()).toEqual([
    { kind: 'pull_requests', key: '1/1/1' },
    { kind: 'pull_requests', key: '1/1/2' },
  ])
  await database.pool.query('delete from dirty')
  await store([item(1), item(2, { title: 'Other' })], { derived: ['pull_requests'] })
  expect(await dirty()).toEqual([{ kind: 'pull_requests', key: '1/1/2' }])
})

test('a moved repository takes everything with it, and its old address still leads to it', async () => {
  await store([item(1)], { cursor })
  await database.pool.query(`
    insert into workspaces (uuid, slug, name) values ('${uuidOf(9)}', 'dock', 'Dock');
    update repositories set workspace_id = 2, slug = 'lift' where id = 1`)
  expect(await rows('select workspace_id from pull_requests')).toEqual([{ workspace_id: '2' }])
  expect(await rows('select workspace_id from raw_records')).toEqual([{ workspace_id: '2' }])
  expect(await rows('select workspace_id, slug from repository_slugs order by workspace_id')).toEqual([
    { workspace_id: '1', slug: 'crane' },
    { workspace_id: '2', slug: 'lift' },
  ])
})
