import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Effect } from '../../simulator/faults/rule.ts'
import { compared, compareWithOracle, describeDifferences } from '../oracle/compare.ts'
import { openStage, type Stage } from './stage.ts'

/** A repository with something of everything, and nothing else, so that each case takes seconds. */
const chosen = 'checkout-api'

const json = (body: unknown): Effect => ({ kind: 'answer', status: 200, body: JSON.stringify(body) })

/** Every shape of answer that is none. */
const shapes: readonly { readonly name: string; readonly effect: Effect }[] = [
  { name: 'an HTML page with status 200', effect: { kind: 'html' } },
  { name: 'half a body', effect: { kind: 'truncate', share: 0.5 } },
  { name: 'an object that is no list', effect: json({ greeting: 'hello' }) },
  { name: 'nothing at all', effect: { kind: 'answer', status: 200, body: '' } },
  { name: 'null', effect: json(null) },
]

/** What looks like an answer. */
const disguised: readonly { readonly name: string; readonly effect: Effect }[] = [
  { name: 'records of wrong types', effect: json({ values: [7, null, 'text', [], { id: {} }] }) },
  { name: 'NUL in every text', effect: json({ values: [{ id: 1, name: 'a\0b', uuid: '\0' }] }) },
  { name: 'half of a page and no link to the next', effect: { kind: 'page', how: 'partial' } },
  { name: 'no link to the next page', effect: { kind: 'page', how: 'no-next' } },
  { name: 'pages that lack a record', effect: { kind: 'page', how: 'skip' } },
  { name: 'pages with holes', effect: { kind: 'page', how: 'holes' } },
  { name: 'empty lists', effect: { kind: 'page', how: 'empty' } },
  { name: 'pages that lead in a circle', effect: { kind: 'page', how: 'loop' } },
]

let stage: Stage
let uuid = ''
beforeAll(async () => {
  stage = await openStage({ connection: { include: [chosen] } })
  const { world } = stage.simulator
  uuid = world.repositories(world.workspaces[0]?.uuid ?? '').find(({ slug }) => slug === chosen)?.uuid ?? ''
  await stage.sync()
})
afterAll(() => stage?.close())

const run = (statement: string) => stage.database.pool.query(statement)

/** What our tables lack of the repository, or have wrong, or have though it is gone. */
async function differences(): Promise<string> {
  const { database, simulator } = stage
  // The access tokens of a workspace have no scope for issues.
  const entities = compared.filter((entity) => !entity.startsWith('issue') && entity !== 'accounts')
  const options = { sourceAccess: 'none', entities } as const
  const found = await compareWithOracle(database.kysely, simulator.world, options)
  return describeDifferences(found.filter(({ key, kind }) => kind === 'too much' || key.includes(uuid)))
}

/** Everything is asked for again, as if nothing had been read. */
const forgetCursors = () => run('delete from child_reads; delete from cursors; delete from gaps')

/** Strikes what is read of the repository: always, or every other request. */
async function disturb(effect: Effect, every = 1, path = '/repositories/*/*/**'): Promise<void> {
  const { faults } = stage.simulator.simulation
  faults.clear()
  faults.add([{ match: { path, every }, effect }])
  await forgetCursors()
  await stage.sync()
}

async function mend(): Promise<void> {
  stage.simulator.simulation.faults.clear()
  await run('update gaps set next_at = now()')
  await stage.sync()
}

describe.each(shapes)('$name', ({ effect }) => {
  it('is a gap with the first of it, and takes nothing away of what is known', async () => {
    await disturb(effect)
    expect(await differences()).toBe('')
    const { rows } = await run(
      `select count(*)::int as gaps, max(octet_length(body)) as kept from gaps where repository_id is not null`,
    )
    expect(rows[0].gaps).toBeGreaterThan(5)
    expect(rows[0].kept).toBeLessThanOrEqual(2048)
  })
})

describe.each(disguised)('$name', ({ effect }) => {
  it('takes nothing away of what is known', async () => {
    await disturb(effect, 2)
    expect(await differences()).toBe('')
  })
})

it('an answer that unpacks to 80 MB is a gap', async () => {
  await disturb({ kind: 'gzip-bomb', megabytes: 80 }, 1, '/repositories/*/*/environments*')
  const { rows } = await run('select stream, reason from gaps where repository_id is not null')
  expect(rows).toEqual([{ stream: 'environments', reason: 'source_unreadable' }])
})

/**
 * Met by tables that are empty: nothing may be left out for good. Only a listing that tells its length can be caught in
 * the act; of the others a full page without a link is asked for twice.
 */
const counted = ['pullrequests', 'pipelines', 'deployments*', 'environments*', 'branch-restrictions']
const hidden = disguised.filter(
  ({ effect }) => effect.kind === 'page' && ['partial', 'skip', 'holes', 'no-next'].includes(effect.how),
)
describe.each(hidden)('$name, at a first sync', ({ effect }) => {
  it('is no whole listing: what it lacks comes later', async () => {
    await run('delete from repositories where is_chosen')
    await run(`delete from raw_records where stream = 'repositories'`)
    const isOfAll = effect.kind === 'page' && effect.how === 'no-next'
    stage.simulator.simulation.faults.clear()
    for (const name of isOfAll ? ['**'] : counted)
      stage.simulator.simulation.faults.add([{ match: { path: `/repositories/*/*/${name}` }, effect }])
    await forgetCursors()
    await stage.sync()
    await mend()
    expect(await differences()).toBe('')
  })
})
