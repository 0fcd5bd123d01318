import { sealSecret } from '../../src/connections/credentials.ts'
import { transaction } from '../../src/db/pool.ts'
import type { Stage } from './connected.ts'

/** Gives each workspace a webhook that leads to an address, on both sides. Answers with their secrets. */
export async function openWebhooks({ engine, simulator }: Stage, address: string): Promise<string[]> {
  const secrets: string[] = []
  const workspaces = await engine.db.selectFrom('workspaces').selectAll().orderBy('id').execute()
  for (const { id, uuid, connection_id } of workspaces) {
    if (connection_id === null) continue
    const secret = `secret of workspace ${id}`
    const { id: record } = await engine.db
      .insertInto('webhooks')
      .values({ workspace_id: id, connection_id, url: address, state: 'registered', checked_at: new Date() })
      .returning('id')
      .executeTakeFirstOrThrow()
    await transaction(engine.db, (tx) =>
      sealSecret(tx, engine.keyRing, { purpose: 'webhook', record }, secret),
    )
    secrets.push(secret)
    const events = engine.connectors
      .flatMap((connector) => connector.events.wanted)
      .filter((event) => event !== 'repo:transfer')
    const edit = { url: address, description: '', active: true, events, secret, skipCertVerification: false }
    const subject = { kind: 'workspace', uuid: `{${uuid}}` } as const
    simulator.simulation.cloud.hooks.create(subject, edit, simulator.world.now())
  }
  return secrets
}
