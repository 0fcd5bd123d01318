import { afterAll, beforeAll, expect, it } from 'vitest'
import { testDatabase } from '../../../test/postgres.ts'
import type { Database } from '../../db/pool.ts'
import type { Slice } from '../slice.ts'
import { loadUnsettled } from './unsettled.ts'

let database: Database
const slice = { workspaceId: '1', repositoryId: '1' } as Slice
const [own, main, merge] = ['a', 'b', 'c'].map((letter) => letter.repeat(40))

beforeAll(async () => {
  database = await testDatabase()
  await database.pool.query(`
    insert into workspaces (uuid, slug, name) values (gen_random_uuid(), 'dock', 'Dock');
    insert into repositories (workspace_id, uuid, slug, name) values (1, gen_random_uuid(), 'crane', 'Crane')`)
})
afterAll(() => database?.close())

it.each([
  ['the second parent, where the destination was merged into', main, [main, own], own],
  [
    'the commit itself, where it was taken as it was and had merged its destination',
    main,
    [own, main],
    merge,
  ],
  ['unknown, where the commit may have been squashed', main, [main], null],
])('the head of a merge from a fork that is gone is %s', async (_, destination, parents, head) => {
  await database.pool.query('delete from pull_requests')
  await database.pool.query('delete from commits')
  await database.pool.query(
    `insert into commits (workspace_id, repository_id, hash, parents, author_raw, date, message, is_reachable)
     values (1, 1, $1, $2, 'Jonas', now(), 'Merged', true)`,
    [merge, parents],
  )
  await database.pool.query(
    `insert into pull_requests (workspace_id, repository_id, id, title, state, destination_commit_prefix, merge_commit,
                                created_on, updated_on)
     values (1, 1, 1, 'Spring tides', 'MERGED', left($1, 12), $2, now(), now())`,
    [destination, merge],
  )
  expect(await loadUnsettled(database.kysely, slice)).toMatchObject([
    { id: 1, isShown: false, headPrefix: head },
  ])
})
