import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStage, type Stage } from '../../test/sync/stage.ts'
import { getConnection } from '../connections/connections.ts'
import { openSecret } from '../connections/credentials.ts'
import { checkConnection, checkOtherWay } from '../sync/connect.ts'
import { syncOnce } from './sync-once.ts'
import { removeOldLogs } from './tasks/remove-old-logs.ts'

let stage: Stage
let connection: string
/** Refuses everything. To the API it repeats what it was sent, as a gateway may that complains. */
const gateway = createServer(({ headers, url = '' }, response) => {
  const said = url.startsWith('/2.0/') ? `Not for ${headers.authorization}` : 'Not for you'
  response.writeHead(403, { 'content-type': 'text/plain' })
  response.end(said)
})

beforeAll(async () => {
  await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve))
  stage = await openStage({ connection: { source_access: 'git', git_url: addressOfGateway() } })
  connection = stage.connections[0] ?? ''
}, 60_000)
afterAll(async () => {
  gateway.close()
  await stage?.close()
})

function addressOfGateway(): string {
  return `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`
}

async function entriesOf(operation: string) {
  const { rows } = await stage.database.pool.query(
    'select connection_id, level, status, error, path from sync_logs where operation = $1 order by id',
    [operation],
  )
  return rows
}

describe('the log of sync', () => {
  it('says of each verification whether the credential passed, and never what it is', async () => {
    const { engine, database } = stage
    const stored = await getConnection(engine.db, connection)
    await checkConnection(engine, stored)
    await checkOtherWay(engine, stored, { api_url: `${addressOfGateway()}/2.0` })
    const path = expect.stringMatching(/^\/workspaces\/[a-z-]+$/)
    const entries = await entriesOf('verify')
    expect(entries).toEqual([
      { connection_id: connection, level: 'info', status: null, error: null, path },
      { connection_id: connection, level: 'error', status: null, error: expect.any(String), path },
    ])
    expect(entries[1].error).toMatch(/^invalid_permissions: .*\[secret\]/)
    const { rows } = await database.pool.query('select id from credentials where connection_id = $1', [
      connection,
    ])
    const secret = await openSecret(engine.db, engine.keyRing, { purpose: 'credential', record: rows[0].id })
    expect(JSON.stringify(entries)).not.toContain(secret)
  })

  it('says of each repository why git could not fetch it, and how the run ended', async () => {
    await syncOnce(stage.engine, connection)
    const { rows } = await stage.database.pool.query(
      `select workspaces.slug || '/' || repositories.slug as place
         from repositories join workspaces on workspaces.id = repositories.workspace_id
        where workspaces.connection_id = $1`,
      [connection],
    )
    const entries = await entriesOf('git')
    expect(entries.map(({ error }) => error.split(', ')[0]).sort()).toEqual(
      rows.map(({ place }) => place).sort(),
    )
    for (const entry of entries) {
      expect(entry).toMatchObject({ connection_id: connection, level: 'error', status: 403 })
      expect(entry.error).toContain('git: The credential may not read this.')
      expect(entry.error).not.toContain(addressOfGateway())
    }
    expect((await entriesOf('sync')).at(-1)).toMatchObject({
      ...{ level: 'warning', error: 'The run has ended with gaps.' },
    })
  }, 60_000)

  it('is kept for seven days and not a minute longer', async () => {
    const { pool } = stage.database
    await pool.query('delete from sync_logs')
    await pool.query(
      `insert into sync_logs (operation, level, at, error)
       select 'sync', 'info', now() - interval '7 days' + make_interval(mins => after), after::text
         from unnest(array[-1440, -1, 1, 1440]) as after`,
    )
    const { db, config, log, keyRing } = stage.engine
    const signal = new AbortController().signal
    await removeOldLogs.run({ db, config, log, keyRing, signal, attempt: 1 }, {})
    expect((await entriesOf('sync')).map(({ error }) => error)).toEqual(['1', '1440'])
  })
})
