import { statfs } from 'node:fs/promises'
import { sql } from 'kysely'
import { shownProxy } from '../../connections/proxy.ts'
import type { Db } from '../../db/pool.ts'
import { installation as resource } from '../contract/installation.ts'
import { implement } from './route.ts'

export const installation = implement(resource, {
  get: async ({ db, house: { config, startedAt } }) => ({
    version: config.version,
    demo: config.demo,
    node: process.versions.node,
    started_at: startedAt.toISOString(),
    database: { ...(await describeDatabase(db)), bundled: config.databaseUrl === undefined },
    data_directory: await measureDirectory(config.dataDirectory),
    proxy: config.proxy === undefined ? null : shownProxy(config.proxy),
    support: { email: config.supportEmail ?? null, url: config.supportUrl ?? null },
  }),
})

async function describeDatabase(db: Db) {
  const { rows } = await sql<{ version: string; bytes: string; migration: string | null }>`
    select current_setting('server_version') as version, pg_database_size(current_database()) as bytes,
           (select max(name) from migrations) as migration`.execute(db)
  const [row] = rows
  return { version: row?.version ?? '', bytes: Number(row?.bytes ?? 0), migration: row?.migration ?? '' }
}

/** Null where this process has no data directory it can look at. */
async function measureDirectory(path: string) {
  try {
    const { bavail, blocks, bsize } = await statfs(path)
    return { path, free_bytes: bavail * bsize, total_bytes: blocks * bsize }
  } catch {
    return null
  }
}
