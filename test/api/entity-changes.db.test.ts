import { afterAll, describe, expect, it } from 'vitest'
import { addEntity } from '../catalogue.ts'
import { crewHouse } from './crews.ts'

const { house, admin, viewer, at, read } = await crewHouse()
afterAll(house.close)

describe('what is said by hand', () => {
  const send = async (method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', url: string, body?: object) =>
    house.send({ method, url, ...(body ? { body } : {}) }, admin)

  it('makes an entity once, is changed part by part, and is removed', async () => {
    const body = {
      blueprint: 'crew',
      identifier: 'new/one',
      title: 'New',
      properties: { lines: 1, language: 'go' },
    }
    const made = await send('POST', '/api/v1/entities', body)
    expect(made.statusCode).toBe(201)
    expect((await send('POST', '/api/v1/entities', body)).json().code).toBe('conflict')

    await send('PATCH', at('new/one'), { properties: { lines: 200, language: null } })
    expect(await read('new/one')).toMatchObject({
      title: 'New',
      properties: { lines: 200 },
      calculated: { long: true },
    })
    expect((await read('new/one')).properties).not.toHaveProperty('language')

    await send('PUT', at('new/one'), { properties: { language: 'go' } })
    expect(await read('new/one')).toMatchObject({ title: 'new/one', properties: { language: 'go' } })

    expect((await send('DELETE', at('new/one'))).statusCode).toBe(204)
    expect((await house.send({ url: at('new/one') }, viewer)).statusCode).toBe(404)
    const { rows } = await house.database.pool.query(
      `select action, subject_name from audit_log where action like 'entity.%' order by id`,
    )
    expect(rows.map((row) => row.action)).toEqual([
      'entity.create',
      'entity.update',
      'entity.update',
      'entity.remove',
    ])
  })

  it('is added by one of those who add it at once', async () => {
    const titles = ['One', 'Two', 'Three', 'Four']
    const answers = await Promise.all(
      titles.map((title) =>
        send('POST', '/api/v1/entities', { blueprint: 'crew', identifier: 'at-once', title }),
      ),
    )
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([201, 409, 409, 409])
    const made = answers.find(({ statusCode }) => statusCode === 201)?.json()
    expect(await read('at-once')).toMatchObject({ title: made.title })
    await send('DELETE', at('at-once'))
  })

  it('is refused with all that is wrong, and stores nothing then', async () => {
    const answer = await send('POST', '/api/v1/entities', {
      ...{ blueprint: 'crew', identifier: 'wrong' },
      properties: { lines: 'many', language: 'cobol', unheard: 1 },
      relations: { nobody: 'x' },
    })
    expect(answer.statusCode).toBe(400)
    const paths = answer.json().problems.map((one: { path: string }) => one.path)
    expect(paths.sort()).toEqual([
      'properties.language',
      'properties.lines',
      'properties.unheard',
      'relations.nobody',
    ])
    expect((await house.send({ url: at('wrong') }, viewer)).statusCode).toBe(404)
  })

  it('cannot remove what a mapping makes', async () => {
    expect((await send('DELETE', at('deck/one'))).json().code).toBe('conflict')
  })

  it('comes many at a time, and one that is wrong hinders no other', async () => {
    const answer = await send('POST', '/api/v1/entities/bulk', {
      blueprint: 'crew',
      entities: [
        {
          identifier: 'bulk-1',
          title: 'One',
          icon: 'Service',
          team: 'sea',
          properties: { lines: 1 },
          relations: {},
        },
        { identifier: 'bulk-2', properties: { lines: 'many' } },
        { identifier: 'bulk-3', blueprint: 'nothing' },
        { identifier: 'bulk-4', blueprint: 'ship' },
        { identifier: 'bulk-1', title: 'Once more' },
      ],
    })
    const { items, ...counts } = answer.json()
    expect(counts).toEqual({ created: 2, updated: 1, failed: 2 })
    expect(items.map((one: { outcome: string }) => one.outcome)).toEqual([
      'created',
      'failed',
      'failed',
      'created',
      'updated',
    ])
    expect(items[1].problem).toContain('lines')
    expect(await read('bulk-1')).toMatchObject({ title: 'Once more' })
    await house.database.pool.query(`update entities set removed_at = now() where identifier like 'bulk-%'`)
  })
})

describe('an export', () => {
  const file = (query: Record<string, string>) =>
    house.send({ url: '/api/v1/entities/export', query }, viewer)

  it('is a file of all that is chosen, in three forms', async () => {
    const json = await file({ blueprint: 'crew', filter: 'properties.language:eq:go', sort: '-title' })
    expect(json.headers['content-disposition']).toBe('attachment; filename="catalogue.json"')
    expect(json.json().items.map((one: { identifier: string }) => one.identifier)).toEqual([
      'galley.two',
      'hold:three',
    ])
    const yaml = await file({ blueprint: 'ship', format: 'yaml' })
    expect(yaml.body).toContain('identifier: tern')
    const csv = await file({ blueprint: 'crew', format: 'csv' })
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8')
    expect(csv.body.split('\r\n')[0]).toBe(
      '\uFEFFblueprint,identifier,title,team,updated,language,lines,is_public,tags,notes,home,setup,long,ship,mates',
    )
    expect(csv.body).toContain('"galley.two, hold:three"')
  })

  it('has no cell that a spreadsheet would run, in whatever field it stands', async () => {
    const starts = ['=', '+', '-', '@', '|', ' =']
    for (const start of starts) {
      const text = `${start}cmd|'/c calc'!A1`
      const properties = { notes: text, tags: [text, 'x'] }
      await addEntity(house.database, 'crew', `${start}cell`, {
        ...{ title: text, team: text, properties, relations: { ship: text } },
      })
    }
    const { body } = await file({ blueprint: 'crew', format: 'csv', q: 'cell' })
    const lines = body.split('\r\n').slice(1, -1)
    expect(lines).toHaveLength(starts.length)
    for (const line of lines) expect(line.match(/(?<=^|,)"?'[=+\-@| ]/g)).toHaveLength(6)
    expect(body).not.toMatch(/(^|,)"?\s*[=+\-@|]/m)
    await house.database.pool.query(`update entities set removed_at = now() where identifier like '%cell'`)
  })

  it('tells what is wrong with a filter as any other answer does', async () => {
    expect((await file({ blueprint: 'crew', filter: 'x' })).json().code).toBe('invalid_input')
  })
})
