import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { testDatabase } from '../../../../test/postgres.ts'
import type { Definition, Relation } from '../blueprint.ts'
import { impactOf } from './impact.ts'

const database = await testDatabase()
afterAll(() => database.close())
const { pool, kysely: db } = database

const having = (relations: Record<string, Relation>): Definition => ({
  identifier: 'ship',
  schema: { properties: { size: { type: 'number' } } },
  relations,
})
const before = having({ home: { target: 'harbour' }, crew: { target: 'person', many: true } })
const impact = async (after: Definition) => impactOf(db, { id, definition: before }, after, new Map())

let id = ''
beforeEach(async () => {
  await pool.query('delete from blueprints')
  const { rows } = await pool.query<{ id: string }>(
    `insert into blueprints (identifier, title, definition)
     values ('ship', 'Ship', $1), ('harbour', 'Harbour', '{}') returning id`,
    [JSON.stringify(before)],
  )
  id = rows[0]?.id ?? ''
  await pool.query(
    `insert into entities (blueprint_id, identifier, title, properties)
     select $1, 'ship ' || n, 'Ship ' || n, jsonb_build_object('size', n) from generate_series(1, 4) n`,
    [id],
  )
  await pool.query(
    `insert into relations (entity_id, name, target_identifier, target_blueprint_id)
     select entities.id, name, target, $1
       from (values ('ship 1', 'home', 'rotterdam'), ('ship 1', 'crew', 'ada'), ('ship 1', 'crew', 'bob'),
                    ('ship 2', 'crew', 'eve'), ('ship 3', 'home', 'genoa')) as given (ship, name, target)
       join entities on identifier = ship`,
    [id],
  )
})

describe('what a change of relations breaks', () => {
  it('is nothing while they stay', async () => {
    expect(await impact(before)).toEqual({
      entities: 4,
      values: [],
      missing: [],
      relations: [],
      blueprints: [],
    })
  })

  it('is told of one that goes', async () => {
    const { relations } = await impact(having({ crew: { target: 'person', many: true } }))
    expect(relations).toEqual([
      {
        name: 'home',
        entities: 2,
        examples: [
          { identifier: 'ship 1', title: 'Ship 1', value: '["rotterdam"]', message: 'the relation goes' },
          { identifier: 'ship 3', title: 'Ship 3', value: '["genoa"]', message: 'the relation goes' },
        ],
      },
    ])
  })

  it('is told of one that leads elsewhere, and of several that become one', async () => {
    const { relations } = await impact(having({ home: { target: 'city' }, crew: { target: 'person' } }))
    expect(relations.map(({ name, entities }) => [name, entities])).toEqual([
      ['home', 2],
      ['crew', 1],
    ])
    expect(relations[1]?.examples[0]?.value).toBe('["ada","bob"]')
  })

  it('is told of one that becomes required', async () => {
    const { missing } = await impact(
      having({ ...before.relations, home: { target: 'harbour', required: true } }),
    )
    expect(missing.map(({ name, entities }) => [name, entities])).toEqual([['home', 2]])
  })
})

describe('what a change of properties breaks', () => {
  it('is counted exactly among a hundred thousand entities, in seconds', async () => {
    await pool.query(
      `insert into entities (blueprint_id, identifier, title, properties)
       select $1, 'more ' || n, 'More', jsonb_build_object('size', n, 'note', repeat('x', 200))
         from generate_series(5, 100000) n`,
      [id],
    )
    const size = { type: 'number', maximum: 40_000 } as const
    const note = { type: 'string' } as const
    const after: Definition = { ...before, schema: { properties: { size, note }, required: ['note'] } }
    const started = performance.now()
    const { entities, values, missing } = await impact(after)
    expect(performance.now() - started).toBeLessThan(20_000)
    expect([entities, values[0]?.entities, values[0]?.examples.length]).toEqual([100_000, 60_000, 5])
    expect(missing.map(({ name, entities }) => [name, entities])).toEqual([['note', 4]])
  }, 60_000)
})
