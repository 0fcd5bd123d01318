import { setTimeout as pause } from 'node:timers/promises'
import { createServer } from '../../src/api/server.ts'
import { startSlices } from '../../src/jobs/slices.ts'
import type { Stage, StageOptions } from './connected.ts'
import { openStage } from './stage.ts'
import { openWebhooks } from './webhook.ts'

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
  const secrets = await openWebhooks(stage, address)
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
