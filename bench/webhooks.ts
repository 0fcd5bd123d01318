import { setTimeout as pause } from 'node:timers/promises'
import { connectStage, type Stage } from '../test/sync/connected.ts'
import { openWebhooks } from '../test/sync/webhook.ts'
import { withDatabase } from './database.ts'
import type { Bench, Figure } from './figure.ts'
import { residentMegabytes } from './parts/program.ts'
import { startInstallation } from './webhooks/installation.ts'
import { comments } from './webhooks/letters.ts'
import { type Letter, percentile, type Sent, send } from './webhooks/sender.ts'

const warmUp = { perSecond: 1_000, seconds: 3 }
const steady = { perSecond: 1_000, seconds: 60 }
const burst = { perSecond: 10_000, seconds: 1 }
const working = { perSecond: 200, seconds: 60 }
/** What is not drained by then is given up. */
const patienceMs = 180_000

export const bench: Bench = {
  name: 'webhooks',
  doc: 'Deliveries sent by a second process: a thousand a second, ten thousand at once, and two hundred a second to a worker.',
  run: () =>
    withDatabase(async (database) => {
      const stage = await connectStage(database, { size: 'XS' })
      try {
        await stage.sync()
        return await measure(stage)
      } finally {
        await stage.close()
      }
    }),
}

async function measure(stage: Stage): Promise<Figure[]> {
  const [secret = ''] = await openWebhooks(stage, 'http://127.0.0.1:9/webhooks/bitbucket')
  const workspace = await stage.engine.db
    .selectFrom('workspaces')
    .selectAll()
    .orderBy('id')
    .executeTakeFirstOrThrow()
  const letters = comments(stage.simulator, `{${workspace.uuid}}`)
  const part = { stage, secret, letters }
  return [...(await receiving(part)), ...(await bursting(part)), ...(await keepingUp(part))]
}

interface Part {
  readonly stage: Stage
  readonly secret: string
  readonly letters: Iterator<Letter>
}

/** The API alone: what it costs to take deliveries. */
async function receiving({ stage, secret, letters }: Part): Promise<Figure[]> {
  const windlass = await startInstallation(stage, ['--only', 'api'])
  try {
    const url = new URL('/webhooks/bitbucket', windlass.origin)
    await send(url, secret, letters, warmUp)
    const before = await countStored(stage)
    const sent = await send(url, secret, letters, steady)
    const stored = (await countStored(stage)) - before
    console.log(`  ${sent.milliseconds.length} sent, ${sent.accepted} accepted, ${stored} stored`)
    // They were for this alone.
    await stage.database.pool.query('delete from deliveries')
    return [
      lost('deliveries of a thousand a second that are not stored', sent, stored),
      latency('half of them are answered within', sent, 0.5, 10),
      latency('99 of 100 are answered within', sent, 0.99, 100),
    ]
  } finally {
    await windlass.stop()
  }
}

async function bursting({ stage, secret, letters }: Part): Promise<Figure[]> {
  const windlass = await startInstallation(stage, [])
  try {
    const sent = await send(new URL('/webhooks/bitbucket', windlass.origin), secret, letters, burst)
    const answered = Math.max(...sent.milliseconds)
    const stored = await countStored(stage)
    const begun = performance.now()
    await drained(stage)
    const seconds = (performance.now() - begun + answered) / 1000
    console.log(`  burst: ${sent.accepted} accepted, ${stored} stored, ${await tellStates(stage)}`)
    return [
      lost('deliveries of ten thousand at once that are not stored', sent, stored),
      {
        name: 'the last of them is answered after',
        value: round(answered / 1000),
        unit: 's',
        goal: 8,
        better: 'lower',
      },
      {
        name: 'all of them are dealt with after',
        value: round(seconds),
        unit: 's',
        goal: 60,
        better: 'lower',
      },
    ]
  } finally {
    await windlass.stop()
  }
}

async function keepingUp({ stage, secret, letters }: Part): Promise<Figure[]> {
  const windlass = await startInstallation(stage, [])
  try {
    const url = new URL('/webhooks/bitbucket', windlass.origin)
    await send(url, secret, letters, { ...working, seconds: 5 })
    await drained(stage)
    await stage.database.pool.query('delete from deliveries')
    const early = residentMegabytes(windlass)
    const sent = await send(url, secret, letters, working)
    const late = residentMegabytes(windlass)
    await drained(stage)
    const { rows } = await stage.database.pool.query(
      `select extract(epoch from percentile_cont(0.99) within group (order by settled_at - received_at))::float8 as lag,
              extract(epoch from percentile_cont(0.5) within group (order by settled_at - received_at))::float8 as half
         from deliveries`,
    )
    console.log(
      `  with a worker: ${sent.accepted} accepted, half within ${round(rows[0].half)} s, ${await tellStates(stage)}`,
    )
    console.log(`  memory before ${Math.round(early)} MB, after ${Math.round(late)} MB`)
    return [
      {
        name: 'with a worker, 99 of 100 are visible within',
        value: round(rows[0].lag),
        unit: 's',
        goal: 5,
        better: 'lower',
      },
      {
        name: 'memory afterwards over before',
        value: round(late / early),
        unit: '×',
        goal: 1.2,
        better: 'lower',
      },
    ]
  } finally {
    await windlass.stop()
  }
}

function lost(name: string, { milliseconds }: Sent, stored: number): Figure {
  return { name, value: milliseconds.length - stored, unit: 'lost', goal: 0, better: 'lower' }
}

function latency(name: string, { milliseconds }: Sent, share: number, goal: number): Figure {
  return { name, value: round(percentile(milliseconds, share)), unit: 'ms', goal, better: 'lower' }
}

async function countStored({ database }: Stage): Promise<number> {
  return (await database.pool.query('select count(*)::int as count from deliveries')).rows[0].count
}

async function drained({ database }: Stage): Promise<void> {
  const until = Date.now() + patienceMs
  while (Date.now() < until) {
    const { rows } = await database.pool.query(
      `select from deliveries where state in ('waiting', 'placed') limit 1`,
    )
    if (rows.length === 0) return
    await pause(100)
  }
}

async function tellStates({ database }: Stage): Promise<string> {
  const { rows } = await database.pool.query('select state, count(*) from deliveries group by 1 order by 1')
  return rows.map(({ state, count }) => `${count} ${state}`).join(', ')
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
