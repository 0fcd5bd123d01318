/** Pipelines that have not ended: what it costs to see their end. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { compareWithOracle, describeDifferences } from '../oracle/compare.ts'
import { openStage, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
}, 120_000)
afterAll(() => stage?.close())

it('reads a list down to one that waits for long when its turn has come, and no sooner', async () => {
  const { world } = stage.simulator
  const [workspace] = world.workspaces
  const repository = world
    .repositories(workspace?.uuid ?? '')
    .find((one) => one.pipelinesEnabled && !one.isForbidden && !one.isEmpty)
  if (!repository) throw new Error('no repository has pipelines')
  const { uuid } = repository
  const [creator] = world.members(workspace?.uuid ?? '').map(({ account }) => account)
  if (!creator) throw new Error('nobody is a member')
  const run = (running: boolean) =>
    world.mutate.runPipeline(uuid, { creator, branch: repository.mainBranch ?? 'main', running })
  const waiting = run(true)
  for (let newer = 0; newer < 110; newer += 1) run(false)
  await stage.sync()

  const pages = () => stage.requests()['GET /repositories/{workspace}/{repo_slug}/pipelines'] ?? 0
  pages()
  world.mutate.push(uuid, { branch: repository.mainBranch ?? 'main', actor: creator, message: 'More' })
  run(false)
  await stage.sync()
  expect(pages()).toBe(1)

  world.mutate.finishPipeline(uuid, waiting.uuid, 'SUCCESSFUL')
  await stage.database.pool.query(`update cursors set complete_at = complete_at - interval '1000 days'`)
  await stage.sync()
  const { rows } = await stage.database.pool.query('select state, result from pipelines where uuid = $1', [
    waiting.uuid.slice(1, -1),
  ])
  expect(rows).toEqual([{ state: 'COMPLETED', result: 'SUCCESSFUL' }])
  const entities = ['pipelines', 'deployments'] as const
  const differences = await compareWithOracle(stage.database.kysely, world, {
    sourceAccess: 'none',
    entities: [...entities],
  })
  expect(describeDifferences(differences)).toBe('')
})
