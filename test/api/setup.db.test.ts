import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { openSetupCode } from '../../src/people/setup.ts'
import { testServer } from './server.ts'

const { send, database, keyRing, close } = await testServer()
afterAll(close)
beforeEach(async () => {
  await database.pool.query('delete from people')
  await database.pool.query('delete from sign_in_attempts')
})

const fields = { name: 'First', email: 'first@example.com', password: 'a long enough one' }
const code = async () => (await openSetupCode(database.kysely, keyRing)) ?? ''
const create = async (body: Record<string, unknown> = {}) =>
  send({ method: 'POST', url: '/api/v1/setup', body: { ...fields, code: await code(), ...body } })

describe('the first run', () => {
  it('makes an administrator who is signed in, with the code that was printed', async () => {
    expect((await send({ url: '/api/v1/setup' })).json()).toMatchObject({
      needed: true,
      support: { email: null },
    })
    const answer = await create()
    expect(answer.statusCode).toBe(204)
    const cookies = { windlass: answer.cookies[0]?.value ?? '' }
    const me = await send({ url: '/api/v1/session', cookies })
    expect(me.json().person).toMatchObject({ name: 'First', role: 'admin' })
    expect((await send({ url: '/api/v1/setup' })).json().needed).toBe(false)
    expect(await openSetupCode(database.kysely, keyRing)).toBeNull()
  })

  it('takes the code in lower case and without its dashes', async () => {
    const typed = (await code()).toLowerCase().replaceAll('-', ' ')
    expect((await create({ code: typed })).statusCode).toBe(204)
  })

  it('refuses a wrong code, records it, and makes nobody', async () => {
    const answer = await create({ code: 'AAAA-BBBB-CCCC-DDDD-EEEE' })
    expect(answer.json()).toMatchObject({ status: 403, code: 'wrong_setup_code' })
    const people = await database.pool.query('select from people')
    expect(people.rowCount).toBe(0)
    const audit = await database.pool.query(`select outcome from audit_log order by id desc limit 1`)
    expect(audit.rows).toEqual([{ outcome: 'refused' }])
  })

  it('happens once: of several at the same time one is made administrator', async () => {
    const right = await code()
    const answers = await Promise.all(
      [1, 2, 3, 4].map((n) => create({ code: right, email: `first${n}@example.com` })),
    )
    expect(answers.map((answer) => answer.statusCode).sort()).toEqual([204, 409, 409, 409])
    expect((await database.pool.query('select from people')).rowCount).toBe(1)
    expect((await create({ code: right })).json().code).toBe('already_set_up')
  })

  it('stops whoever guesses codes', async () => {
    await database.pool.query(
      `insert into sign_in_attempts (kind, key, attempts) values ('address', '127.0.0.1', 50)`,
    )
    expect((await create()).json().code).toBe('too_many_attempts')
  })
})
