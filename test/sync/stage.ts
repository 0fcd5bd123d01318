import { testDatabase } from '../postgres.ts'
import { connectStage, type Stage, type StageOptions } from './connected.ts'

export type { Stage } from './connected.ts'

/** A stage on a database of the test's own. */
export async function openStage(options: StageOptions = {}): Promise<Stage> {
  const database = await testDatabase()
  const stage = await connectStage(database, options)
  return {
    ...stage,
    async close() {
      await database.close()
      await stage.close()
    },
  }
}
