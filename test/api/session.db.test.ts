import { afterAll, describe, expect, it } from 'vitest'
import { password, testServer } from './server.ts'

const { send, addPerson, signIn, database, close } = await testServer()
afterAll(close)
await addPerson('admin')
const emailOf = async (id: string) =>
  (await database.pool.query('select email from people where id = $1', [id])).rows[0].email as string

const post = (body: unknown, headers: Record<string, string> = {}) =>
  send({ method: 'POST', url: '/api/v1/session', body: body as object, headers })

describe('ending one session', () => {
  it('ends that one, leaves the others, and knows none of other people', async () => {
    const id = await addPerson('viewer')
    const [here, there] = [await signIn(id), await signIn(id)]
    const stranger = await signIn(await addPerson('viewer'))
    const list = await send({ url: '/api/v1/sessions' }, here)
    const other = list.json().items.find((one: { current: boolean }) => !one.current)
    const remove = { method: 'DELETE', url: `/api/v1/sessions/${other.id}` } as const
    expect((await send(remove, stranger)).statusCode).toBe(404)
    expect((await send(remove, here)).statusCode).toBe(204)
    expect((await send({ url: '/api/v1/session' }, there)).statusCode).toBe(401)
    expect((await send({ url: '/api/v1/session' }, here)).statusCode).toBe(200)
  })
})

describe('signing in', () => {
  it('sets an HttpOnly cookie that says who one is, with the token for changes', async () => {
    const email = await emailOf(await addPerson('viewer'))
    const answer = await post({ email: email.toUpperCase(), password })
    expect(answer.statusCode).toBe(204)
    const [cookie] = answer.cookies
    expect(cookie).toMatchObject({ name: 'windlass', httpOnly: true, sameSite: 'Strict', path: '/' })
    const me = await send({ url: '/api/v1/session', cookies: { windlass: cookie?.value ?? '' } })
    expect(me.json()).toMatchObject({ person: { email, role: 'viewer' }, key_lost: false })
    expect(me.json().csrf).toMatch(/^[\w-]{43}$/)
  })

  it('begins a new session and ends the one whose cookie came along', async () => {
    const id = await addPerson('viewer')
    const old = await signIn(id)
    const body = { email: await emailOf(id), password }
    const answer = await post(body, { cookie: old.cookie ?? '' })
    expect(`windlass=${answer.cookies[0]?.value}`).not.toBe(old.cookie)
    expect((await send({ url: '/api/v1/session' }, old)).statusCode).toBe(401)
  })

  it('never takes over a token that somebody planted', async () => {
    const email = await emailOf(await addPerson('viewer'))
    const planted = 'a'.repeat(43)
    const answer = await post({ email, password }, { cookie: `windlass=${planted}` })
    expect(answer.cookies[0]?.value).not.toBe(planted)
    expect((await send({ url: '/api/v1/session', cookies: { windlass: planted } })).statusCode).toBe(401)
  })

  it('says the same to a wrong password, an unknown address and a disabled account', async () => {
    const [known, disabled] = [await addPerson('viewer'), await addPerson('viewer')]
    await database.pool.query('update people set disabled = true where id = $1', [disabled])
    const wrong = [
      { email: await emailOf(known), password: 'wrong password' },
      { email: 'nobody@example.com', password },
      { email: await emailOf(disabled), password },
    ]
    const answers = await Promise.all(wrong.map((body) => post(body)))
    const problems = answers.map((answer) => ({ ...answer.json(), request_id: '' }))
    expect(problems[0]).toMatchObject({ status: 401, code: 'wrong_sign_in' })
    expect(problems[1]).toEqual(problems[0])
    expect(problems[2]).toEqual(problems[0])
    expect(answers.flatMap((answer) => answer.cookies)).toEqual([])
  })

  it('refuses more than ten failures for an account, at once or in a row, and says how long', async () => {
    const id = await addPerson('viewer')
    const email = await emailOf(id)
    const guesses = await Promise.all(
      Array.from({ length: 14 }, (_, i) => post({ email, password: `guess number ${i}` })),
    )
    expect(guesses.filter((answer) => answer.statusCode === 401)).toHaveLength(10)
    const right = await post({ email, password })
    expect(right.json()).toMatchObject({ status: 429, code: 'too_many_attempts' })
    expect(Number(right.headers['retry-after'])).toBeGreaterThan(800)
    await database.pool.query(`update sign_in_attempts set started_at = now() - interval '16 minutes'`)
    expect((await post({ email, password })).statusCode).toBe(204)
  })

  it('refuses an address after fifty failures, whichever accounts they were for', async () => {
    await database.pool.query('delete from sign_in_attempts')
    await database.pool.query(
      `insert into sign_in_attempts (kind, key, attempts) values ('address', '127.0.0.1', 50)`,
    )
    expect((await post({ email: 'someone@example.com', password })).statusCode).toBe(429)
    const { rows } = await database.pool.query(`select * from sign_in_attempts where kind = 'account'`)
    expect(rows).toEqual([])
    await database.pool.query('delete from sign_in_attempts')
  })

  it('from a page of another site is refused', async () => {
    const answer = await post({ email: 'a@example.com', password }, { origin: 'https://evil.example' })
    expect(answer.json()).toMatchObject({ status: 403, code: 'csrf_failed' })
  })
})

describe('a session', () => {
  it('lives on while it is used, and ends when it is not', async () => {
    const session = await signIn(await addPerson('viewer'))
    const shift = (sql: string) => database.pool.query(`update sessions set ${sql} where true`)
    await shift(`last_used_at = now() - interval '2 minutes', expires_at = now() + interval '1 minute'`)
    const renewed = await send({ url: '/api/v1/session' }, session)
    expect(renewed.cookies[0]).toMatchObject({ name: 'windlass', maxAge: 168 * 3600 })
    const { rows } = await database.pool.query(
      `select expires_at > now() + interval '100 hours' as renewed from sessions order by id desc limit 1`,
    )
    expect(rows[0].renewed).toBe(true)
    expect((await send({ url: '/api/v1/session' }, session)).cookies).toEqual([])
    await shift(`expires_at = now() - interval '1 second'`)
    expect((await send({ url: '/api/v1/session' }, session)).json().code).toBe('not_signed_in')
  })

  it('is listed, and ended alone or with all others', async () => {
    const id = await addPerson('viewer')
    const [one, two, three] = [await signIn(id), await signIn(id), await signIn(id)]
    const list = await send({ url: '/api/v1/sessions' }, one)
    expect(list.json().items).toHaveLength(3)
    expect(list.json().items.filter((item: { current: boolean }) => item.current)).toHaveLength(1)
    const end = await send({ method: 'DELETE', url: '/api/v1/session' }, one)
    expect(end.cookies[0]).toMatchObject({ name: 'windlass', value: '' })
    expect((await send({ url: '/api/v1/session' }, one)).statusCode).toBe(401)
    expect((await send({ url: '/api/v1/session' }, two)).statusCode).toBe(200)
    await send({ method: 'DELETE', url: '/api/v1/sessions' }, two)
    expect((await send({ url: '/api/v1/session' }, three)).statusCode).toBe(401)
  })

  it('changes nothing without its token, or with that of another session', async () => {
    const id = await addPerson('viewer')
    const [mine, other] = [await signIn(id), await signIn(id)]
    for (const token of ['', 'x', other['x-csrf-token'] ?? '']) {
      const headers = { ...mine, 'x-csrf-token': token }
      const answer = await send({ method: 'DELETE', url: '/api/v1/sessions', headers })
      expect(answer.json()).toMatchObject({ status: 403, code: 'csrf_failed' })
    }
    const headers = { ...mine, origin: 'http://localhost:1' }
    const foreign = await send({ method: 'DELETE', url: '/api/v1/sessions', headers })
    expect(foreign.json().code).toBe('csrf_failed')
    expect((await send({ url: '/api/v1/sessions' }, mine)).json().items).toHaveLength(2)
  })

  it('survives a change of password, and every other one ends', async () => {
    const id = await addPerson('viewer')
    const [here, there] = [await signIn(id), await signIn(id)]
    const url = '/api/v1/session/password'
    const fresh = 'a brand new password'
    const wrong = await send({ method: 'PUT', url, body: { current: 'not it', password: fresh } }, here)
    expect(wrong.json()).toMatchObject({ code: 'invalid_input', problems: [{ path: 'current' }] })
    const right = await send({ method: 'PUT', url, body: { current: password, password: fresh } }, here)
    expect(right.statusCode).toBe(204)
    expect((await send({ url: '/api/v1/session' }, here)).statusCode).toBe(200)
    expect((await send({ url: '/api/v1/session' }, there)).statusCode).toBe(401)
    expect((await post({ email: await emailOf(id), password: fresh })).statusCode).toBe(204)
    expect((await post({ email: await emailOf(id), password })).statusCode).toBe(401)
  })
})

describe('behind https', () => {
  it('marks the cookie Secure, and knows its own pages by the public address', async () => {
    const house = await testServer({ publicUrl: 'https://windlass.example.com' })
    await house.addPerson('admin')
    const body = { email: 'person1@example.com', password }
    const headers = { origin: 'https://windlass.example.com' }
    const answer = await house.send({ method: 'POST', url: '/api/v1/session', body, headers })
    await house.close()
    expect(answer.cookies[0]).toMatchObject({ name: '__Host-windlass', secure: true, httpOnly: true })
  })
})
