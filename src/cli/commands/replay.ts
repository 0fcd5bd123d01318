import { findConnection, listConnections } from '../../connections/connections.ts'
import { connectors } from '../../connectors/index.ts'
import { type Replayed, replay as replayConnection } from '../../sync/replay.ts'
import { defineCommand } from '../command.ts'
import { table } from '../out.ts'

export const replay = defineCommand({
  name: 'replay',
  doc: 'Makes the rows of the API again from the records that are stored, without a request to Bitbucket.',
  examples: [
    {
      line: 'windlass replay',
      doc: 'Every connection, after rows were spoilt or a version mended how they are made.',
    },
    { line: 'windlass replay acme --json', doc: 'One connection, for a program.' },
  ],
  arguments: { alias: { doc: 'one connection', optional: true } },
  async run({ config, out, openDatabase }, { alias }) {
    const { kysely: db } = await openDatabase()
    const connections = alias === undefined ? await listConnections(db) : [await findConnection(db, alias)]
    const replayed: (Replayed & { readonly alias: string })[] = []
    for (const connection of connections) {
      out.note(`Replaying ${connection.alias} …`)
      replayed.push({
        alias: connection.alias,
        ...(await replayConnection({ db, config, connectors }, connection)),
      })
    }
    out.result({ connections: replayed }, () =>
      replayed.length === 0
        ? 'There is no connection yet: windlass connect makes one.'
        : table(
            ['Connection', 'Records', 'Rows changed', 'Unreadable', 'Of an older version'],
            replayed.map((one) => [
              one.alias,
              ...[one.records, one.changed, one.quarantined, one.outdated].map(String),
            ]),
          ),
    )
    return 0
  },
})
