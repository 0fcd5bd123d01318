import { afterAll, beforeEach, expect, it } from 'vitest'
import { testDatabase } from '../../../test/postgres.ts'
import { ownBlueprints } from '../defaults/blueprints.ts'
import type { Definition } from './blueprint.ts'
import { seedBlueprints } from './seed.ts'

const database = await testDatabase()
afterAll(() => database.close())
const { pool, kysely: db } = database

beforeEach(async () => {
  await pool.query('delete from blueprints')
  await pool.query('delete from blueprint_seeds')
})

const ship = (title: string): Definition => ({ identifier: 'ship', title, schema: { properties: {} } })
const titles = async () => (await pool.query('select title from blueprints')).rows.map(({ title }) => title)

it('ours are made once', async () => {
  await seedBlueprints(db)
  await seedBlueprints(db)
  const { rows } = await pool.query('select identifier, shipped, revision from blueprints')
  expect(rows.map(({ identifier }) => identifier).sort()).toEqual(
    ownBlueprints.map(({ identifier }) => identifier).sort(),
  )
  expect(rows.every(({ identifier, shipped, revision }) => identifier === shipped && revision === 1)).toBe(
    true,
  )
})

it('one that was removed stays removed', async () => {
  await seedBlueprints(db, [ship('Ship')])
  await pool.query('delete from blueprints')
  await seedBlueprints(db, [ship('Ship')])
  await seedBlueprints(db, [ship('Vessel')])
  expect(await titles()).toEqual([])
})

it('one that a person changed stays as it is', async () => {
  await seedBlueprints(db, [ship('Ship')])
  await pool.query(`update blueprints set shipped = 'ship', title = 'Mine', definition = $1`, [
    JSON.stringify(ship('Mine')),
  ])
  await seedBlueprints(db, [ship('Vessel')])
  expect(await titles()).toEqual(['Mine'])
})

it('one that a person made is not ours', async () => {
  await pool.query(`insert into blueprints (identifier, title, definition) values ('ship', 'Mine', $1)`, [
    JSON.stringify(ship('Mine')),
  ])
  await seedBlueprints(db, [ship('Ship')])
  await seedBlueprints(db, [ship('Vessel')])
  expect(await titles()).toEqual(['Mine'])
})

it('one that nobody touched follows a new version', async () => {
  await seedBlueprints(db, [ship('Ship')])
  await seedBlueprints(db, [ship('Vessel')])
  expect(await titles()).toEqual(['Vessel'])
})
