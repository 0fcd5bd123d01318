import { setTimeout as pause } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { compared, compareWithOracle, describeDifferences } from '../oracle/compare.ts'
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

it('goes on when its database cuts every connection, and tells of the whole run', async () => {
  const stage = await openStage()
  try {
    const done = new AbortController()
    const run = stage.sync().finally(() => done.abort())
    const cut = `select pg_terminate_backend(pid) from pg_stat_activity
                  where datname = current_database() and pid <> pg_backend_pid()`
    let cuts = 0
    while (!done.signal.aborted && cuts < 5) {
      await pause(400)
      cuts += (await stage.database.pool.query(cut).catch(() => ({ rowCount: 0 }))).rowCount ? 1 : 0
    }
    const summaries = await run
    expect(cuts).toBeGreaterThan(1)
    // One repository of the world may not be read.
    const gaps = summaries.flatMap((summary) => summary.gaps.map(({ reason }) => reason))
    expect(new Set(gaps)).toEqual(new Set(['source_forbidden']))
    const { database, simulator } = stage
    const entities = compared.filter((entity) => !entity.startsWith('issue'))
    const found = await compareWithOracle(database.kysely, simulator.world, {
      sourceAccess: 'none',
      entities,
    })
    expect(describeDifferences(found)).toBe('')
  } finally {
    await stage.close()
  }
}, 120_000)
