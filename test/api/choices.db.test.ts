import { afterAll, describe, expect, it } from 'vitest'
import { apiTokenOf, connection, simulatedWorkspace, simulator, workspaceToken } from './connection.ts'
import { testServer } from './server.ts'

const house = await testServer()
afterAll(house.close)
const { database } = house
const editor = await house.signIn(await house.addPerson('editor'))

const send = async (method: 'GET' | 'POST' | 'PATCH', path: string, body?: object) => {
  const answer = await house.send({ method, url: `/api/v1${path}`, ...(body ? { body } : {}) }, editor)
  return { status: answer.statusCode, text: answer.body, json: answer.body === '' ? null : answer.json() }
}
interface Seen {
  readonly uuid: string
  readonly full_name: string
  readonly slug: string
  readonly project_key: string
  readonly is_wanted: boolean
}
const wantedOf = (items: readonly Seen[]) => items.filter((one) => one.is_wanted).map(({ slug }) => slug)

describe('looking around with a connection', () => {
  it('shows the projects and repositories of a workspace, found by a part of their names', async () => {
    const id = await connection(house)
    const { slug } = await simulatedWorkspace()
    const { world } = await simulator()
    const [workspace] = world.workspaces
    const held = world.repositories(workspace?.uuid ?? '')
    const projects = await send('GET', `/connections/${id}/browse/projects?workspace=${slug}`)
    expect(projects.json.items.map(({ key }: { key: string }) => key).sort()).toEqual(
      world
        .projects(workspace?.uuid ?? '')
        .map(({ key }) => key)
        .sort(),
    )
    const all = await send('GET', `/connections/${id}/browse/repositories`)
    expect(all.json).toMatchObject({ size: held.length, listed: true })
    const [one] = held
    const part = one?.slug.slice(0, 5) ?? ''
    const some = await send('GET', `/connections/${id}/browse/repositories?workspace=${slug}&search=${part}`)
    expect(some.json.items.map((each: Seen) => each.slug)).toContain(one?.slug)
    const key = all.json.items[0].project_key
    const within = await send(
      'GET',
      `/connections/${id}/browse/repositories?workspace=${slug}&project=${key}`,
    )
    expect(new Set(within.json.items.map((each: Seen) => each.project_key))).toEqual(new Set([key]))
    const quoted = await send(
      'GET',
      `/connections/${id}/browse/repositories?workspace=${slug}&search=${encodeURIComponent('x" OR slug ~ "')}`,
    )
    expect(quoted.json.items).toEqual([])
  })

  it('finds one repository by its owner and name, or by the address of a page of it', async () => {
    const id = await connection(house)
    const { slug } = await simulatedWorkspace()
    const { world } = await simulator()
    const [one] = world.repositories(world.workspaces[0]?.uuid ?? '')
    for (const search of [
      `${slug}/${one?.slug}`,
      `https://bitbucket.org/${slug}/${one?.slug}/src/main/`,
      `git@bitbucket.org/${slug}/${one?.slug}.git`,
    ]) {
      const query = `search=${encodeURIComponent(search)}`
      const found = await send('GET', `/connections/${id}/browse/repositories?workspace=${slug}&${query}`)
      expect(found.json.items, search).toMatchObject([{ full_name: `${slug}/${one?.slug}` }])
    }
    const none = await send(
      'GET',
      `/connections/${id}/browse/repositories?workspace=${slug}&search=nobody/none`,
    )
    expect(none.json).toMatchObject({ items: [], size: 0 })
  })

  it('says which workspaces an account sees, and who reads them already', async () => {
    const { slug, apiUrl } = await simulatedWorkspace()
    await connection(house)
    const { email, secret } = await apiTokenOf(slug)
    const body = { kind: 'api_token', email, tokens: secret, api_url: apiUrl }
    const found = await send('POST', '/browse/workspaces', body)
    expect(found.json).toMatchObject({ listed: true, next_page: null })
    expect(found.json.items).toContainEqual(expect.objectContaining({ slug, read_by: 'acme' }))
    const { rows } = await database.pool.query(`select * from audit_log where action = 'connection.browse'`)
    expect(rows).toHaveLength(1)
    expect(JSON.stringify(rows)).not.toContain(secret)
  })

  it('tells what stands behind a token that Bitbucket refuses', async () => {
    const { slug, apiUrl } = await simulatedWorkspace()
    const body = { kind: 'access_token', tokens: 'nobody-gave-this-out', api_url: apiUrl, workspace: slug }
    const refused = await send('POST', '/browse/repositories', body)
    expect(refused).toMatchObject({
      ...{ status: 400, json: { code: 'invalid_input', problems: [{ path: 'tokens' }] } },
    })
    const good = { ...body, tokens: await workspaceToken(), workspace: 'nobody-is-here' }
    expect(await send('POST', '/browse/repositories', good)).toMatchObject({ status: 404 })
    expect(refused.text).not.toContain('nobody-gave')
  })
})

describe('choosing', () => {
  it('one by one outweighs the rules, until they decide again', async () => {
    const id = await connection(house)
    const browse = async () =>
      (await send('GET', `/connections/${id}/browse/repositories`)).json.items as Seen[]
    const [first, second] = await browse()
    if (!first || !second) throw new Error('the world has too few repositories')
    await database.pool.query('update connections set include = $1', [[second.slug]])
    expect(wantedOf(await browse())).toEqual([second.slug])
    const choices = [
      { uuid: first.uuid, full_name: first.full_name, is_wanted: true },
      { uuid: second.uuid, full_name: second.full_name, is_wanted: false },
    ]
    const said = await send('PATCH', `/connections/${id}/choices`, { choices })
    expect(said.json.items).toHaveLength(2)
    expect(wantedOf(await browse())).toEqual([first.slug])
    await send('PATCH', `/connections/${id}/choices`, { choices: [], forget: [first.uuid, second.uuid] })
    expect(wantedOf(await browse())).toEqual([second.slug])
  })
})

describe('an estimate', () => {
  it('counts what is wanted, and costs less for less', async () => {
    const { slug, apiUrl } = await simulatedWorkspace()
    const { world } = await simulator()
    const count = world.repositories(world.workspaces[0]?.uuid ?? '').length
    const body = { kind: 'access_token', tokens: await workspaceToken(), api_url: apiUrl, workspace: slug }
    const all = await send('POST', '/browse/estimate', { ...body, range_days: 36_500 })
    expect(all.json).toMatchObject({ listed: count, repositories: count })
    expect(all.json.requests.least).toBe(3 + 6 * count)
    expect(all.json.requests.likely).toBeGreaterThanOrEqual(all.json.requests.least)
    expect(all.json.hours).toBeGreaterThan(0)
    const none = await send('POST', '/browse/estimate', { ...body, include: [] })
    expect(none.json).toMatchObject({ repositories: 0, requests: { least: 3, likely: null }, sampled: 0 })
    const fixed = await send('POST', '/browse/estimate', { ...body, rate_limit: 100 })
    expect(fixed.json.per_hour).toBe(100)
  })
})
