import { expect, it } from 'vitest'
import { openStage } from './stage.ts'

/** Each repository has one fault: a fetch is tried again once. */
const git = (slug: string) => `/*/${slug}.git/**`

it('fetches a mirror again whose server was out of order or hung up, before that is a gap', async () => {
  const stage = await openStage({
    connection: { source_access: 'git' },
    faults: [
      { match: { path: git('platform-core'), nth: 1 }, effect: { kind: 'answer', status: 503 } },
      { match: { path: git('infra-live'), method: 'POST', nth: 1 }, effect: { kind: 'reset', after: 2 } },
    ],
  })
  try {
    await stage.sync()
    const { faults } = stage.simulator.simulation
    expect(faults.report().map(({ struck }) => struck)).toEqual([1, 1])
    const gaps = await stage.database.kysely
      .selectFrom('gaps')
      .select(['stream', 'reason', 'detail'])
      .where('stream', '=', 'git')
      // One repository of the world may not be read.
      .where('reason', '!=', 'source_forbidden')
      .execute()
    expect(gaps).toEqual([])
  } finally {
    await stage.close()
  }
}, 120_000)
