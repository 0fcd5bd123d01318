import { setTimeout as pause } from 'node:timers/promises'
import { connectors } from '../connectors/index.ts'
import { isDatabaseAway } from '../db/transient.ts'
import { Failure } from '../errors.ts'
import type { Engine } from '../sync/run/engine.ts'
import { type Glance, glanceAt } from '../sync/run/glance.ts'
import { startLoop } from '../sync/run/loop.ts'
import { finishRun, startRun } from '../sync/run/runs.ts'
import { type RunSummary, summarise } from '../sync/run/summary.ts'

/** Milliseconds between two looks for what is due and at whether all is done. */
const lookEvery = 200
/** Milliseconds between two words about how far it is. */
const tellEvery = 3_000

/** Milliseconds that a database which restarts is waited for. */
const longestAway = 60_000

/** Slices read at a time for each connection: it has an allowance of its own, and they mostly wait for the network. */
const perConnection = 4
/** Beyond this they wait for each other. */
const most = 12

type Context = Omit<Engine, 'connectors'>

/**
 * Syncs a connection from start to end in this process, beside workers or without any, and says what came of it. A run
 * that is under way is joined.
 */
export function syncOnce(context: Context, connectionId: string): Promise<RunSummary> {
  return whileReading(context, 1, (engine) => follow(engine, connectionId))
}

/** The same for several side by side. What goes wrong with one is told when the others have ended. */
export function syncEach<C extends { readonly id: string }>(
  context: Context,
  connections: readonly C[],
  tell: (connection: C, glance: Glance) => void,
): Promise<{ readonly connection: C; readonly summary: RunSummary }[]> {
  return whileReading(context, connections.length, async (engine) => {
    const runs = connections.map(async (connection) => {
      const summary = await follow(engine, connection.id, (glance) => tell(connection, glance))
      return { connection, summary }
    })
    await Promise.allSettled(runs)
    return Promise.all(runs)
  })
}

async function whileReading<T>(
  context: Context,
  connections: number,
  work: (engine: Engine) => Promise<T>,
): Promise<T> {
  const engine: Engine = { ...context, connectors }
  const concurrency = Math.min(most, perConnection * connections)
  const loop = startLoop(engine, { concurrency, poll: lookEvery })
  try {
    return await work(engine)
  } finally {
    await loop.stop()
  }
}

async function follow(
  engine: Engine,
  connectionId: string,
  tell?: (glance: Glance) => void,
): Promise<RunSummary> {
  const runId = await patiently(() => startRun(engine.db, connectors, { connectionId, cause: 'person' }))
  if (runId === null) throw new Failure('conflict', { detail: 'The connection is suspended or has ended.' })
  let toldAt = Date.now()
  while (!(await patiently(() => finishRun(engine.db, connectors, runId)))) {
    await pause(lookEvery)
    if (!tell || Date.now() - toldAt < tellEvery) continue
    const { limitWindowSeconds: windowSeconds } = engine.config
    tell(await patiently(() => glanceAt(engine.db, runId, { connectors, windowSeconds })))
    toldAt = Date.now()
  }
  return patiently(() => summarise(engine.db, connectors, runId))
}

/** The run goes on once the database is back, and so does whoever waits for it. */
async function patiently<T>(look: () => Promise<T>): Promise<T> {
  const until = Date.now() + longestAway
  for (;;) {
    try {
      return await look()
    } catch (error) {
      if (!isDatabaseAway(error) || Date.now() > until) throw error
    }
    await pause(lookEvery)
  }
}
