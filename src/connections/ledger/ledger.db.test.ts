import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { testDatabase } from '../../../test/postgres.ts'
import type { Database } from '../../db/pool.ts'
import { type Candidate, type Lease, learnLimit, leaseRequest, settleRequest } from './lease.ts'
import { park } from './park.ts'

let database: Database
beforeAll(async () => {
  database = await testDatabase()
})
beforeEach(async () => {
  await sql`truncate ledger, ledger_limits, credential_parks`.execute(database.kysely)
})
afterAll(() => database?.close())

const hour = 3600

function one(identity: string, limit: number | null = null): Candidate {
  return { identity, limit }
}

function ask(candidates: readonly Candidate[], lane = 'newest', windowSeconds = hour) {
  return leaseRequest(database.kysely, candidates, { class: 'api', lane, windowSeconds })
}

async function granted(candidates: readonly Candidate[], lane = 'newest', windowSeconds = hour) {
  const answer = await ask(candidates, lane, windowSeconds)
  if (!answer.granted) throw new Error(`refused until ${answer.until.toISOString()}`)
  return answer.lease
}

/** Asks until it is refused, and counts. */
async function drain(candidates: readonly Candidate[], lane = 'newest') {
  const leases: Lease[] = []
  for (;;) {
    const answer = await ask(candidates, lane)
    if (!answer.granted) return { leases, until: answer.until }
    leases.push(answer.lease)
  }
}

/** Moves what was counted into the past. */
async function age(seconds: number) {
  const by = sql`make_interval(secs => ${seconds}::double precision)`
  // In two steps: one would meet the slots that have not moved yet.
  await sql`update ledger set slot = slot + interval '1000 years'`.execute(database.kysely)
  await sql`update ledger set slot = slot - interval '1000 years' - ${by}`.execute(database.kysely)
  await sql`update credential_parks set until = until - ${by}, probing_until = probing_until - ${by}`.execute(
    database.kysely,
  )
}

async function counts(identity: string) {
  const { rows } = await sql<{
    leased: number
    spent: number
    urgent: number
    foreign: number
  }>`select coalesce(sum(leased), 0)::integer as leased, coalesce(sum(spent), 0)::integer as spent,
            coalesce(sum(reserved_spent), 0)::integer as urgent, coalesce(sum(foreign_use), 0)::integer as foreign
       from ledger where identity = ${identity}`.execute(database.kysely)
  return rows[0]
}

const refusal = { seconds: null, limit: null, windowSeconds: hour, jitter: 0 }
const account = { identity: 'a', class: 'api' } as const

describe('the account of requests', () => {
  it('leaves a fifth of the limit to people and webhooks in the newest ten minutes', async () => {
    const background = await drain([one('a', 60)])
    expect(background.leases).toHaveLength(48)
    const people = await drain([one('a', 60)], 'person')
    expect(people.leases).toHaveLength(12)
    expect(await counts('a')).toMatchObject({ leased: 60, urgent: 12 })
  })

  it('releases what was kept back as it ages, a sixth every ten minutes', async () => {
    const taken: number[] = []
    for (let minute = 0; minute < 60; minute += 10) {
      taken.push((await drain([one('a', 60)])).leases.length)
      await age(600 + (minute === 0 ? 61 : 0))
    }
    expect(taken).toEqual([48, 2, 2, 2, 2, 2])
  })

  it('says when the oldest requests have left the window, and lets as many through then', async () => {
    const { until } = await drain([one('a', 60)], 'person')
    const left = (until.getTime() - Date.now()) / 1000
    expect(left).toBeGreaterThan(hour)
    expect(left).toBeLessThan(hour + 61)
    await age(left + 0.5)
    expect((await drain([one('a', 60)], 'person')).leases).toHaveLength(60)
  })

  it('takes the plan until an answer tells the limit, and a limit set by a person before both', async () => {
    expect((await drain([one('plan')], 'person')).leases).toHaveLength(1_000)
    await learnLimit(database.kysely, { identity: 'told', class: 'api' }, 20)
    expect((await drain([one('told')], 'person')).leases).toHaveLength(20)
    expect((await drain([one('told', 30)], 'person')).leases).toHaveLength(10)
  })

  it('counts each class of limit by itself', async () => {
    await drain([one('a', 5)], 'person')
    const git = { class: 'git', lane: 'newest', windowSeconds: hour } as const
    expect(await leaseRequest(database.kysely, [one('a')], git)).toMatchObject({ granted: true })
  })

  it('keeps the load of several identities even by what each has left', async () => {
    const { leases } = await drain([one('a', 100), one('b', 100), one('c', 200)], 'person')
    const share = (identity: string) =>
      leases.slice(0, 200).filter((lease) => lease.identity === identity).length
    expect([share('a'), share('b'), share('c')]).toEqual([50, 50, 100])
    expect(leases).toHaveLength(400)
  })

  it('counts a lease that nobody settles as spent, and takes back one that never left', async () => {
    const [sent, unsent] = [await granted([one('a', 2)], 'person'), await granted([one('a', 2)], 'person')]
    await settleRequest(database.kysely, sent, 'answered')
    expect(await ask([one('a', 2)], 'person')).toMatchObject({ granted: false })
    await settleRequest(database.kysely, unsent, 'unsent')
    expect(await counts('a')).toEqual({ leased: 0, spent: 1, urgent: 1, foreign: 0 })
    await granted([one('a', 2)], 'person')
  })
})

describe('an identity that was refused', () => {
  it('is asked again after a window at the latest, whatever it was told', async () => {
    const until = await park(database.kysely, account, { ...refusal, seconds: 999_999_999 })
    expect((until.getTime() - Date.now()) / 1000).toBeCloseTo(hour, 0)
  })

  it('is parked while the others carry on', async () => {
    await park(database.kysely, account, { ...refusal, seconds: 90 })
    expect((await granted([one('a'), one('b')])).identity).toBe('b')
    const alone = await ask([one('a')])
    expect(alone.granted).toBe(false)
    if (!alone.granted) expect((alone.until.getTime() - Date.now()) / 1000).toBeCloseTo(90, 0)
  })

  it('waits for whichever of several is free first', async () => {
    await park(database.kysely, account, { ...refusal, seconds: 90 })
    await park(database.kysely, { identity: 'b', class: 'api' }, { ...refusal, seconds: 30 })
    const answer = await ask([one('a'), one('b')])
    if (answer.granted) throw new Error('let through')
    expect((answer.until.getTime() - Date.now()) / 1000).toBeCloseTo(30, 0)
  })

  it('lets one probe through when the time is over, and all when that is answered', async () => {
    await park(database.kysely, account, { ...refusal, seconds: 10, limit: 100 })
    await age(11)
    const answers = await Promise.all(Array.from({ length: 8 }, () => ask([one('a', 100)])))
    const through = answers.filter((answer) => answer.granted)
    expect(through).toHaveLength(1)
    const [probe] = through
    if (!probe?.granted) throw new Error('no probe')
    expect(probe.lease.probe).toBe(true)
    await settleRequest(database.kysely, probe.lease, 'answered')
    expect((await granted([one('a', 100)])).probe).toBe(false)
  })

  it('probes again when the probe was lost', async () => {
    await park(database.kysely, account, { ...refusal, seconds: 10 })
    await age(11)
    await settleRequest(database.kysely, await granted([one('a')]), 'unknown')
    expect((await granted([one('a')])).probe).toBe(true)
    await age(61)
    expect((await granted([one('a')])).probe).toBe(true)
  })

  it('pauses longer with every refusal in a row when no time was named', async () => {
    const pauses: number[] = []
    for (let refused = 0; refused < 5; refused++) {
      const until = await park(database.kysely, account, refusal)
      pauses.push(Math.round((until.getTime() - Date.now()) / 1000))
      await age(hour)
    }
    expect(pauses).toEqual([120, 240, 480, 900, 900])
  })

  it('counts requests that were under way together as one refusal', async () => {
    const all = await Promise.all([1, 2, 3].map(() => park(database.kysely, account, refusal)))
    expect(new Set(all.map((until) => until.getTime())).size).toBe(1)
  })

  it('is known to be used by others when it was refused too early', async () => {
    for (let sent = 0; sent < 30; sent++) await granted([one('a', 100)])
    await park(database.kysely, account, { ...refusal, limit: 100, seconds: 5 })
    expect(await counts('a')).toMatchObject({ leased: 30, foreign: 70 })
    await age(6)
    await settleRequest(database.kysely, await granted([one('a', 100)]), 'answered')
    expect(await counts('a')).toMatchObject({ foreign: 35 })
  })
})

describe('many workers on one account', () => {
  it('never lets more through than the limit, however they race', async () => {
    const grantedTo = async () => (await drain([one('a', 150), one('b', 50)], 'person')).leases.length
    const all = await Promise.all(Array.from({ length: 8 }, grantedTo))
    expect(all.reduce((sum, count) => sum + count, 0)).toBe(200)
  })

  it('never lets more through in any window, whatever the order of requests and pauses', async () => {
    const step = fc.record({ gap: fc.integer({ min: 0, max: 1500 }), burst: fc.integer({ min: 1, max: 6 }) })
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 12 }),
        fc.boolean(),
        async (steps, urgent) => {
          await sql`truncate ledger, credential_parks`.execute(database.kysely)
          const passed: number[] = []
          let now = 0
          for (const { gap, burst } of steps) {
            now += gap
            await age(gap)
            for (let sent = 0; sent < burst; sent++) {
              const answer = await ask([one('a', 10)], urgent ? 'person' : 'newest')
              if (answer.granted) passed.push(now)
            }
          }
          for (const time of passed) {
            const within = passed.filter((other) => other <= time && other > time - hour).length
            expect(within).toBeLessThanOrEqual(10)
          }
        },
      ),
      { numRuns: 25 },
    )
  })
})
