import { join, resolve } from 'node:path'
import type { Config } from '../../config.ts'
import { KeyRing, neededKeys } from '../../connections/key-ring.ts'
import { restore as restoreBackup } from '../../db/backup/restore.ts'
import type { Db } from '../../db/pool.ts'
import { defineCommand } from '../command.ts'

export const restore = defineCommand({
  name: 'restore',
  doc: 'Brings an installation back from a backup, into an empty data directory or database.',
  examples: [
    {
      line: 'windlass restore /var/backups/windlass.backup',
      doc: 'Into the bundled PostgreSQL, before the first start.',
    },
    {
      line: 'DATABASE_URL=postgres://windlass@db/windlass windlass restore windlass.backup',
      doc: 'Into a database of your own, which may be of another PostgreSQL version.',
    },
  ],
  arguments: { file: { doc: 'the backup' } },
  async run({ config, out, openDatabase }, { file }) {
    const database = await openDatabase({ asItIs: true })
    const path = resolve(file)
    const { header, rows, applied } = await restoreBackup(
      database.pool,
      path,
      join(config.root, 'migrations'),
    )
    const missing = await missingKeys(database.kysely, config)
    const data = { file: path, created_at: header.created_at, version: header.version, rows, applied }
    out.result({ ...data, secrets: missing.length === 0 ? 'open' : 'sealed', missing_keys: missing }, () =>
      [
        `Restored ${rows} rows of ${header.tables.length} tables, as of ${header.created_at}.`,
        `  It was made by Windlass ${header.version}${later(applied)}.`,
        missing.length === 0
          ? '  The key ring of this installation opens its secrets.'
          : `  ${advice(missing)}`,
      ].join('\n'),
    )
    return undefined
  },
})

/** The keys that the restored secrets were sealed with and this installation lacks. */
async function missingKeys(db: Db, config: Config): Promise<string[]> {
  const ring = new KeyRing(config)
  await ring.reload()
  return [...(await neededKeys(db))].filter((id) => !ring.find(id))
}

function later(applied: readonly string[]): string {
  return applied.length === 0 ? '' : `; since then came ${applied.join(', ')}`
}

function advice(missing: readonly string[]): string {
  return `Its secrets stay sealed: the key ${missing.join(', ')} is missing. Put the key file of the old data directory into the new one, or set WINDLASS_KEY, before you start Windlass.`
}
