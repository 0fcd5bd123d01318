import { floor } from '../simulator/oracle/floor.ts'
import { connectStage } from '../test/sync/connected.ts'
import { withDatabase } from './database.ts'
import type { Bench, Figure } from './figure.ts'

const size = 'S'
/** Everything: the floor counts the whole history too. */
const since = new Date(0)

export const bench: Bench = {
  name: 'requests',
  doc: `What a sync of the ${size} world costs the API by REST alone, against the fewest requests it can cost.`,
  run: () =>
    withDatabase(async (database) => {
      const stage = await connectStage(database, { size, connection: { source_access: 'none', since } })
      try {
        const least = floor(stage.simulator.world, { metadataOnly: true })
        await stage.sync()
        const first = stage.requests()
        for (const [template, count] of Object.entries(first)) console.log(`  ${count}  ${template}`)
        await stage.sync()
        const second = sum(stage.requests())
        const { pollingPerCycle } = least.idle
        return [
          ratio('first sync over the floor', sum(first), least.total, 1.1),
          ratio('second sync over 1 + 2 for each repository', second, pollingPerCycle, 1),
        ]
      } finally {
        await stage.close()
      }
    }),
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0)
}

function ratio(what: string, spent: number, least: number, goal: number): Figure {
  const name = `${what} (${spent} of ${least})`
  return { name, value: Math.round((spent / least) * 1000) / 1000, unit: 'times', goal, better: 'lower' }
}
