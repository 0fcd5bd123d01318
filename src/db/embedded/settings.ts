import { totalmem } from 'node:os'

const megabyte = 1024 * 1024

/**
 * Settings of the bundled server, given on its command line so that every start has those of its version and machine.
 * The socket lies in a directory that only its user enters, and nothing listens on the network: that is why no
 * password is asked.
 */
export function serverSettings(socketDirectory: string, memory = availableMemory()): Record<string, string> {
  const megabytes = memory / megabyte
  return {
    listen_addresses: '',
    unix_socket_directories: socketDirectory,
    unix_socket_permissions: '0700',
    // Twice the connections of one process at the default, with room for psql and a backup.
    max_connections: '100',
    // Pages count against memory when first touched: an idle installation stays small.
    shared_buffers: `${clamp(megabytes / 8, 32, 1024)}MB`,
    effective_cache_size: `${clamp(megabytes / 2, 128, 16384)}MB`,
    work_mem: `${clamp(megabytes / 256, 4, 32)}MB`,
    maintenance_work_mem: `${clamp(megabytes / 32, 32, 512)}MB`,
    // First loads write fast: fewer checkpoints, smaller full-page images.
    max_wal_size: '2GB',
    wal_compression: 'pglz',
    random_page_cost: '1.1',
    // Compiling costs more than it gains on our short queries, and the bundle holds no LLVM.
    jit: 'off',
    // A first sync fills tables by the thousand rows a second: plans made for empty ones took half the time of the server.
    autovacuum_naptime: '5s',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_line_prefix: '',
    logging_collector: 'off',
  }
}

/** A container's limit where there is one. */
function availableMemory(): number {
  const limit = process.constrainedMemory()
  return limit > 0 && limit < totalmem() ? limit : totalmem()
}

function clamp(value: number, least: number, most: number): number {
  return Math.round(Math.min(most, Math.max(least, value)))
}
