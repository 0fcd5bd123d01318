import type { Workspace } from '../../simulator/world/model.ts'
import { addCredential, listCredentials } from '../../src/connections/connection-credentials.ts'
import type { Database } from '../../src/db/pool.ts'
import { syncOnce } from '../../src/jobs/sync-once.ts'
import { connectStage, type Stage } from '../../test/sync/connected.ts'
import type { BenchOptions } from '../figure.ts'
import type { Answered } from './windows.ts'

interface Whole {
  readonly identities: number
  readonly perIdentity: number
  readonly hourSeconds: number
  readonly world: NonNullable<BenchOptions['world']>
}

/** What the simulator saw of one sync. */
export interface Synced {
  readonly answered: readonly Answered[]
  readonly from: number
  readonly to: number
}

/** A first sync of the larger workspace from start to end, by the engine, with so many access tokens. */
export async function syncWhole(database: Database, options: Whole): Promise<Synced> {
  const { identities, perIdentity, hourSeconds, world } = options
  const stage = await connectStage(database, {
    size: world,
    limits: true,
    hourMs: hourSeconds * 1000,
    connection: { rate_limit: null },
  })
  stage.simulator.simulation.limits.settings.limits.api = perIdentity
  try {
    const { connection, workspace } = largest(stage)
    await addTokens(stage, { connection, workspace, count: identities - 1 })
    const { engine } = stage
    const config = { ...engine.config, limitWindowSeconds: hourSeconds }
    const from = Date.now()
    const { gaps } = await syncOnce({ ...engine, config }, connection)
    const to = Date.now()
    // Some repositories of a world may not be read; what is read of all others must be all of it.
    const unread = gaps.filter(({ reason }) => reason !== 'source_forbidden')
    if (unread.length > 0) throw new Error(`the sync left gaps: ${JSON.stringify(unread)}`)
    const answered = stage.simulator.ledger.entries().filter(({ class: kind }) => kind === 'api')
    return { answered, from, to }
  } finally {
    await stage.close()
  }
}

function largest({ simulator: { world }, connections }: Stage) {
  const [first] = world.workspaces
    .map((workspace, index) => ({ workspace, connection: connections[index] ?? '' }))
    .sort((a, b) => world.repositories(b.workspace.uuid).length - world.repositories(a.workspace.uuid).length)
  if (!first) throw new Error('a world without a workspace')
  return first
}

interface Tokens {
  readonly connection: string
  readonly workspace: Workspace
  readonly count: number
}

/** Of the same reach as the one that is there. */
async function addTokens({ engine, simulator }: Stage, { connection, workspace, count }: Tokens) {
  const { credentials } = simulator.simulation
  const own = credentials
    .all()
    .find(({ kind, reach }) => kind === 'workspace_access_token' && reach?.workspace === workspace.uuid)
  for (let number = 1; number <= count; number += 1) {
    const { secret } = credentials.issue({
      kind: 'workspace_access_token',
      label: `token ${number}`,
      scopes: [...(own?.scopes ?? [])],
      reach: { workspace: workspace.uuid },
    })
    await addCredential(engine.db, engine.keyRing, connection, {
      kind: 'access_token',
      label: `token ${number}`,
      identity: `token ${number}`,
      email: null,
      secret,
      expiresAt: null,
      reservedFor: null,
    })
  }
  const { length } = await listCredentials(engine.db, connection)
  if (length !== count + 1) throw new Error(`the connection has ${length} credentials`)
}
