import { setTimeout as pause } from 'node:timers/promises'
import { createServer } from '../../src/api/server.ts'
import { sealSecret } from '../../src/connections/credentials.ts'
import { transaction } from '../../src/db/pool.ts'
import { startSlices } from '../../src/jobs/slices.ts'
import type { Stage, StageOptions } from './connected.ts'
import { openStage } from './stage.ts'

/** A stage that is told what happens: the receiver and the worker run, and each workspace has its webhook. */
export interface Listening extends Stage {
  /** Where deliveries are taken. */
  readonly address: string
  readonly secrets: readonly string[]
  /** Resolves when everything that was sent is dealt with. */
  quiet(): Promise<void>
}

export async function listen(options: StageOptions = {}): Promise<Listening> {
  const stage = await openStage(options)
  const { engine, database, simulator } = stage
  const server = await createServer({ ...engine, database, startedAt: new Date() })
  const origin = await server.listen({ host: '127.0.0.1', port: 0 })
  const address = `${origin}/webhooks/bitbucket`
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
    const events = engine.connectors.flatMap((connector) => connector.events.wanted)
    const edit = { url: address, description: '', active: true, events, secret, skipCertVerification: false }
    simulator.simulation.cloud.hooks.create(
      { kind: 'workspace', uuid: `{${uuid}}` },
      edit,
      simulator.world.now(),
    )
  }
  const worker = startSlices(engine, 100)
  return {
    ...stage,
    address,
    secrets,
    async quiet() {
      await simulator.simulation.webhooks.settled()
      for (;;) {
        const { rows } = await database.pool.query(
          `select from deliveries where state in ('waiting', 'placed')
           union all select from sync_runs where state = 'running' limit 1`,
        )
        if (rows.length === 0) return
        await pause(50)
      }
    },
    async close() {
      await worker.stop()
      await server.close()
      await stage.close()
    },
  }
}
