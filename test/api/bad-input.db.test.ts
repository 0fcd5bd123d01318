import { afterAll, describe, expect, it } from 'vitest'
import { catalogue } from '../../src/errors.ts'
import { badRequests } from './bad-requests.ts'
import { endpoints } from './endpoints.ts'
import { testServer } from './server.ts'

const house = await testServer({ bodyLimitKilobytes: '256' })
let cases = 0
afterAll(async () => {
  process.stdout.write(`bad input: ${cases} cases over ${endpoints.length} endpoints\n`)
  await house.close()
})

/** One line for each table, but those that a refused request is meant to leave a trace in. */
async function snapshot(): Promise<unknown> {
  const { pool } = house.database
  const { rows: tables } = await pool.query<{ name: string }>(`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname in ('public', 'graphile_worker') and tablename not in ('audit_log', 'sign_in_attempts')`)
  const parts = tables.map(
    ({ name }) => `select '${name}' as name, md5(string_agg(t::text, '|' order by t::text)) from ${name} t`,
  )
  const { rows } = await pool.query(`${parts.join(' union all ')} order by name`)
  const done = await pool.query(`select count(*) from audit_log where outcome = 'done'`)
  return [...rows, ...done.rows]
}

const leaks = /node_modules|\bat \S+:\d+|select |syntax error|stack|postgres|undefined|\[object/i

describe('bad input', () => {
  it.each(endpoints.map((each) => [each.id, each] as const))(
    'to %s is refused clearly and changes nothing',
    async (_, each) => {
      const parts = await each.prepare(house)
      const signedIn = each.endpoint.access !== 'public'
      const as = signedIn ? await house.signIn(await house.addPerson('admin')) : {}
      const before = await snapshot()
      const wrong: string[] = []
      for (const bad of badRequests(each, parts)) {
        // What counts failed attempts would otherwise answer for everything else.
        if (!signedIn) await house.database.pool.query('delete from sign_in_attempts')
        const answer = await house.send(bad.request, as)
        cases += 1
        const problem = String(answer.headers['content-type']).startsWith('application/problem+json')
          ? answer.json()
          : {}
        const good =
          bad.status.includes(answer.statusCode) &&
          bad.code.includes(problem.code) &&
          problem.status === answer.statusCode &&
          problem.status === catalogue[problem.code as keyof typeof catalogue].status &&
          problem.request_id === answer.headers['x-request-id'] &&
          [problem.type, problem.title, problem.detail, problem.next].every((text) => text?.length > 3) &&
          (bad.field === undefined ||
            problem.problems?.some((each: { path: string }) => each.path.startsWith(bad.field ?? ''))) &&
          !leaks.test(`${problem.detail} ${problem.title}`)
        if (!good)
          wrong.push(`${bad.name}: wanted ${bad.status} ${bad.code} ${bad.field ?? ''}, got ${answer.body}`)
      }
      expect(wrong).toEqual([])
      expect(await snapshot()).toEqual(before)
    },
  )
})
