import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { enqueue } from '../../src/db/queue.ts'
import { testServer } from '../api/server.ts'
import { buildProgram, runCommand } from './run.ts'

vi.setConfig({ testTimeout: 60_000 })

const house = await testServer()
const { pool, kysely } = house.database
const program = await buildProgram('server')
let env: Readonly<Record<string, string>>

beforeAll(async () => {
  await house.server.listen({ host: '127.0.0.1', port: 0 })
  const { port } = house.server.server.address() as AddressInfo
  env = await environment(port, await house.addPerson('admin'))
})
afterAll(house.close)

/** The database is given too: the program asks it which areas are switched off. */
async function environment(port: number, personId: string) {
  const { authorization = '' } = await house.apiKey(personId)
  return {
    WINDLASS_URL: `http://127.0.0.1:${port}`,
    WINDLASS_API_KEY: authorization.replace('Bearer ', ''),
    DATABASE_URL: house.database.url,
  }
}

const run = (line: string, as = env) => runCommand(program, line.split(' '), as)
const json = async (line: string) => JSON.parse((await run(`${line} --json`)).stdout)

async function deadJob(): Promise<string> {
  await enqueue(kysely, 'sample', { n: 1 })
  const { rows } = await pool.query(
    `update graphile_worker._private_jobs set attempts = max_attempts, last_error = 'it broke'
     where id = (select max(id) from graphile_worker._private_jobs) returning id`,
  )
  return rows[0].id
}

describe('windlass jobs', () => {
  it('lists, retries and removes jobs', async () => {
    const [one, two] = [await deadJob(), await deadJob()]
    const { stdout } = await run('jobs list --state dead')
    expect(stdout).toMatch(/^Id +Task +State +Attempts +Due +Error$/m)
    expect(stdout).toMatch(/ sample +dead +25 of 25 .* it broke$/m)

    expect(await json(`jobs retry ${one}`)).toMatchObject({ id: one, state: 'waiting', attempts: 0 })
    expect(await json('jobs retry --dead')).toEqual({ retried: 1 })
    expect((await json('jobs list --state dead')).items).toEqual([])
    expect((await run(`jobs remove ${one}`)).code).toBe(0)
    const { items } = await json('jobs list --task sample')
    expect(items.map((job: { id: string }) => job.id)).toEqual([two])
  })

  it('derives parked keys again', async () => {
    await pool.query(`insert into dirty_parked (kind, key, error) values ('facts', 'one', 'broke')`)
    expect(await json('jobs retry --dead')).toEqual({ retried: 1 })
    expect((await pool.query('select kind, key from dirty')).rows).toEqual([{ kind: 'facts', key: 'one' }])
  })

  it('says when there are more than it shows', async () => {
    await Promise.all([deadJob(), deadJob()])
    expect(await run('jobs list --limit 1')).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('more'),
    })
  })

  it('tells by its exit code what went wrong', async () => {
    expect((await run('jobs retry')).code).toBe(2)
    expect((await run('jobs list --limit 9000')).code).toBe(2)
    const missing = await run('jobs remove 999999')
    expect(missing).toMatchObject({ code: 7, stderr: expect.stringContaining('nothing here by that name') })
    const id = await deadJob()
    await pool.query('update graphile_worker._private_jobs set locked_at = now(), locked_by = $1', [
      'somebody',
    ])
    expect(await run(`jobs remove ${id}`)).toMatchObject({
      code: 7,
      stderr: expect.stringContaining('is running'),
    })
    const port = Number(new URL(env.WINDLASS_URL ?? '').port)
    const viewer = await environment(port, await house.addPerson('viewer'))
    expect((await run(`jobs remove ${id}`, viewer)).code).toBe(7)
  })
})

describe('windlass features', () => {
  it('switches an area off and on again: gone from the API, the session and the command line', async () => {
    const who = await house.apiKey(await house.addPerson('admin'))
    const get = (url: string) => house.send({ url }, who)
    const state = async () =>
      (await json('features list')).find((feature: { name: string }) => feature.name === 'api_docs').on
    expect(await state()).toBe(true)
    expect((await run('features off api_docs')).stdout).toBe('API reference: off.\n')
    expect(await state()).toBe(false)
    const refused = await get('/api/openapi.json')
    expect([refused.statusCode, refused.json().code]).toEqual([404, 'feature_off'])
    expect((await get('/api/v1/session')).json().features).not.toContain('api_docs')
    await run('features on api_docs')
    expect((await get('/api/openapi.json')).statusCode).toBe(200)
    expect((await run('features off no_such_area')).code).toBe(7)
  })
})
