import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openStage, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage?.close())

async function gaps(): Promise<string[]> {
  const { rows } = await sql<{ stream: string }>`
    select distinct stream from gaps where reason = 'internal' order by stream`.execute(stage.database.kysely)
  return rows.map(({ stream }) => stream)
}

it('a run ends though what follows from its streams fails for ever, says so, and mends itself', async () => {
  const { kysely } = stage.database
  // What Windlass concludes of merges cannot be written any more: no stream is to blame.
  await sql`alter table pull_requests rename column merged_on_source to elsewhere`.execute(kysely)
  const [first] = await stage.sync()
  expect(first?.state).toBe('incomplete')
  expect(await gaps()).toContain('pull_request_history')
  const known = await kysely.selectFrom('pull_requests').select('id').execute()
  expect(known.length).toBeGreaterThan(100)
  await sql`alter table pull_requests rename column elsewhere to merged_on_source`.execute(kysely)
  await stage.sync()
  expect(await gaps()).toEqual([])
  const merged = await kysely
    .selectFrom('pull_requests')
    .select('id')
    .where('state', '=', 'MERGED')
    .where('merged_on', 'is', null)
    .execute()
  expect(merged).toEqual([])
})
