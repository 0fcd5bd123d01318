import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { backUp } from '../../db/backup/backup.ts'
import type { Header } from '../../db/backup/format.ts'
import { verifyBackup } from '../../db/backup/reader.ts'
import { defineCommand } from '../command.ts'

export const backup = defineCommand({
  name: 'backup',
  doc: 'Writes the whole installation to one file, while it runs. The key that seals secrets is not in it.',
  examples: [
    {
      line: 'windlass backup /var/backups/windlass.backup',
      doc: 'The file is replaced once the new one is complete.',
    },
    {
      line: 'windlass backup --verify windlass.backup',
      doc: 'Reads the file to its end; needs no database.',
    },
  ],
  arguments: { file: { doc: 'where the backup is, or is to be' } },
  options: { verify: { doc: 'check a backup that exists instead of writing one' } },
  async run({ config, out, openDatabase }, { file, verify }) {
    const path = resolve(file)
    const { header, rows } = verify
      ? await verifyBackup(path)
      : await backUp((await openDatabase({ asItIs: true })).pool, path, config.version)
    const { size } = await stat(path)
    out.result({ file: path, bytes: size, ...summary(header, rows) }, () =>
      [
        verify ? `${path} is complete and unaltered.` : `Wrote ${path}.`,
        `  ${rows} rows of ${header.tables.length} tables in ${size} bytes, as of ${header.created_at}`,
        `  Windlass ${header.version} on PostgreSQL ${header.postgres}, migrated to ${header.migrations.at(-1)?.name}`,
        `  Secrets in it stay sealed. Keep the key apart: ${keyPlace(config.key)}.`,
      ].join('\n'),
    )
    return undefined
  },
})

function summary(header: Header, rows: number) {
  return {
    version: header.version,
    postgres: header.postgres,
    created_at: header.created_at,
    migration: header.migrations.at(-1)?.name,
    tables: header.tables.length,
    rows,
  }
}

function keyPlace(key: string | undefined): string {
  return key === undefined ? 'the key file in the data directory' : 'the value of WINDLASS_KEY'
}
