import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { delivery } from '../api/made.ts'
import { testServer } from '../api/server.ts'
import { buildProgram, runCommand } from './run.ts'

vi.setConfig({ testTimeout: 60_000 })

const house = await testServer()
const { pool } = house.database
const program = await buildProgram('deliveries')
let env: Readonly<Record<string, string>>
let id: string

beforeAll(async () => {
  await house.server.listen({ host: '127.0.0.1', port: 0 })
  const { port } = house.server.server.address() as AddressInfo
  const { authorization = '' } = await house.apiKey(await house.addPerson('editor'))
  env = {
    WINDLASS_URL: `http://127.0.0.1:${port}`,
    WINDLASS_API_KEY: authorization.replace('Bearer ', ''),
    DATABASE_URL: house.database.url,
  }
  id = (await delivery(house)).deliveryId
  await pool.query(
    `insert into deliveries (webhook_id, workspace_id, request_uuid, event, body, state, received_at)
     select webhook_id, workspace_id, n::text, 'repo:push', '{"token": "geheim"}', 'done', now() - interval '5 hours'
       from deliveries, generate_series(1, 250) as n`,
  )
})
afterAll(house.close)

const run = (line: string) => runCommand(program, line.split(' '), env)
const json = async (line: string) => JSON.parse((await run(`${line} --json`)).stdout)

describe('windlass deliveries', () => {
  it('lists them, over as many pages as it takes, and says when there are more', async () => {
    const { stdout } = await run('deliveries list --state dead')
    expect(stdout).toMatch(/^Id +Received +Event +Where +About +State +Lag +Rows +Requests +Error$/m)
    expect(stdout).toMatch(/ pullrequest:updated .* pull request 17 +dead .* It broke\.$/m)
    expect((await json('deliveries list --limit 300')).items).toHaveLength(251)
    const pushes = await run('deliveries list --event repo: --limit 240 --json')
    expect(JSON.parse(pushes.stdout)).toMatchObject({ more: true, items: { length: 240 } })
    expect(pushes.stderr).toContain('There are more')
    expect((await run('deliveries list --repository nowhere')).stdout).toBe('No delivery.\n')
  })

  it('shows one without its secrets', async () => {
    const [push] = (await json('deliveries list --event repo:push --limit 1')).items
    const { stdout } = await run(`deliveries show ${push.id}`)
    expect(stdout).toContain('"token": "[masked]"')
    expect(stdout).toContain('1 values masked')
    expect(stdout).not.toContain('geheim')
    expect((await run('deliveries show 999999')).code).toBe(7)
  })

  it('replays by id, those that are dead, or a range that it counts first', async () => {
    expect((await run(`deliveries replay ${id}`)).stdout).toBe('Replayed: 1.\n')
    await pool.query(`update deliveries set state = 'dead' where id = ${id}`)
    expect(await json('deliveries replay --dead')).toEqual({ replayed: 1, left: 0 })
    const to = new Date(Date.now() - 3600_000).toISOString()
    const dry = await run(`deliveries replay --event repo: --to ${to} --dry-run`)
    expect(dry.stdout).toBe('Would be replayed: 250.\n')
    expect(await json(`deliveries replay --event repo: --to ${to}`)).toEqual({ replayed: 250, left: 0 })
    const { rows } = await pool.query(
      `select count(*)::integer as waiting from deliveries where state = 'waiting'`,
    )
    expect(rows[0].waiting).toBe(251)
  })

  it.each([
    'deliveries replay',
    'deliveries replay 4 --dead',
    'deliveries replay four',
    'deliveries replay --dead --state done',
    'deliveries replay 4 --dry-run',
    'deliveries list --from 2026-11-28',
    'deliveries list --limit 0',
    'deliveries list --state lost',
  ])('refuses what is not clear: %s', async (line) => {
    expect((await run(line)).code).toBe(2)
  })
})
