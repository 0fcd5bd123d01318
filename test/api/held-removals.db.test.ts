import { randomUUID } from 'node:crypto'
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
let workspace: { readonly id: string; readonly slug: string }
beforeEach(async () => {
  await pool.query('delete from workspaces')
  id = await connection(house)
  const { rows } = await pool.query('select id, slug from workspaces where connection_id = $1', [id])
  workspace = rows[0]
})

/** A listing of the workspace that lacks these. */
async function lack(stream: string, keys: readonly string[], known = 40): Promise<string> {
  const { rows } = await pool.query(
    `insert into held_removals (workspace_id, stream, keys, known) values ($1, $2, $3, $4)
     on conflict (workspace_id, repository_id, stream) do update
        set keys = excluded.keys, decision = null, last_at = now() returning id`,
    [workspace.id, stream, keys, known],
  )
  return rows[0].id
}

async function repository(slug: string): Promise<{ id: string; uuid: string }> {
  const { rows } = await pool.query(
    `insert into repositories (workspace_id, uuid, slug, name) values ($1, $2, $3, $3) returning id, uuid`,
    [workspace.id, randomUUID(), slug],
  )
  return rows[0]
}

describe('held removals', () => {
  it('are listed newest first, of one connection or of all, a page at a time', async () => {
    for (const stream of ['members', 'projects', 'repository_listing']) await lack(stream, ['a'])
    const first = await get(`/held-removals?connection=${id}&limit=2`)
    const second = await get(`/held-removals?limit=2&cursor=${first.next}`)
    const streams = [...first.items, ...second.items].map(({ stream }: { stream: string }) => stream)
    expect([streams, second.next]).toEqual([['repository_listing', 'projects', 'members'], null])
    expect(first.items[0]).toMatchObject({
      connection: { id, alias: 'acme' },
      workspace: workspace.slug,
      ...{ repository: null, known: 40, lacking: 1, decision: null, decided_at: null },
    })
    expect((await get('/held-removals?connection=999999')).items).toEqual([])
  })

  it('show twenty of the records by their names, and by their keys where none is known', async () => {
    const { uuid, id: repositoryId } = await repository('web-shop')
    const many = Array.from({ length: 30 }, () => randomUUID())
    const listing = await get(`/held-removals/${await lack('repository_listing', [uuid, ...many])}`)
    expect(listing).toMatchObject({ lacking: 31, examples: ['web-shop', ...many.slice(0, 19)] })
    await pool.query(
      `insert into branch_restrictions (workspace_id, repository_id, id, kind, pattern, user_account_ids, groups)
       values ($1, $2, 7, 'push', 'main', '{}', '{}')`,
      [workspace.id, repositoryId],
    )
    await pool.query(
      `insert into held_removals (workspace_id, repository_id, stream, keys, known)
       values ($1, $2, 'branch_restrictions', array['7', '8'], 12)`,
      [workspace.id, repositoryId],
    )
    const [restrictions] = (await get('/held-removals')).items
    expect(restrictions).toMatchObject({ repository: 'web-shop', examples: ['push main', '8'] })
  })

  it('are decided about by a person, who may decide otherwise later; both are in the audit log', async () => {
    const held = await lack('members', ['a', 'b'])
    const { last_at } = await get(`/held-removals/${held}`)
    for (const decision of ['dismissed', 'approved']) {
      const { status, json } = await send('POST', `/held-removals/${held}/decide`, { decision, last_at })
      expect([status, json]).toMatchObject([200, { id: held, decision, decided_at: expect.any(String) }])
    }
    const { rows } = await pool.query(
      `select subject_name, before, after from audit_log where action = 'held_removal.decide' order by id`,
    )
    const name = `members of ${workspace.slug}`
    expect(rows).toMatchObject([
      { subject_name: name, before: { decision: null }, after: { decision: 'dismissed', lacking: 2 } },
      { subject_name: name, before: { decision: 'dismissed' }, after: { decision: 'approved' } },
    ])
  })

  it('are not decided about by who saw an older listing, or by who asks for what is gone', async () => {
    const held = await lack('members', ['a'])
    const { last_at } = await get(`/held-removals/${held}`)
    await lack('members', ['a', 'b', 'c'])
    const body = { decision: 'approved', last_at }
    const late = await send('POST', `/held-removals/${held}/decide`, body)
    expect([late.status, late.json.code]).toEqual([412, 'changed_meanwhile'])
    expect(await get(`/held-removals/${held}`)).toMatchObject({ lacking: 3, decision: null })
    expect((await send('POST', '/held-removals/999999/decide', body)).status).toBe(404)
  })
})

describe('attention', () => {
  it('is asked for by the number of held removals and of gaps, until they are settled or the connection rests', async () => {
    const held = await lack('members', ['a'])
    await lack('projects', ['a'])
    await pool.query(
      `insert into gaps (workspace_id, stream, reason) select $1, unnest(array['members', 'projects', 'commits']), 'sample'`,
      [workspace.id],
    )
    const counts = async () =>
      (await get('/attention')).items.map(({ reason, connection, count }: Record<string, unknown>) => [
        ...[reason, connection, count],
      ])
    expect(await counts()).toEqual([
      ['removals_held', 'acme', 2],
      ['gaps', 'acme', 3],
    ])
    const { last_at } = await get(`/held-removals/${held}`)
    await send('POST', `/held-removals/${held}/decide`, { decision: 'dismissed', last_at })
    expect((await counts())[0]).toEqual(['removals_held', 'acme', 1])
    await send('POST', `/connections/${id}/suspend`)
    expect(await counts()).toEqual([])
  })
})
