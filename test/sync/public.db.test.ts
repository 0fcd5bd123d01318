import { afterAll, beforeAll, expect, it } from 'vitest'
import { choose } from '../../src/connections/choice/choices.ts'
import { attachWorkspace } from '../../src/connections/workspaces.ts'
import { syncOnce } from '../../src/jobs/sync-once.ts'
import { openStage, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
}, 60_000)
afterAll(() => stage?.close())

it('a public repository of somebody else is read alone, and what they keep to themselves is a gap', async () => {
  const { database, engine, connections, simulator } = stage
  const [others] = simulator.world.workspaces
  const [, own = ''] = connections
  if (!others) throw new Error('the world has no workspace')
  const open = simulator.world.repositories(others.uuid).find(({ isPrivate }) => !isPrivate)
  if (!open) throw new Error('the world has no public repository')
  const uuid = open.uuid.replace(/[{}]/g, '')
  const seen = { uuid: others.uuid.replace(/[{}]/g, ''), slug: others.slug, name: others.name }
  await attachWorkspace(database.kysely, own, seen, { handOver: true, onlyChosen: true })
  await choose(database.kysely, own, [{ uuid, full_name: open.slug, is_wanted: true }])
  const { gaps } = await syncOnce(engine, own)
  expect(gaps.map(({ stream }) => stream)).toEqual(expect.arrayContaining(['members', 'projects']))
  const { rows } = await database.pool.query(
    `select repositories.slug, count(pull_requests.id)::integer as pull_requests
       from repositories join workspaces on workspaces.id = repositories.workspace_id
       left join pull_requests on pull_requests.repository_id = repositories.id
      where workspaces.slug = $1 group by 1`,
    [others.slug],
  )
  expect(rows).toEqual([{ slug: open.slug, pull_requests: open.counts.pullRequests }])
}, 120_000)
