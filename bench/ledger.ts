import { type Candidate, leaseRequest, settleRequest } from '../src/connections/ledger/lease.ts'
import type { Database } from '../src/db/pool.ts'
import { withDatabase } from './database.ts'
import type { Bench } from './figure.ts'

const leases = 8_000
const connections = 4
const options = { class: 'api', lane: 'newest', windowSeconds: 3600 } as const

export const bench: Bench = {
  name: 'ledger',
  doc: `${leases} requests leased over ${connections} connections from one account, whose window holds 120 slots.`,
  run: () =>
    withDatabase(async (database) => {
      await fill(database)
      const leased = await rate(database, [{ identity: 'one', limit: 1_000_000 }], false)
      const settled = await rate(database, [{ identity: 'one', limit: 1_000_000 }], true)
      return [
        { name: 'leases', value: leased, unit: 'leases/s', goal: 2_000, better: 'higher' },
        { name: 'leased and settled', value: settled, unit: 'requests/s', goal: 1_000, better: 'higher' },
      ]
    }),
}

/** Every slot of the window holds something, as after an hour of work. */
async function fill({ pool }: Database): Promise<void> {
  await pool.query(
    `insert into ledger (identity, class, slot, spent)
     select 'one', 'api', date_bin('30 s', now(), '2000-01-01Z') - n * interval '30 s', 5 from generate_series(1, 119) n`,
  )
}

async function rate(
  { kysely }: Database,
  candidates: readonly Candidate[],
  settle: boolean,
): Promise<number> {
  const started = performance.now()
  const worker = async () => {
    for (let sent = 0; sent < leases / connections; sent++) {
      const answer = await leaseRequest(kysely, candidates, options)
      if (!answer.granted) throw new Error('a request was refused')
      if (settle) await settleRequest(kysely, answer.lease, 'answered')
    }
  }
  await Promise.all(Array.from({ length: connections }, worker))
  return Math.round(leases / ((performance.now() - started) / 1000))
}
