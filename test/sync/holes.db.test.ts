import { afterEach, expect, it } from 'vitest'
import { openStage, type Stage } from './stage.ts'

/** One repository whose pull requests take two pages. */
const chosen = 'platform-core'

let stage: Stage
afterEach(() => stage?.close())

async function openWithHoles(): Promise<void> {
  const match = { path: '/repositories/*/*/pullrequests' }
  stage = await openStage({
    connection: { include: [chosen] },
    faults: [{ match, effect: { kind: 'page', how: 'holes' } }],
  })
  await stage.sync()
}

async function nextCycle(): Promise<void> {
  await stage.database.pool.query('update gaps set next_at = now()')
  await stage.sync()
}

async function known(): Promise<{ readonly known: number; readonly gap: string | undefined }> {
  const { pool } = stage.database
  const { rows: counted } = await pool.query('select count(*)::integer as known from pull_requests')
  const { rows: gaps } = await pool.query(`select detail from gaps where stream = 'pull_requests'`)
  return { known: counted[0].known, gap: gaps[0]?.detail }
}

function listed(): number {
  const { world } = stage.simulator
  const repositories = world.workspaces.flatMap(({ uuid }) => world.repositories(uuid))
  const { uuid } = repositories.find(({ slug }) => slug === chosen) ?? {}
  return world.content(uuid ?? '').pullRequests.length
}

it('a page with holes in the middle of a list is a gap, and read again once it is whole', async () => {
  await openWithHoles()
  expect(await known()).toMatchObject({ gap: expect.stringMatching(/A page has \d+ of 50 records/) })
  expect((await known()).known).toBeLessThan(listed())
  stage.simulator.simulation.faults.clear()
  await nextCycle()
  expect(await known()).toEqual({ known: listed(), gap: undefined })
})

it('a page that has the same holes again and again keeps nothing from what lies behind it', async () => {
  await openWithHoles()
  const { known: first } = await known()
  expect(first).toBeLessThan(50)
  for (let cycle = 0; cycle < 3; cycle += 1) await nextCycle()
  // The last page is short of the list's own count for ever; what it shows is known.
  expect((await known()).known).toBeGreaterThan(first)
})
