/** Repositories that people name for an entity, with one connection and with several. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  addConnection,
  getConnection,
  makeDefault,
  removeConnection,
} from '../../src/connections/connections.ts'
import { crewHouse } from './crews.ts'

const { house, admin, viewer, at, read } = await crewHouse()
const { kysely: db, pool } = house.database
afterAll(house.close)

const below = (identifier: string, id = '') => at(identifier, `/named-repositories${id && `/${id}`}`)
const add = (identifier: string, body: object, as = admin) =>
  house.send({ method: 'POST', url: below(identifier), body }, as)
const listed = async (identifier: string) => (await read(identifier, '/named-repositories')).items
const found = async (identifier: string) =>
  (await read(identifier, '/repositories')).items.map((one: { full_name: string }) => one.full_name)

/** A connection that reads one workspace with some repositories. */
async function connect(alias: string, workspace: string, ...repositories: string[]) {
  const connection = await addConnection(db, {
    ...{ connector: 'bitbucket-cloud', alias, api_url: `https://${alias}.example.com/2.0` },
  })
  const { rows } = await pool.query(
    `insert into workspaces (uuid, slug, name, connection_id) values (gen_random_uuid(), $1, $1, $2) returning id`,
    [workspace, connection.id],
  )
  await pool.query(
    `insert into repositories (workspace_id, uuid, slug, name) select $1, gen_random_uuid(), slug, slug from unnest($2::text[]) as slug`,
    [rows[0].id, repositories],
  )
  return connection
}

describe('a repository that a person names for an entity', () => {
  it('is looked for nowhere while there is no connection', async () => {
    const answer = await add('galley.two', { repository: 'acme/web' })
    expect(answer.statusCode).toBe(201)
    expect(answer.json()).toMatchObject({
      ...{ repository: 'acme/web', connection: null, read_by: null, found: null },
    })
    expect(await found('galley.two')).toEqual([])
  })

  describe('with two connections', () => {
    let one: Awaited<ReturnType<typeof connect>>
    let two: Awaited<ReturnType<typeof connect>>
    beforeAll(async () => {
      one = await connect('one', 'acme', 'web', 'api')
      two = await connect('two', 'acme', 'web', 'only-here')
    })

    it('is that of the default where no alias is given, and follows the default', async () => {
      expect(await listed('galley.two')).toMatchObject([
        { connection: null, read_by: 'one', found: 'acme/web' },
      ])
      expect(
        (await add('galley.two', { repository: 'https://bitbucket.org/acme/only-here/src' })).json(),
      ).toMatchObject({
        ...{ repository: 'acme/only-here', read_by: 'one', found: null },
      })
      expect(await found('galley.two')).toEqual(['acme/web'])
      await makeDefault(db, await getConnection(db, two.id))
      expect(await found('galley.two')).toEqual(['acme/only-here', 'acme/web'])
      await makeDefault(db, await getConnection(db, one.id))
      expect(await found('galley.two')).toEqual(['acme/web'])
    })

    it('is that of the connection whose alias is given', async () => {
      const answer = await add('hold:three', { repository: 'acme/only-here', connection: 'two' })
      expect(answer.json()).toMatchObject({ connection: 'two', read_by: 'two', found: 'acme/only-here' })
      expect(await found('hold:three')).toEqual(['acme/only-here'])
      await pool.query(`update connections set alias = 'second' where id = $1`, [two.id])
      expect(await listed('hold:three')).toMatchObject([{ connection: 'second' }])
    })

    it('stands in the YAML of the entity as files say it', async () => {
      const { text } = await read('hold:three', '/yaml')
      expect(text).toMatch(/^repositories:\n {2}- repository: acme\/only-here\n {4}connection: second$/m)
      const plain = await read('galley.two', '/yaml')
      expect(plain.text).toMatch(/^repositories:\n {2}- acme\/only-here\n {2}- acme\/web$/m)
    })

    it('is found by the name that it had', async () => {
      await add('hold:three', { repository: 'acme/api', connection: 'one' })
      await pool.query(`update repositories set slug = 'gateway' where slug = 'api'`)
      expect(await found('hold:three')).toEqual(['acme/gateway', 'acme/only-here'])
      await pool.query(
        `insert into repositories (workspace_id, uuid, slug, name)
         select workspace_id, gen_random_uuid(), 'api', 'api' from repositories where slug = 'gateway'`,
      )
      expect(await found('hold:three')).toEqual(['acme/api', 'acme/only-here'])
    })

    it('is told before another connection becomes the default, and before its own is removed', async () => {
      const of = async (id: string) =>
        (await house.send({ url: `/api/v1/connections/${id}/consequences` }, admin)).json()
      expect(await of(two.id)).toMatchObject({
        remove: { named_repositories: 1 },
        make_default: { in_place_of: 'one', named_repositories: 2 },
      })
      await removeConnection(db, await getConnection(db, two.id), false)
      expect(await found('hold:three')).toEqual(['acme/api'])
    })
  })

  it('is taken back', async () => {
    const [first] = await listed('hold:three')
    const answer = await house.send({ method: 'DELETE', url: below('hold:three', first.id) }, admin)
    expect(answer.statusCode).toBe(204)
    expect(await found('hold:three')).toEqual([])
    const again = await house.send({ method: 'DELETE', url: below('hold:three', first.id) }, admin)
    expect(again.statusCode).toBe(404)
  })

  it('is written down', async () => {
    const { rows } = await pool.query(
      `select action, before, after from audit_log where action like 'entity.%name_repository' order by id desc limit 1`,
    )
    expect(rows).toEqual([
      {
        action: 'entity.unname_repository',
        before: { repository: 'acme/api', connection: 'one' },
        after: null,
      },
    ])
  })

  it.each([
    ['what is no name', { repository: 'acme' }, 400, 'Give it as workspace/repository'],
    [
      'a connection that is not there',
      { repository: 'acme/web', connection: 'nine' },
      400,
      'There is no connection nine.',
    ],
    ['a name that is there', { repository: 'ACME/Web' }, 409, 'acme/web is named already.'],
  ])('is refused as %s', async (_, body, status, detail) => {
    const answer = await add('galley.two', body)
    expect([answer.statusCode, answer.json().detail]).toEqual([status, expect.stringContaining(detail)])
  })

  it('is named by those alone who may change the catalogue, and of entities that are there', async () => {
    expect((await add('galley.two', { repository: 'acme/api' }, viewer)).statusCode).toBe(403)
    expect((await add('nobody', { repository: 'acme/api' })).statusCode).toBe(404)
  })

  it('is one of fifty at most', async () => {
    for (let n = 0; n < 50; n += 1)
      expect((await add('deck/one', { repository: `acme/number-${n}` })).statusCode).toBe(201)
    expect((await add('deck/one', { repository: 'acme/one-more' })).statusCode).toBe(409)
  })
})
