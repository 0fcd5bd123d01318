import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Binaries } from '../../src/db/embedded/binaries.ts'
import { chooseIdentity, give } from '../../src/db/embedded/identity.ts'
import { run } from '../../src/db/embedded/process.ts'
import { startServer } from '../../src/db/embedded/server.ts'

const programs = '/usr/lib/postgresql/15/bin'

/** Whether Debian's package postgresql-15 is installed. */
export const hasPostgres15 = existsSync(join(programs, 'postgres'))

/** A server of the oldest version we run on, with an empty database. */
export async function startPostgres15(): Promise<{ url: string; stop(): Promise<void> }> {
  const binaries: Binaries = {
    postgres: join(programs, 'postgres'),
    initdb: join(programs, 'initdb'),
    environment: {},
  }
  const home = mkdtempSync(join(tmpdir(), 'windlass-pg15-'))
  const [directory, sockets] = [join(home, 'data'), join(home, 'run')]
  for (const path of [directory, sockets]) mkdirSync(path, { mode: 0o700 })
  const identity = chooseIdentity(binaries, home, directory)
  if (identity.user) give(identity.user, sockets)
  const args = [
    '--pgdata',
    directory,
    '--username',
    'windlass',
    '--auth=trust',
    '--encoding=UTF8',
    '--locale=C',
  ]
  const made = await run(binaries, identity, binaries.initdb, args)
  if (made.code !== 0) throw new Error(made.output)
  const settings = { listen_addresses: '', unix_socket_directories: sockets, fsync: 'off' }
  const server = await startServer({ binaries, identity, directory, settings })
  const url = `postgres://windlass@localhost:5432/postgres?host=${encodeURIComponent(sockets)}`
  const stop = async () => {
    await server.stop()
    rmSync(home, { recursive: true, force: true })
  }
  return { url, stop }
}
