import { floor } from '../simulator/oracle/floor.ts'
import { connectors } from '../src/connectors/index.ts'
import type { Database } from '../src/db/pool.ts'
import { connectStage, type Stage } from '../test/sync/connected.ts'
import { withDatabase } from './database.ts'
import type { Bench, BenchOptions, Figure } from './figure.ts'
import { changePullRequests } from './requests/change.ts'
import type { Requests } from './requests/peers.ts'
import { printBeside, sum } from './requests/table.ts'

/** Everything: the floor counts the whole history too. */
const since = new Date(0)
const changes = 1_000
/** All of M: a source that makes what it has forgotten again for each page would be all that is waited for. */
const contentsKilobytes = 2_000_000

interface Way {
  readonly name: string
  readonly connection: { readonly source_access: 'git' | 'none'; readonly streams?: string[] }
  readonly least: Parameters<typeof floor>[1]
}

/** Streams that are read by those who ask for them: steps, and the commits of heads that no mirror reaches. */
const everything = connectors.flatMap(({ streams }) =>
  streams.filter(({ per }) => per !== 'workspace').map(({ name }) => name),
)
const extras = connectors.some(({ streams }) => streams.some(({ optional }) => optional))

const ways: readonly Way[] = [
  { name: 'with git', connection: { source_access: 'git' }, least: {} },
  { name: 'metadata only', connection: { source_access: 'none' }, least: { metadataOnly: true } },
]
const deep: Way = {
  name: 'steps and deep lane',
  connection: { source_access: 'git', streams: everything },
  least: { steps: true, deep: true },
}

const all = extras ? [...ways, deep] : ways

export const bench: Bench = {
  name: 'requests',
  doc: 'What syncs of a world cost the API, against the fewest requests they can cost.',
  parts: all.map(({ name }) => name),
  async run(options) {
    const figures: Figure[] = []
    for (const way of all.filter(({ name }) => name.includes(options.only ?? '')))
      figures.push(...(await withDatabase((database) => measure(database, way, options))))
    return figures
  },
}

async function measure(database: Database, way: Way, { world = 'S' }: BenchOptions): Promise<Figure[]> {
  const connection = { since, ...way.connection }
  const stage = await connectStage(database, { size: world, contentsKilobytes, connection })
  const figure = (what: string, spent: number, least: number, goal: number) =>
    ratio(`${way.name}: ${what}`, spent, least, goal)
  try {
    const least = floor(stage.simulator.world, way.least)
    console.log(`\n  ${way.name}, world ${world}: ${JSON.stringify({ ...least.terms, ...least.extras })}`)
    const first = await spent(stage)
    printBeside(first, stage.simulator.world)
    const full = figure('first sync over the floor', sum(first), least.total, 1.1)
    const { pollingPerCycle } = least.idle
    const again = await spent(stage)
    print(again, 'with nothing changed')
    const idle = figure('second sync over 1 + 2 for each repository', sum(again), pollingPerCycle, 1)
    const changed = changePullRequests(stage.simulator.world, changes)
    const delta = await spent(stage)
    print(delta, `with ${changed} pull requests changed`)
    return [
      full,
      idle,
      figure('requests for each changed pull request', sum(delta), changed, 1.1),
      figure('the same beyond those of a sync with nothing changed', sum(delta) - sum(again), changed, 1.1),
    ]
  } finally {
    await stage.close()
  }
}

/** Those of the API: git has an allowance of its own. */
async function spent(stage: Stage): Promise<Requests> {
  const started = performance.now()
  stage.requests()
  await stage.sync()
  const all = Object.entries(stage.requests())
  const git = all.filter(([template]) => template.includes('.git'))
  const seconds = Math.round((performance.now() - started) / 1000)
  console.log(`  ${sum(Object.fromEntries(git))} requests of git beside it, in ${seconds} s`)
  return Object.fromEntries(all.filter(([template]) => !template.includes('.git')))
}

function print(requests: Requests, what: string): void {
  console.log(`  ${sum(requests)} ${what}: ${JSON.stringify(requests)}`)
}

function ratio(what: string, spent: number, least: number, goal: number): Figure {
  const name = `${what} (${spent} of ${least})`
  return { name, value: Math.round((spent / least) * 1000) / 1000, unit: 'times', goal, better: 'lower' }
}
