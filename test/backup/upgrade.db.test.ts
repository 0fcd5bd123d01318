import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { backUp } from '../../src/db/backup/backup.ts'
import { restore } from '../../src/db/backup/restore.ts'
import { migrate } from '../../src/db/migrate.ts'
import { type Database, openDatabase } from '../../src/db/pool.ts'
import { emptyDatabase, temporaryDirectory } from '../postgres.ts'
import { hasPostgres15, startPostgres15 } from './debian-postgres.ts'
import { contentOf, furnish, migrationsDirectory } from './installation.ts'

const title = hasPostgres15
  ? 'with PostgreSQL 15'
  : 'with PostgreSQL 15 (skipped: Debian package postgresql-15 is not installed)'

describe.skipIf(!hasPostgres15)(title, () => {
  const file = join(temporaryDirectory(), 'windlass.backup')
  let server: Awaited<ReturnType<typeof startPostgres15>>
  let old: Database

  beforeAll(async () => {
    server = await startPostgres15()
    old = await openDatabase(server.url, { max: 4, name: 'test' })
  })
  afterAll(async () => {
    await old?.close()
    await server?.stop()
  })

  test('an installation moves to the newer server by backup and restore, and back', async () => {
    await migrate(old.pool, migrationsDirectory)
    await furnish(old)
    const content = await contentOf(old.pool)
    const { header } = await backUp(old.pool, file, '1.2.3')
    expect(header.postgres).toMatch(/^15\./)

    const fresh = await emptyDatabase()
    await restore(fresh.pool, file, migrationsDirectory)
    expect(await contentOf(fresh.pool)).toEqual(content)

    await backUp(fresh.pool, file, '1.2.3')
    await fresh.close()
    await old.pool.query(
      'drop schema public cascade; create schema public; drop schema graphile_worker cascade',
    )
    await restore(old.pool, file, migrationsDirectory)
    expect(await contentOf(old.pool)).toEqual(content)
  })
})
