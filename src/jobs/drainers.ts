import { drainDiscovery } from '../catalog/discovery/drain.ts'
import { openActiveMappings } from '../catalog/entities/active.ts'
import { mapMarked } from '../catalog/entities/map-records.ts'
import { putTogether } from '../catalog/entities/put-together.ts'
import { openEngine } from '../catalog/jq/engine.ts'
import { type Drainer, defineDrainer } from './drainer.ts'

export interface OpenDrainers {
  readonly drainers: readonly Drainer[]
  close(): Promise<void>
}

/** Every drainer of dirty keys, and what they hold open. */
export function openDrainers(): OpenDrainers {
  const engine = openEngine()
  const mappings = openActiveMappings()
  return {
    drainers: [
      defineDrainer({
        kind: 'record',
        doc: 'Maps records that changed: what became of each, and what it says of entities.',
        batch: 1_000,
        drain: (tx, marks) => mapMarked(tx, { engine, mappings }, marks),
      }),
      defineDrainer({
        kind: 'entity',
        doc: 'Puts entities together of what their sources say.',
        batch: 1_000,
        drain: (tx, ids) => putTogether(tx, engine, ids),
      }),
      defineDrainer({
        kind: 'discovery',
        doc: 'Looks at repositories that are new or changed: what is discovered, renewed, imported.',
        batch: 500,
        drain: drainDiscovery,
      }),
    ],
    close: () => engine.close(),
  }
}
