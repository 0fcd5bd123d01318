import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { testDatabase } from '../../test/postgres.ts'
import { type TableShape, upsert, upsertInto } from './upsert.ts'

const database = await testDatabase()
const db = database.kysely
afterAll(() => database.close())

/** One column of every type the schema may use. */
const types = {
  region: 'integer',
  code: 'text',
  count: 'bigint',
  share: 'numeric',
  ratio: 'double precision',
  open: 'boolean',
  seen_at: 'timestamp with time zone',
  day: 'date',
  body: 'jsonb',
  raw: 'bytea',
  labels: 'text[]',
  scores: 'integer[]',
  parts: 'jsonb[]',
  lane: 'slice_lane',
  lanes: 'slice_lane[]',
  mark: 'uuid',
} as const
const table: TableShape = { name: 'things', primaryKey: ['region', 'code'], types }

beforeAll(async () => {
  const columns = Object.entries(types).map(([name, type]) => `${name} ${type}`)
  await database.pool.query(`
    create table things (id bigint generated always as identity, ${columns.join(', ')}, primary key (region, code));
    create table journal (operation text);
    create function note() returns trigger language plpgsql as
      $$ begin insert into journal values (tg_op); return null; end $$;
    create trigger note after insert or update on things for each row execute function note()`)
})

beforeEach(async () => {
  await database.pool.query('truncate things, journal')
})

type Thing = {
  readonly region: number
  readonly code: string
  readonly count: string | null
  readonly share: string | null
  readonly ratio: number | null
  readonly open: boolean | null
  readonly seen_at: Date | null
  readonly day: string | null
  readonly body: unknown
  readonly raw: Buffer | null
  readonly labels: (string | null)[] | null
  readonly scores: number[] | null
  readonly parts: unknown[] | null
  readonly lane: string | null
  readonly mark: string | null
}

const text = fc.string({ unit: 'grapheme', maxLength: 12 }).map((value) => value.replaceAll('\0', ''))
const awkward = fc.constantFrom(
  '',
  'NULL',
  '{}',
  '"',
  '\\',
  "'",
  ',',
  ' ',
  '\n',
  '\\u0000',
  '\\\\u0000',
  '$1',
  'é',
  '🦀',
)
const anyText = fc.oneof(text, awkward)
const orNull = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null, freq: 6 })
// JSON holds no -0: written it is 0.
const json = fc
  .jsonValue({ maxDepth: 2, noUnicodeString: false })
  .filter((value) => value !== null)
  .map((value): unknown => JSON.parse(JSON.stringify(value).replaceAll(/\\u(0000|d[89a-f]..)/g, '')))
const lane = fc.constantFrom('person', 'delta', 'audit')

const thing: fc.Arbitrary<Thing> = fc.record({
  region: fc.integer({ min: 1, max: 2 }),
  code: fc.oneof(fc.constantFrom('a', 'b', 'c'), anyText),
  count: orNull(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String)),
  share: orNull(fc.integer().map((value) => `${value}.25`)),
  ratio: orNull(fc.double({ noNaN: false }).map((value) => (value === 0 ? 0 : value))),
  open: orNull(fc.boolean()),
  seen_at: orNull(
    fc.date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31'), noInvalidDate: true }),
  ),
  day: orNull(fc.constantFrom('1999-12-31', '2024-02-29')),
  body: orNull(json),
  raw: orNull(fc.uint8Array({ maxLength: 8 }).map((bytes) => Buffer.from(bytes))),
  labels: orNull(fc.array(orNull(anyText), { maxLength: 3 })),
  scores: orNull(fc.array(fc.integer(), { maxLength: 3 })),
  parts: orNull(fc.array(json, { maxLength: 2 })),
  lane: orNull(lane),
  mark: orNull(fc.uuid()),
})

async function stored(): Promise<Map<string, unknown>> {
  const { rows } = await database.pool.query<Thing & { id: string; lanes: null }>('select * from things')
  return new Map(rows.map(({ id: _, lanes: __, ...row }) => [keyOf(row), row]))
}

function keyOf(row: { readonly region: number; readonly code: string }): string {
  return JSON.stringify([row.region, row.code])
}

test('after any calls the table holds the last row of each key, and every value as it was given', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(thing, { maxLength: 8 }), { maxLength: 3 }), async (calls) => {
      await database.pool.query('truncate things')
      const model = new Map<string, Thing>()
      for (const rows of calls) {
        const before = new Set(model.keys())
        for (const row of rows) model.set(keyOf(row), row)
        const { inserted } = await upsertInto(db, table, rows)
        const fresh = [...new Set(rows.map(keyOf))].filter((key) => !before.has(key))
        expect(inserted.map((key) => keyOf(key as unknown as Thing)).sort()).toEqual(fresh.sort())
      }
      expect(await stored()).toEqual(model)
    }),
    { numRuns: 60 },
  )
})

test('writing equal rows again changes nothing and writes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(thing, { maxLength: 8 }), async (rows) => {
      await upsertInto(db, table, rows)
      await database.pool.query('truncate journal')
      const last = [...new Map(rows.map((row) => [keyOf(row), row])).values()]
      expect(await upsertInto(db, table, last)).toEqual({ inserted: [], changed: [] })
      expect((await database.pool.query('select * from journal')).rows).toEqual([])
    }),
    { numRuns: 40 },
  )
})

test('names exactly the rows that differ', async () => {
  const rows = [1, 2, 3].map((number) => ({
    region: 1,
    code: `c${number}`,
    body: { number },
    labels: ['x', null],
  }))
  await upsertInto(db, table, rows)
  const next = rows.map((row) => (row.code === 'c2' ? { ...row, labels: ['x', 'y'] } : row))
  const result = await upsertInto(db, table, [
    ...next,
    { region: 9, code: 'new', body: [1, { a: [] }], labels: [] },
  ])
  expect(result).toEqual({ inserted: [{ region: 9, code: 'new' }], changed: [{ region: 1, code: 'c2' }] })
})

test('a column left out keeps its value', async () => {
  await upsertInto(db, table, [{ region: 1, code: 'a', count: 5, open: true }])
  await upsertInto(db, table, [{ region: 1, code: 'a', count: 6 }])
  const { rows } = await database.pool.query('select count, open from things')
  expect(rows).toEqual([{ count: '6', open: true }])
})

test('rows that carry different columns are refused', async () => {
  const rows = [
    { region: 1, code: 'a', count: 5 },
    { region: 1, code: 'b', open: true },
  ]
  await expect(upsertInto(db, table, rows)).rejects.toThrow('do not all carry')
  expect((await stored()).size).toBe(0)
})

test('nothing in, nothing out', async () => {
  expect(await upsertInto(db, table, [])).toEqual({ inserted: [], changed: [] })
})

test('rows that are all key are inserted once', async () => {
  const rows = [{ region: 1, code: 'a' }]
  expect(await upsertInto(db, table, rows)).toEqual({ inserted: rows, changed: [] })
  expect(await upsertInto(db, table, rows)).toEqual({ inserted: [], changed: [] })
})

test('an array of an enum is written', async () => {
  await upsertInto(db, table, [{ region: 1, code: 'a', lanes: ['person', 'audit'] }])
  expect((await database.pool.query('select lanes::text[] from things')).rows).toEqual([
    { lanes: ['person', 'audit'] },
  ])
})

test('a key that comes twice, even two chunks apart, is written with its last row and named once', async () => {
  const rows = Array.from({ length: 2500 }, (_, index) => ({
    region: 1,
    code: `c${index % 2400}`,
    count: index,
  }))
  const { inserted, changed } = await upsertInto(db, table, rows)
  expect([inserted.length, changed.length]).toEqual([2400, 0])
  const { rows: found } = await database.pool.query(
    `select count from things where code in ('c5', 'c2000') order by 1`,
  )
  expect(found).toEqual([{ count: '2000' }, { count: '2405' }])
})

test.each([
  ['code', { region: 1, code: 'a\0b' }],
  ['body', { region: 1, code: 'a', body: { deep: ['a\0b'] } }],
  ['labels', { region: 1, code: 'a', labels: ['a\0b'] }],
  ['parts', { region: 1, code: 'a', parts: ['\\', { '\0': 1 }] }],
])('a NUL character in %s is refused by the name of the column', async (column, row) => {
  await expect(upsertInto(db, table, [row])).rejects.toMatchObject({
    code: 'invalid_input',
    data: { table: 'things', column },
  })
})

test('a backslash before u0000 is no NUL character', async () => {
  const body = { a: '\\u0000', b: '\\\\u0000' }
  await upsertInto(db, table, [{ region: 1, code: '\\u0000', body }])
  expect((await database.pool.query('select code, body from things')).rows).toEqual([
    { code: '\\u0000', body },
  ])
})

test('half a surrogate pair becomes the replacement character, in JSON as in text', async () => {
  await upsertInto(db, table, [{ region: 1, code: 'a\ud83d', body: { b: '\ud83d\ud83d\\\ud83d🦀' } }])
  const { rows } = await database.pool.query('select code, body from things')
  expect(rows).toEqual([{ code: 'a\ufffd', body: { b: '\ufffd\ufffd\\\ufffd🦀' } }])
})

test.each([
  ['count', { region: 1, code: 'a', count: { a: 1 } }],
  ['labels', { region: 1, code: 'a', labels: 'x' }],
  ['body', { region: 1, code: 'a', body: () => 1 }],
  ['seen_at', { region: 1, code: 'a', seen_at: new Date(Number.NaN) }],
])('a value that %s cannot hold is refused by the name of the column', async (column, row) => {
  await expect(upsertInto(db, table, [row])).rejects.toMatchObject({
    code: 'invalid_input',
    data: { column },
  })
})

test('a quiet column is written with a change and makes none by itself', async () => {
  const options = { quiet: ['seen_at'] }
  const write = (count: number, day: string) =>
    upsertInto(db, table, [{ region: 1, code: 'a', count, seen_at: new Date(day) }], options)
  await write(1, '2024-01-01')
  expect((await write(1, '2024-01-02')).changed).toEqual([])
  expect((await write(2, '2024-01-03')).changed).toEqual([{ region: 1, code: 'a' }])
  const { rows } = await database.pool.query('select seen_at from things')
  expect(rows).toEqual([{ seen_at: new Date('2024-01-03') }])
})

test('older news leaves newer rows alone, whatever order they come in', async () => {
  const row = (count: number, day: string) => ({ region: 1, code: 'a', count, seen_at: new Date(day) })
  const options = { notOlderBy: 'seen_at' }
  await upsertInto(db, table, [row(2, '2024-01-02'), row(1, '2024-01-01')], options)
  expect((await upsertInto(db, table, [row(1, '2024-01-01')], options)).changed).toEqual([])
  expect((await database.pool.query('select count from things')).rows).toEqual([{ count: '2' }])
  expect((await upsertInto(db, table, [row(3, '2024-01-03')], options)).changed).toHaveLength(1)
})

test('rows can be told apart by another unique key, and their primary key comes back', async () => {
  const slices = [7, 8].map((repository) => ({
    workspace_id: 1,
    repository_id: repository,
    lane: 'delta' as const,
    due_at: new Date('2024-01-01'),
  }))
  const key = { key: ['workspace_id', 'repository_id'] as const }
  const { inserted } = await upsert(db, 'slices', slices, key)
  expect(inserted.map((row) => row.repository_id)).toEqual(['7', '8'])
  const { changed } = await upsert(
    db,
    'slices',
    slices.map((slice) => ({ ...slice, lane: 'deep' as const })),
    key,
  )
  expect(changed).toEqual(inserted)
})

test('two transactions that write the same rows in opposite order both commit', async () => {
  const rows = Array.from({ length: 400 }, (_, index) => ({ region: 1, code: `c${index}`, count: 0 }))
  await upsertInto(db, table, rows)
  const writers = [1, 2, 3, 4].map((count) => {
    const mine = rows.map((row) => ({ ...row, count }))
    return upsertInto(db, table, count % 2 ? mine : mine.reverse())
  })
  await expect(Promise.all(writers)).resolves.toHaveLength(4)
})

test('a failing chunk takes the chunks before it along', async () => {
  const rows = Array.from({ length: 1500 }, (_, index) => ({
    region: 1,
    code: `c${index}`,
    day: '2024-01-01',
  }))
  await expect(upsertInto(db, table, [...rows, { region: 1, code: 'x', day: 'no day' }])).rejects.toThrow()
  expect((await stored()).size).toBe(0)
})

test('names of columns that do not exist are refused, not sent', async () => {
  await expect(
    upsertInto(db, table, [{ region: 1, code: 'a', 'x"; drop table things; --': 1 }]),
  ).rejects.toThrow('no column')
})
