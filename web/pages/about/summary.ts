import type { Answered } from '../../api.ts'
import { formatBytes } from '../../ui/value/format.ts'

/** What support asks first, as plain text; nothing secret and no person in it. */
export function summaryOf(installation: Answered<'installation', 'get'>): string {
  const { database, data_directory: disk } = installation
  return [
    `Windlass ${installation.version}`,
    `Node.js ${installation.node}`,
    `PostgreSQL ${database.version} (${database.bundled ? 'bundled' : 'external'}), ${formatBytes(database.bytes)}`,
    `Migration ${database.migration}`,
    `Started ${installation.started_at}`,
    disk ? `Disk ${formatBytes(disk.free_bytes)} free of ${formatBytes(disk.total_bytes)}` : 'Disk unknown',
    `Proxy ${installation.proxy === null ? 'none' : 'set'}`,
  ].join('\n')
}
