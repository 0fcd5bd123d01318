import { afterAll, beforeAll, expect, it } from 'vitest'
import { choose } from '../../src/connections/choice/choices.ts'
import { openStage, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage({ connection: { include: [], streams: ['pull_requests', 'environments'] } })
}, 60_000)
afterAll(() => stage?.close())

const read = async (query: string) => (await stage.database.pool.query(query)).rows
const collected = () => read(`select slug from repositories where is_chosen order by slug`)
const withRows = () =>
  read(
    `select distinct slug from repositories join cursors on cursors.repository_id = repositories.id order by slug`,
  )

it('collects what was chosen one by one, however the rules are, and what new rules let in', async () => {
  await stage.sync()
  expect(await collected()).toEqual([])
  expect(await withRows()).toEqual([])
  const [one, other] = await read(
    `select repositories.uuid, slug, workspace_id, project_id from repositories order by repositories.id`,
  )
  const [connectionId = ''] = stage.connections
  await choose(stage.database.kysely, connectionId, [
    { uuid: one.uuid, full_name: one.slug, is_wanted: true },
  ])
  await stage.sync()
  expect(await collected()).toEqual([{ slug: one.slug }])
  expect(await withRows()).toEqual([{ slug: one.slug }])
  await stage.database.pool.query('update connections set include = $1 where id = $2', [
    [other.slug],
    connectionId,
  ])
  await stage.sync()
  expect(await withRows()).toEqual([{ slug: one.slug }, { slug: other.slug }].sort(bySlug))
}, 120_000)

it('reads the streams that were chosen, and no other', async () => {
  const streams = await read(
    'select distinct stream from cursors where repository_id is not null order by stream',
  )
  expect(streams).toEqual([
    { stream: 'environments' },
    // What the listing leaves out of a pull request is read with it.
    { stream: 'pull_request_details' },
    { stream: 'pull_requests' },
  ])
  const { length } = Object.keys(stage.requests()).filter((name) =>
    /pipelines|activity|commits|refs/.test(name),
  )
  expect(length).toBe(0)
})

function bySlug(a: { readonly slug: string }, b: { readonly slug: string }): number {
  return a.slug < b.slug ? -1 : 1
}
