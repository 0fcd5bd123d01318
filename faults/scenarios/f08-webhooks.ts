import { setTimeout as pause } from 'node:timers/promises'
import type { RuleInput } from '../../simulator/faults/rule.ts'
import { describeDifferences } from '../../test/oracle/compare.ts'
import { untold } from '../../test/oracle/untold.ts'
import { slack, struckBy } from '../parts/disturbed.ts'
import type { House } from '../parts/house.ts'
import { type Listening, listen } from '../parts/listening.ts'
import type { Site, SiteOptions } from '../parts/site.ts'
import { aWeekPasses, syncInPeace, waitFor } from '../parts/sync.ts'
import { demandRequests, demandTruth, differencesOf, recover, requestsOf } from '../parts/verdict.ts'
import { kill } from '../parts/worker.ts'
import { demand, type Scenario } from '../scenario.ts'

const options: SiteOptions = { sourceAccess: 'git' }
const changes = 20
/** A change tells two or three deliveries, and one asks for two requests at most. */
const costOfChange = 6
/** What is missing from a list has gone when it is missing from the next one as well. */
const passes = 2

interface Told {
  readonly site: Site
  readonly listening: Listening
}

interface Plan {
  /** Has the world change, and something happen to what is told of it; answers how many faults struck. */
  readonly disturb: (told: Told) => Promise<number>
  /** Whether everything that was told has to be right before anything is read again. */
  readonly isTold: boolean
}

/** A world that was read whole changes, and says so in a way that goes wrong. */
async function disturbed(house: House, { disturb, isTold }: Plan): Promise<number> {
  const { again } = await house.cost(options)
  const site = await house.open(options)
  try {
    await syncInPeace(site)
    const before = requestsOf(site)
    const listening = await listen(site)
    let struck: number
    try {
      struck = await disturb({ site, listening })
      await listening.quiet()
    } finally {
      await listening.stop()
    }
    demand(struck > 0, 'no fault struck')
    if (isTold) await demandTold(site)
    for (let pass = 0; pass < passes; pass += 1) await recover(site)
    await demandTruth(site)
    demandRequests(site, before + slack * passes * again + 2 * changes * costOfChange)
    return struck
  } finally {
    await site.close()
  }
}

async function demandTold(site: Site): Promise<void> {
  const differences = (await differencesOf(site)).filter(({ entity }) => !untold.includes(entity))
  demand(differences.length === 0, `what was told is not known:\n${describeDifferences(differences)}`)
}

function change({ simulator }: Site, seed: number): void {
  simulator.world.move(changes, seed)
}

/** Changes under rules that strike what is sent. */
function under(rules: readonly RuleInput[], seed: number): Plan['disturb'] {
  return async ({ site, listening }) => {
    const { faults } = site.simulator.simulation
    faults.add(rules)
    change(site, seed)
    const struck = struckBy(site)
    faults.clear()
    // What a rule still holds goes along with the next that is sent.
    change(site, seed + 100)
    await listening.quiet()
    return struck
  }
}

function dropped(percent: number): RuleInput {
  return { note: `${percent} % lost`, match: { percent }, effect: { kind: 'webhook-drop' } }
}

/** Everything is sent a day after it was read: what it says is older than what is known. */
async function late({ site, listening }: Told): Promise<number> {
  const { faults, webhooks } = site.simulator.simulation
  faults.add([dropped(100)])
  change(site, 31)
  faults.clear()
  await listening.worker.stop()
  await aWeekPasses(site)
  await syncInPeace(site)
  const held = webhooks.deliveries().filter(({ state }) => state === 'dropped')
  const worker = site.windlass(['start', '--only', 'worker'])
  try {
    for (const { id } of held) webhooks.resend(id)
    await listening.quiet()
  } finally {
    worker.child.kill('SIGTERM')
    await worker.ended
  }
  return held.length
}

/** Unknown events, events without what they should have, and nonsense, among others that are well. */
async function strange({ site, listening }: Told): Promise<number> {
  const [workspace] = site.simulator.world.workspaces
  const [repository] = site.simulator.world.repositories(workspace?.uuid ?? '')
  const about = { repository: { uuid: repository?.uuid } }
  const letters: readonly (readonly [string, string])[] = [
    ['repo:something_new', JSON.stringify(about)],
    ['pullrequest:updated', JSON.stringify(about)],
    ['pullrequest:updated', JSON.stringify({ ...about, pullrequest: null })],
    ['pullrequest:fulfilled', JSON.stringify({ ...about, pullrequest: { id: 'seventeen' } })],
    ['pullrequest:comment_created', JSON.stringify({ ...about, pullrequest: { id: 1 } })],
    ['repo:push', JSON.stringify({ ...about, push: { changes: 'many' } })],
    ['pullrequest:updated', '{"broken'],
    ['pullrequest:updated', '[]'],
  ]
  for (const [event, body] of letters) {
    const status = await listening.deliver(event, body)
    demand(status === 200, `${event} was answered with ${status}`)
  }
  change(site, 32)
  await listening.quiet()
  const { rows } = await site.database.pool.query(
    `select state, count(*)::int from deliveries where state in ('unknown', 'dead') group by 1`,
  )
  demand(rows.length === 2, `what nobody understands is not set aside: ${JSON.stringify(rows)}`)
  return letters.length
}

const onTheWayMs = 3_000

/** What was signed with the secret before arrives after it was replaced. */
async function rotated({ site, listening }: Told): Promise<number> {
  const { faults, webhooks } = site.simulator.simulation
  faults.add([{ note: 'on the way', effect: { kind: 'webhook-late', ms: onTheWayMs } }])
  change(site, 33)
  const struck = struckBy(site)
  faults.clear()
  await listening.windlass(['webhooks', 'rotate'])
  change(site, 34)
  await pause(onTheWayMs)
  await listening.quiet()
  demand(webhooks.counts().failed === 0, 'a delivery that was signed with one of the two secrets was refused')
  return struck
}

/** The worker dies again and again with deliveries in its hands. */
async function killed({ site, listening }: Told): Promise<number> {
  let kills = 0
  for (const seed of [35, 36, 37]) {
    change(site, seed)
    await site.simulator.simulation.webhooks.settled()
    await kill(listening.worker.current())
    kills += 1
    await site.database.pool.query(
      `update slices set leased_until = now() - interval '1 second' where leased_by is not null`,
    )
  }
  await listening.quiet()
  return kills
}

/** The server is dead for a while; what was sent meanwhile is never sent again. */
async function unheard({ site, listening }: Told): Promise<number> {
  await listening.killServer()
  change(site, 38)
  await waitFor(
    () => site.simulator.simulation.webhooks.counts().waiting === 0,
    60_000,
    'what was sent to nobody did not fail',
  )
  const { failed } = site.simulator.simulation.webhooks.counts()
  await listening.startServer()
  change(site, 39)
  await listening.quiet()
  return failed
}

const repeat: RuleInput = { note: 'thrice', effect: { kind: 'webhook-repeat', times: 3 } }
const shuffle: RuleInput = { note: 'shuffled', effect: { kind: 'webhook-shuffle', window: 20 } }

const plans: readonly (readonly [string, Plan])[] = [
  ['one in ten is lost', { disturb: under([dropped(10)], 21), isTold: false }],
  ['three in ten are lost', { disturb: under([dropped(30)], 22), isTold: false }],
  ['all are lost', { disturb: under([dropped(100)], 23), isTold: false }],
  ['each comes three times', { disturb: under([repeat], 24), isTold: true }],
  ['they come in another order', { disturb: under([shuffle], 25), isTold: true }],
  ['they come after what they tell was read', { disturb: late, isTold: true }],
  ['some are strange, broken or incomplete', { disturb: strange, isTold: true }],
  ['the secret is replaced while they are on their way', { disturb: rotated, isTold: true }],
  ['the worker is killed with them in its hands', { disturb: killed, isTold: true }],
  ['the server is down while they are sent', { disturb: unheard, isTold: false }],
]

export const scenario: Scenario = {
  id: 'F8',
  name: 'webhooks',
  doc: 'deliveries are lost, repeated, shuffled, late, strange, or signed with the secret before',
  trials: (mode) =>
    mode === 'all' ? plans.map(([title, plan]) => ({ title, run: (house) => disturbed(house, plan) })) : [],
}
