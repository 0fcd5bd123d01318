import { loadCursors } from '../cursor-row.ts'
import { gapsOf } from '../gap.ts'
import { resolverFor } from '../git/resolve.ts'
import type { Client } from '../http/client.ts'
import type { Slice } from '../slice.ts'
import type { Engine } from './engine.ts'
import { openClient, openCredentials } from './open-client.ts'
import type { Reader } from './read.ts'
import type { Scene } from './scene.ts'

/** Reads of a slice for a delivery or for a person: outside a run, and ahead of what is read in bulk. */
export async function withReader(
  engine: Engine,
  slice: Slice,
  scene: Scene,
  signal: AbortSignal,
  work: (reader: Reader) => Promise<void>,
): Promise<void> {
  const credentials = await openCredentials(engine, scene.connection)
  const client = openClient(engine, scene.connection, credentials)
  try {
    await work({
      ...{ engine, slice, scene, client: atOnce(client), credentials, signal },
      gaps: await gapsOf(engine.db, slice),
      cursors: await loadCursors(engine.db, slice, scene.streams),
      lookedAt: { time: performance.now() },
      // Before there is a mirror nothing is found, and is looked for again once there is.
      resolver: scene.connection.source_access === 'git' ? resolverFor(engine.db, slice) : null,
    })
  } finally {
    await client.close()
  }
}

/** Whatever the slice was woken for. */
function atOnce(client: Client): Client {
  return {
    ...client,
    get: (path, query, options) => client.get(path, query, { ...options, lane: 'webhook' }),
  }
}
