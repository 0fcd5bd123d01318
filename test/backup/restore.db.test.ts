import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { backUp } from '../../src/db/backup/backup.ts'
import { verifyBackup } from '../../src/db/backup/reader.ts'
import { restore } from '../../src/db/backup/restore.ts'
import { migrate } from '../../src/db/migrate.ts'
import { type Database, openDatabase } from '../../src/db/pool.ts'
import { emptyDatabase, temporaryDirectory, testDatabase } from '../postgres.ts'
import { contentOf, furnish, migrationsDirectory, migrationsWith, relationsOf } from './installation.ts'

const opened: Database[] = []
afterEach(async () => {
  for (const database of opened.splice(0)) await database.close()
})

async function fresh(make: () => Promise<Database>): Promise<Database> {
  const database = await make()
  opened.push(database)
  return database
}

async function furnished(directory?: string): Promise<Database> {
  const database = await fresh(directory === undefined ? testDatabase : emptyDatabase)
  if (directory !== undefined) await migrate(database.pool, directory)
  await furnish(database)
  return database
}

function newFile(): string {
  return join(temporaryDirectory(), 'windlass.backup')
}

async function backedUp(source: Database): Promise<string> {
  const file = newFile()
  await backUp(source.pool, file, '1.2.3')
  return file
}

test('a restored installation holds every row it had, and works on', async () => {
  const source = await furnished()
  const file = await backedUp(source)
  const target = await fresh(emptyDatabase)
  const { rows, applied } = await restore(target.pool, file, migrationsDirectory)

  const content = await contentOf(source.pool)
  expect(await contentOf(target.pool)).toEqual(content)
  expect(rows).toBe([...content.values()].flat().length)
  expect(applied).toEqual([])
  expect(await relationsOf(target.pool)).toEqual(await relationsOf(source.pool))

  // Sequences go on, keys between tables and triggers are back, the job queue takes jobs.
  const [{ id }] = await query<{ id: string }>(
    target,
    `insert into people (name, email, role, password)
    values ('Next', 'next@windlass.example', 'viewer', 'none') returning id`,
  )
  expect(Number(id)).toBeGreaterThan(
    Number((await query<{ id: string }>(source, 'select max(id) as id from people'))[0].id),
  )
  await expect(target.pool.query('delete from audit_log')).rejects.toThrow()
  await expect(
    target.pool.query(`insert into sessions (person_id, token_hash, method, expires_at)
    values (999999, 'x', 'password', now())`),
  ).rejects.toThrow('foreign key')
  await furnishJob(target)
})

async function furnishJob(database: Database): Promise<void> {
  await database.pool.query(`select graphile_worker.add_job('task-0', '{}'::json)`)
}

async function query<T extends object>(database: Database, text: string): Promise<[T, ...T[]]> {
  const { rows } = await database.pool.query<T>(text)
  const [first, ...rest] = rows
  if (!first) throw new Error('no row came back')
  return [first, ...rest]
}

test('tables that refer to each other, partitions and generated columns come back; triggers do not fire', async () => {
  const directory = migrationsWith({
    extra: `
      create table parents (id bigint generated always as identity primary key, favourite bigint,
        doubled bigint generated always as (id * 2) stored);
      create table children (id bigint generated always as identity primary key,
        parent bigint not null references parents, elder bigint references children);
      alter table parents add foreign key (favourite) references children;
      create table moments (at timestamptz not null, what text) partition by range (at);
      create function spread() returns trigger language plpgsql as
        $$ begin insert into children (parent) values (new.id); return null; end $$;
      create trigger spread after insert on parents for each row execute function spread();`,
  })
  const source = await furnished(directory)
  await source.pool.query(`
    create table moments_1 partition of moments for values from ('2024-01-01') to ('2024-01-02');
    insert into moments values ('2024-01-01 12:00', 'noon');
    insert into parents (favourite) values (null), (null);
    update children set elder = 3 - id;
    update parents set favourite = id`)
  const file = await backedUp(source)
  const target = await fresh(emptyDatabase)
  await restore(target.pool, file, directory)
  expect(await contentOf(target.pool)).toEqual(await contentOf(source.pool))
  await expect(target.pool.query('delete from parents')).rejects.toThrow('foreign key')
})

test('a backup taken while work goes on is of one moment', async () => {
  const source = await furnished()
  await source.pool.query(`insert into settings (key, value) values ('left', '1000'), ('right', '0')`)
  let done = false
  const move = async () => {
    while (!done) {
      await source.pool.query(`update settings set version = version + 1,
        value = to_jsonb(value::text::int + case key when 'left' then -1 else 1 end) where key in ('left', 'right')`)
    }
  }
  const moving = move()
  const files = [await backedUp(source), await backedUp(source)]
  done = true
  await moving
  for (const file of files) {
    const target = await fresh(emptyDatabase)
    await restore(target.pool, file, migrationsDirectory)
    const [{ sum }] = await query<{ sum: string }>(
      target,
      `select sum(value::text::int) from settings where key in ('left', 'right')`,
    )
    expect(sum).toBe('1000')
  }
})

test('a backup of an older version is restored and then migrated', async () => {
  const older = migrationsWith({ first: 2 })
  const file = await backedUp(await furnished(older))
  const target = await fresh(emptyDatabase)
  const { applied } = await restore(target.pool, file, migrationsDirectory)
  expect(applied).toEqual(
    readdirSync(migrationsDirectory)
      .sort()
      .slice(2)
      .map((name) => name.slice(0, -'.sql'.length)),
  )
  expect((await contentOf(target.pool)).get('"public"."people"')).toHaveLength(13)
})

test('a backup of a newer version, or made under a migration that was changed, is refused and changes nothing', async () => {
  const newer = await backedUp(await furnished(migrationsWith({ extra: 'select 1' })))
  const changed = migrationsWith({ extra: 'select 2' })
  const target = await fresh(emptyDatabase)
  for (const directory of [migrationsDirectory, changed]) {
    await expect(restore(target.pool, newer, directory)).rejects.toMatchObject({ code: 'backup_invalid' })
  }
  expect(await relationsOf(target.pool)).toEqual([])
})

test('an installation that was started and never set up is replaced', async () => {
  const source = await furnished()
  const target = await fresh(testDatabase)
  await furnishJob(target)
  await restore(target.pool, await backedUp(source), migrationsDirectory)
  expect(await contentOf(target.pool)).toEqual(await contentOf(source.pool))
})

test('an installation with people, and a database that holds something else, are left alone', async () => {
  const file = await backedUp(await furnished())
  const peopled = await furnished()
  const foreign = await fresh(emptyDatabase)
  await foreign.pool.query('create table invoices (id int)')
  for (const target of [peopled, foreign]) {
    const before = await contentOf(target.pool)
    await expect(restore(target.pool, file, migrationsDirectory)).rejects.toMatchObject({
      code: 'database_not_empty',
    })
    expect(await contentOf(target.pool)).toEqual(before)
  }
})

test('a database that another program is connected to is left alone', async () => {
  const file = await backedUp(await furnished())
  const target = await fresh(testDatabase)
  const other = await openDatabase(target.url, { max: 1, name: 'windlass worker' })
  await expect(restore(target.pool, file, migrationsDirectory)).rejects.toMatchObject({
    code: 'database_in_use',
    message: expect.stringContaining('windlass worker'),
  })
  await other.close()
  await restore(target.pool, file, migrationsDirectory)
})

test('a restore that is cut off leaves nothing, and can be done again', async () => {
  const source = await furnished()
  await source.pool.query(
    `insert into dirty (kind, key) select 'many', n::text from generate_series(1, 60000) n`,
  )
  const file = await backedUp(source)
  const target = await fresh(emptyDatabase)
  const restored = restore(target.pool, file, migrationsDirectory).catch((error: unknown) => error)
  await expect.poll(() => cutOff(source, target), { interval: 5, timeout: 20_000 }).toBe(true)
  expect(await restored).toBeInstanceOf(Error)
  expect(await relationsOf(target.pool)).toEqual([])
  const { rows } = await restore(target.pool, file, migrationsDirectory)
  expect(rows).toBeGreaterThan(60_000)
})

/** Ends the connection of `target` that copies rows, from outside it; says whether there was one. */
async function cutOff(source: Database, target: Database): Promise<boolean> {
  const { rows } = await source.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and query like 'copy%dirty%'`,
    [new URL(target.url).pathname.slice(1)],
  )
  return rows.length > 0
}

test('a database without an installation is not backed up', async () => {
  const file = newFile()
  const empty = await fresh(emptyDatabase)
  await expect(backUp(empty.pool, file, '1.2.3')).rejects.toMatchObject({ code: 'database_empty' })
  expect(readdirSync(join(file, '..'))).toEqual([])
})

test('a file that cannot be written is named, and nothing is left of it', async () => {
  const source = await furnished()
  const file = join(newFile(), 'missing', 'windlass.backup')
  await expect(backUp(source.pool, file, '1.2.3')).rejects.toMatchObject({ code: 'backup_unwritable' })
  await expect(backUp(source.pool, '/dev/full/x', '1.2.3')).rejects.toMatchObject({
    code: 'backup_unwritable',
  })
})

test('what a backup says about itself is what it holds', async () => {
  const source = await furnished()
  const file = newFile()
  const { header, rows } = await backUp(source.pool, file, '1.2.3')
  expect(await verifyBackup(file)).toMatchObject({ header, rows })
  expect(header).toMatchObject({ version: '1.2.3', format: 1 })
  expect(readdirSync(join(file, '..'))).toEqual(['windlass.backup'])
})
