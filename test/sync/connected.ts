import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Insertable } from 'kysely'
import { type Simulator, type SimulatorOptions, startSimulator } from '../../simulator/server.ts'
import { readConfig } from '../../src/config.ts'
import { sealSecret } from '../../src/connections/credentials.ts'
import { loadKeyRing } from '../../src/connections/key-ring.ts'
import { connectors } from '../../src/connectors/index.ts'
import { type Database, transaction } from '../../src/db/pool.ts'
import type { Schema } from '../../src/db/schema.ts'
import { syncOnce } from '../../src/jobs/sync-once.ts'
import { createLog } from '../../src/log.ts'
import type { Engine } from '../../src/sync/run/engine.ts'
import type { RunSummary } from '../../src/sync/run/summary.ts'

/** What a test or a benchmark syncs. */
export interface Stage {
  readonly simulator: Simulator
  readonly database: Database
  readonly engine: Engine
  /** One connection for each workspace of the world, each with the workspace's token. */
  readonly connections: readonly string[]
  /** Syncs every connection, one after the other. */
  sync(): Promise<RunSummary[]>
  /** Requests that reached the simulator since it was last asked, by template. */
  requests(): Readonly<Record<string, number>>
  close(): Promise<void>
}

export interface StageOptions extends SimulatorOptions {
  readonly connection?: Partial<Insertable<Schema['connections']>>
  /** Whose token it reads with: an access token of the workspace, which cannot read issues, or a person's. */
  readonly token?: 'workspace' | 'person'
}

/** A Bitbucket, an empty database that is connected to it, and the engine between them. */
export async function connectStage(database: Database, options: StageOptions): Promise<Stage> {
  const { connection = {}, token: kind = 'workspace', ...world } = options
  const simulator = await startSimulator({ size: 'XS', limits: false, ...world })
  const dataDirectory = mkdtempSync(join(tmpdir(), 'windlass-sync-'))
  const config = readConfig({}, { dataDirectory, allowPrivateHosts: '127.0.0.1' })
  const db = database.kysely
  const keyRing = await loadKeyRing(config, db)
  const engine: Engine = { db, config, keyRing, connectors, log: createLog('silent') }
  const connected: string[] = []
  for (const { uuid, slug, name } of simulator.world.workspaces) {
    const { id } = await db
      .insertInto('connections')
      .values({
        connector: 'bitbucket-cloud',
        alias: slug,
        api_url: `${simulator.url}/2.0`,
        git_url: simulator.url,
        source_access: 'none',
        since: new Date(0),
        // The source has no limits, and ours would hold a large world back for an hour.
        rate_limit: 1_000_000,
        ...connection,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    await db.insertInto('workspaces').values({ uuid, slug, name, connection_id: id }).execute()
    const token = kind === 'workspace' ? tokenOf(simulator, uuid) : personalTokenOf(simulator, uuid)
    const { id: record } = await db
      .insertInto('credentials')
      .values({
        connection_id: id,
        kind: kind === 'workspace' ? 'access_token' : 'api_token',
        email: token?.email ?? null,
        label: slug,
        identity: slug,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    await transaction(db, (tx) =>
      sealSecret(tx, keyRing, { purpose: 'credential', record }, token?.secret ?? ''),
    )
    connected.push(id)
  }
  return {
    simulator,
    database,
    engine,
    connections: connected,
    async sync() {
      const summaries: RunSummary[] = []
      for (const id of connected) summaries.push(await syncOnce(engine, id))
      return summaries
    },
    requests() {
      const { byTemplate } = simulator.ledger.report()
      simulator.ledger.reset()
      return Object.fromEntries(Object.entries(byTemplate).map(([name, total]) => [name, total.requests]))
    },
    async close() {
      await simulator.close()
      rmSync(dataDirectory, { recursive: true, force: true })
    },
  }
}

function tokenOf({ simulation }: Simulator, workspace: string) {
  return simulation.credentials
    .all()
    .find((one) => one.kind === 'workspace_access_token' && one.reach?.workspace === workspace)
}

function personalTokenOf({ simulation, world }: Simulator, workspace: string) {
  const owners = world.members(workspace).filter(({ permission }) => permission === 'owner')
  return simulation.credentials
    .all()
    .find((one) => one.kind === 'api_token' && owners.some(({ account }) => account === one.account))
}
