import { join } from 'node:path'
import { migrate as applyMigrations } from '../../db/migrate.ts'
import { defineCommand } from '../command.ts'

export const migrate = defineCommand({
  name: 'migrate',
  doc: 'Brings the database up to this version. `windlass start` does so by itself.',
  examples: [
    {
      line: 'DATABASE_URL=postgres://windlass@db/windlass windlass migrate',
      doc: 'Before new processes start on a database they share.',
    },
  ],
  async run({ config, out, openDatabase }) {
    const database = await openDatabase({ asItIs: true })
    const { applied } = await applyMigrations(database.pool, join(config.root, 'migrations'))
    out.result({ applied }, () =>
      applied.length === 0
        ? 'The database is up to date.'
        : [`Applied ${applied.length}:`, ...applied.map((name) => `  ${name}`)].join('\n'),
    )
    return undefined
  },
})
