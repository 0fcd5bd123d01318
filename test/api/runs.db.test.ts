import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { connection } from './connection.ts'
import { testServer } from './server.ts'

const house = await testServer()
afterAll(house.close)
const { pool } = house.database
const editor = await house.signIn(await house.addPerson('editor'))

const send = async (method: 'GET' | 'POST', path: string, body?: object) => {
  const answer = await house.send({ method, url: `/api/v1${path}`, ...(body ? { body } : {}) }, editor)
  return { status: answer.statusCode, json: answer.json() }
}
const get = async (path: string) => (await send('GET', path)).json

let id: string
let workspace: string
beforeEach(async () => {
  await pool.query('delete from workspaces')
  id = await connection(house)
  workspace = (await pool.query('select id from workspaces where connection_id = $1', [id])).rows[0].id
})

async function gaps(...streams: readonly string[]): Promise<void> {
  await pool.query(
    `insert into gaps (workspace_id, stream, reason, status, body, next_at)
     select $1, stream, 'source_unreadable', 502, $3, now() + interval '1 hour' from unnest($2::text[]) as stream`,
    [workspace, streams, Buffer.from('<html>\u0007\u202e</html>')],
  )
}

describe('runs', () => {
  it('are started once, and wait, go on and end as they are told', async () => {
    const first = await send('POST', `/connections/${id}/sync`)
    expect(first).toMatchObject({ status: 200, json: { state: 'running', scope: 'all', cause: 'person' } })
    const again = await send('POST', `/connections/${id}/sync?scope=identities`)
    expect(again.json).toEqual(first.json)
    const run = first.json.id
    expect((await send('POST', `/runs/${run}/pause`)).json.state).toBe('paused')
    expect((await get(`/runs/${run}`)).totals).toMatchObject({ eta: null, eta_reason: 'paused' })
    expect((await send('POST', `/connections/${id}/sync`)).json).toMatchObject({ id: run, state: 'paused' })
    expect((await send('POST', `/runs/${run}/resume`)).json.state).toBe('running')
    expect((await send('POST', `/runs/${run}/cancel`)).json).toMatchObject({
      state: 'cancelled',
      ended_at: expect.any(String),
    })
    expect((await send('POST', `/runs/${run}/resume`)).status).toBe(409)
    const { rows } = await pool.query(`select action from audit_log where action like 'run.%' order by id`)
    expect(rows.map(({ action }) => action)).toEqual(
      ['start', 'start', 'pause', 'start', 'resume', 'cancel'].map((verb) => `run.${verb}`),
    )
  })

  it('read what their scope says', async () => {
    const streamsOf = async (scope: string) => {
      const { id: run } = (await send('POST', `/connections/${id}/sync?scope=${scope}`)).json
      const { streams } = await get(`/runs/${run}`)
      await send('POST', `/runs/${run}/cancel`)
      return streams.map(({ stream }: { stream: string }) => stream).sort()
    }
    expect(await streamsOf('identities')).toEqual(['commit_authors', 'former_members', 'members'])
    expect(await streamsOf('repositories')).toEqual([
      'projects',
      'repositories',
      'repository_listing',
      'workspaces',
    ])
    expect(await streamsOf('all')).toHaveLength(7)
  })

  it('are listed newest first, by connection and state, a page at a time', async () => {
    await pool.query(
      `insert into sync_runs (connection_id, cause, state, ended_at)
       select $1, 'person', 'complete', now() from generate_series(1, 3)`,
      [id],
    )
    await send('POST', `/connections/${id}/sync`)
    const first = await get(`/runs?connection=${id}&limit=3`)
    const second = await get(`/runs?connection=${id}&limit=3&cursor=${first.next}`)
    const ids = [...first.items, ...second.items].map((run: { id: string }) => Number(run.id))
    expect(ids).toEqual([...ids].sort((a, b) => b - a))
    expect([ids.length, second.next]).toEqual([4, null])
    expect((await get('/runs?state=running')).items).toHaveLength(1)
  })

  it('show the grid of slices by state', async () => {
    const { id: run } = (await send('POST', `/connections/${id}/sync`)).json
    await pool.query(
      `insert into repositories (workspace_id, uuid, slug, name)
       select $1, gen_random_uuid(), 'repo-' || n, 'Repo' from generate_series(1, 3) n`,
      [workspace],
    )
    await pool.query(
      `insert into sync_progress (run_id, workspace_id, repository_id, stream, state)
       select $1, workspace_id, id, stream, case when slug = 'repo-2' then 'gap' else 'waiting' end
         from repositories, unnest(array['pull_requests', 'pipelines']) as stream order by slug`,
      [run],
    )
    const first = await get(`/runs/${run}/slices?limit=2`)
    const rest = await get(`/runs/${run}/slices?cursor=${first.next}`)
    const names = [...first.items, ...rest.items].map((one: { repository: string }) => one.repository)
    expect(names).toEqual([null, 'repo-1', 'repo-2', 'repo-3'])
    const gap = await get(`/runs/${run}/slices?state=gap`)
    expect(gap.items).toMatchObject([
      { repository: 'repo-2', streams: [{ stream: 'pull_requests', state: 'gap' }, { stream: 'pipelines' }] },
    ])
    expect((await get(`/runs/${run}/slices?search=o-3`)).items).toHaveLength(1)
  })
})

describe('gaps', () => {
  it('are listed by connection, stream and reason, and show how the answer began', async () => {
    await gaps('members', 'projects', 'workspaces')
    const first = await get(`/gaps?connection=${id}&limit=2`)
    expect(first.items).toMatchObject([{ stream: 'members', repository: null }, { stream: 'projects' }])
    expect((await get(`/gaps?cursor=${first.next}`)).items).toMatchObject([{ stream: 'workspaces' }])
    expect((await get('/gaps?stream=projects&reason=source_unreadable')).items).toHaveLength(1)
    const { body } = await get(`/gaps/${first.items[0].id}`)
    expect(body).toBe('<html>\\x07\\u202e</html>')
  })

  it('are tried again at once: one in the run that is open, all in a run of their own', async () => {
    await gaps('members', 'projects', 'no such stream')
    const { items } = await get(`/gaps?connection=${id}&stream=members`)
    const { id: run } = (await send('POST', `/connections/${id}/sync?scope=repositories`)).json
    const one = await send('POST', '/gaps/retry', { ids: [items[0].id] })
    expect(one.json).toEqual({ retried: 1, runs: [run] })
    expect((await get('/gaps?stream=members')).items[0].next_at < new Date().toISOString()).toBe(true)
    await send('POST', `/runs/${run}/cancel`)
    const all = await send('POST', '/gaps/retry', { connection: id })
    expect(all.json).toMatchObject({ retried: 2 })
    expect(await get(`/runs/${all.json.runs[0]}`)).toMatchObject({
      scope: 'gaps',
      streams: [
        { stream: 'members', waiting: 1 },
        { stream: 'projects', waiting: 1 },
      ],
    })
  })
})

describe('the ledger', () => {
  it('tells what each account used, keeps back and has left, and who spent most', async () => {
    await pool.query(`delete from ledger`)
    const { rows } = await pool.query('select identity from credentials where connection_id = $1', [id])
    const { identity } = rows[0]
    await pool.query(
      `insert into ledger (identity, class, slot, spent, reserved_spent, foreign_use)
       values ($1, 'api', now(), 100, 5, 20)`,
      [identity],
    )
    await pool.query(
      `insert into credential_parks (identity, class, until) values ($1, 'api', now() + interval '1 hour')`,
      [identity],
    )
    await pool.query(
      `insert into request_counts values (date_trunc('hour', now()), $1, $2, 'api', 'pull_requests', 90, 1)`,
      [id, identity],
    )
    const answer = await get(`/ledger?connection=${id}`)
    expect(answer.accounts).toMatchObject([
      {
        ...{ identity, class: 'api', limit: 1000, limit_source: 'plan' },
        ...{ used: 120, foreign: 20, used_by_people: 5, left: 680, reserved: 200, refusals: 1 },
        parked_until: expect.any(String),
        credentials: [{ connection: { id, alias: 'acme' } }],
      },
    ])
    expect(answer.hours).toMatchObject([{ identity, requests: 90, refused: 1 }])
    expect(answer.spenders).toMatchObject([
      {
        stream: 'pull_requests',
        requests: 90,
        template: '/repositories/{workspace}/{repository}/pullrequests',
      },
    ])
    expect((await get('/ledger?connection=999999')).accounts).toEqual([])
  })
})
