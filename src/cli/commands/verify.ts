import { findConnection, listConnections } from '../../connections/connections.ts'
import { loadKeyRing } from '../../connections/key-ring.ts'
import { type Check, checkConnection } from '../../sync/connect.ts'
import { checksText } from '../checks.ts'
import { defineCommand } from '../command.ts'

export const verify = defineCommand({
  name: 'verify',
  doc: 'Tries every credential of a connection, or of all, on every workspace it reads.',
  examples: [
    { line: 'windlass verify', doc: 'All connections. Ends with 1 when a credential fails.' },
    { line: 'windlass verify acme --json', doc: 'One connection, for a program.' },
  ],
  arguments: { alias: { doc: 'one connection', optional: true } },
  async run({ config, log, out, openDatabase }, { alias }) {
    const { kysely: db } = await openDatabase()
    const keyRing = await loadKeyRing(config, db)
    const connections = alias === undefined ? await listConnections(db) : [await findConnection(db, alias)]
    const verified: { alias: string; ok: boolean; checks: Check[] }[] = []
    for (const connection of connections) {
      const checks = await checkConnection({ db, config, log, keyRing }, connection)
      verified.push({ alias: connection.alias, ok: checks.every(isOk), checks })
    }
    out.result({ connections: verified }, () =>
      verified.length === 0
        ? 'There is no connection yet: windlass connect makes one.'
        : verified.map((one) => `${one.alias}\n\n${checksText(one.checks)}`).join('\n\n'),
    )
    return verified.every(({ ok }) => ok) ? 0 : 1
  },
})

function isOk({ verdict }: Check): boolean {
  return verdict.outcome === 'ok'
}
