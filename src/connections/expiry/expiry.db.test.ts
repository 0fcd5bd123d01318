import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { testDatabase } from '../../../test/postgres.ts'
import { listAttention } from '../attention.ts'
import { checkExpiry, expiringCredentials } from './reminders.ts'

const database = await testDatabase()
afterAll(database.close)
const { kysely: db, pool } = database

beforeEach(() => pool.query('delete from connections'))

/** The credential of a connection of its own, which ends after so many days. */
async function credential(days: number, more: { health?: string; state?: string } = {}): Promise<string> {
  const { rows } = await pool.query<{ id: string }>(
    `with made as (
       insert into connections (connector, alias, api_url, state)
       values ('bitbucket-cloud', $1, 'https://api.bitbucket.org/2.0', $3) returning id)
     insert into credentials (connection_id, kind, label, identity, expires_at, health)
     select id, 'api_token', $1, $1, now() + make_interval(secs => $2::float8 * 86400), $4 from made returning id`,
    [`ends in ${days}`, days, more.state ?? 'active', more.health ?? 'ok'],
  )
  return rows[0]?.id ?? ''
}
const expiring = async (id: string) => (await expiringCredentials(db, [id])).get(id) ?? null
const pass = (days: number) =>
  pool.query(
    `with moved as (
       update credential_reminders set expires_at = expires_at - make_interval(days => $1) returning 1)
     update credentials set expires_at = expires_at - make_interval(days => $1)`,
    [days],
  )

describe('a credential that comes to its end', () => {
  it('is reminded of 30, 7 and 1 days before, once each, and is expired then', async () => {
    const id = await credential(31.5)
    expect(await checkExpiry(db)).toEqual({ expired: 0, reminded: 0 })
    expect(await expiring(id)).toBeNull()
    const seen = []
    for (const days of [2, 20, 3, 5, 1]) {
      await pass(days)
      const { reminded } = await checkExpiry(db)
      expect((await checkExpiry(db)).reminded).toBe(0)
      seen.push([reminded, await expiring(id)])
    }
    expect(seen).toEqual([
      [1, { reminded: 30, days_left: 29 }],
      [0, { reminded: 30, days_left: 9 }],
      [1, { reminded: 7, days_left: 6 }],
      [0, { reminded: 7, days_left: 1 }],
      [1, { reminded: 1, days_left: 0 }],
    ])
    expect(await listAttention(db)).toMatchObject([{ reason: 'credential_expiring', credential_id: id }])
    await pass(1)
    expect(await checkExpiry(db)).toEqual({ expired: 1, reminded: 0 })
    expect(await expiring(id)).toBeNull()
    expect(await listAttention(db)).toMatchObject([
      { reason: 'credential_expired', detail: expect.stringMatching(/^It ended on \d+ \w+ 20\d\d/) },
    ])
  })

  it('is reminded of by the nearest reminder alone when it was added late', async () => {
    const id = await credential(3)
    expect(await checkExpiry(db)).toEqual({ expired: 0, reminded: 1 })
    expect(await expiring(id)).toEqual({ reminded: 7, days_left: 2 })
  })

  it('is reminded of anew when another with an end of its own took its place', async () => {
    const id = await credential(3)
    await checkExpiry(db)
    await pool.query(`update credentials set expires_at = now() + interval '20 days'`)
    expect(await expiring(id)).toBeNull()
    expect((await checkExpiry(db)).reminded).toBe(1)
  })

  it('is left alone when it was found to work after the end that was entered', async () => {
    await credential(-1)
    await pool.query('update credentials set checked_at = now()')
    expect(await checkExpiry(db)).toEqual({ expired: 0, reminded: 0 })
    expect(await listAttention(db)).toEqual([])
  })
})

describe('what needs attention', () => {
  it('is listed with the most pressing first', async () => {
    await credential(200)
    await credential(5)
    await credential(100, { health: 'rejected' })
    await credential(300, { state: 'ended', health: 'ended' })
    await pool.query(
      `insert into oauth_apps (connector, client_id, site_url, health) values ('bitbucket-cloud', 'k', 'https://bitbucket.org', 'rejected')`,
    )
    await checkExpiry(db)
    expect(
      (await listAttention(db)).map(({ reason, connection, name }) => [reason, connection ?? name]),
    ).toEqual([
      ['connection_ended', 'ends in 300'],
      ['app_rejected', 'bitbucket-cloud'],
      ['credential_rejected', 'ends in 100'],
      ['credential_expiring', 'ends in 5'],
    ])
  })
})
