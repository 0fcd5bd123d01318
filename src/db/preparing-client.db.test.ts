import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testDatabase } from '../../test/postgres.ts'
import type { Database } from './pool.ts'

let database: Database
beforeAll(async () => {
  database = await testDatabase()
  await database.pool.query('create table tides (id integer, height integer)')
})
afterAll(() => database.close())

/** On one connection: plans are kept by each for itself. */
async function repeated(text: string, times: number): Promise<readonly string[]> {
  const client = await database.pool.connect()
  try {
    for (let n = 0; n < times; n += 1) await client.query(text, [n])
    const { rows } = await client.query('select statement from pg_prepared_statements')
    return rows.map(({ statement }) => statement)
  } finally {
    client.release(true)
  }
}

describe('a connection', () => {
  it('keeps the plan of a write that comes again and again', async () => {
    const text = 'insert into tides (id) values ($1)'
    expect(await repeated(text, 2)).toEqual([])
    expect(await repeated(text, 4)).toEqual([text])
    const led = `with high as (select id from tides where height = $1)
      update tides set height = 0 from high where tides.id = high.id`
    expect(await repeated(led, 4)).toEqual([led])
  })

  it('keeps none of reads, whose best plan depends on what is asked', async () => {
    expect(await repeated('select from tides where id = $1', 9)).toEqual([])
    expect(await repeated('with high as (select from tides where id = $1) select from high', 9)).toEqual([])
  })

  it('keeps none of texts that were written for as many rows as they carry', async () => {
    const client = await database.pool.connect()
    const rows = Array.from({ length: 60 }, (_, index) => index)
    const text = `insert into tides (id) values ${rows.map((index) => `($${index + 1})`).join()}`
    try {
      for (let n = 0; n < 5; n += 1) await client.query(text, rows)
      expect((await client.query('select from pg_prepared_statements')).rowCount).toBe(0)
    } finally {
      client.release(true)
    }
  })

  it('keeps no more than it has use for', async () => {
    const client = await database.pool.connect()
    try {
      for (let n = 0; n < 400; n += 1)
        for (let time = 0; time < 3; time += 1)
          await client.query(`update tides set height = $1 where id = ${n}`, [time])
      const { rows } = await client.query('select count(*)::integer as kept from pg_prepared_statements')
      expect(rows).toEqual([{ kept: 300 }])
    } finally {
      client.release(true)
    }
  })

  it('goes on without a plan whose table was altered', async () => {
    const client = await database.pool.connect()
    const text = 'insert into tides (id) values ($1) returning *'
    try {
      for (let n = 0; n < 4; n += 1) await client.query(text, [n])
      await client.query('alter table tides add column at text')
      await expect(client.query(text, [5])).rejects.toThrow('cached plan')
      expect((await client.query(text, [5])).rows).toMatchObject([{ id: 5, at: null }])
    } finally {
      client.release(true)
    }
  })
})
