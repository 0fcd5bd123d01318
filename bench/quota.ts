import { setTimeout as pause } from 'node:timers/promises'
import { type Simulator, startSimulator } from '../simulator/server.ts'
import { readConfig } from '../src/config.ts'
import type { Database, Db } from '../src/db/pool.ts'
import { Failure } from '../src/errors.ts'
import { createLog } from '../src/log.ts'
import { type Client, createClient } from '../src/sync/http/client.ts'
import type { OpenCredential } from '../src/sync/http/credential.ts'
import { withDatabase } from './database.ts'
import type { Bench, BenchOptions, Figure } from './figure.ts'
import { syncWhole } from './quota/whole.ts'
import { type Answered, evenness, mostRefused, share } from './quota/windows.ts'

/** An hour of both sides. */
const hourSeconds = 30
/** The first hour fills the window, the others are counted. */
const hours = 3
const perIdentity = 1_000
/** A whole sync does more than to ask: with so many it is the allowance that holds it back, and not the machine. */
const perIdentityOfWhole = 250
/** What background work leaves to people and webhooks of a whole window: a sixth of a fifth. */
const notReserved = (allowance: number) => allowance - Math.ceil(allowance / 30)
const atATime = 12

const cases = [
  { name: '1 identity', identities: 1, tokens: 1 },
  { name: '4 identities', identities: 4, tokens: 1 },
  { name: '2 tokens of 1 identity', identities: 1, tokens: 2 },
] as const

/** Syncs of the engine, which end by themselves: the first is held back for hours. */
const wholes = [
  { name: `whole sync, 1 identity at ${perIdentityOfWhole}`, identities: 1, allowance: perIdentityOfWhole },
  { name: 'whole sync, 4 identities', identities: 4, allowance: perIdentity },
] as const

export const bench: Bench = {
  name: 'quota',
  doc: `Lists of pull requests, as fast as it goes, for ${hours + 1} hours of ${hourSeconds} s at ${perIdentity} requests for each identity; then whole syncs.`,
  async run(options) {
    const figures: Figure[] = []
    for (const one of cases)
      figures.push(...(await withDatabase(({ kysely }) => measure(kysely, one, options))))
    for (const one of wholes)
      figures.push(...(await withDatabase((database) => measureWhole(database, one, options))))
    return figures
  },
}

async function measure(
  db: Db,
  { name, identities, tokens }: (typeof cases)[number],
  { world = 'S' }: BenchOptions,
): Promise<Figure[]> {
  const simulator = await startSimulator({ size: world, hourMs: hourSeconds * 1000 })
  simulator.simulation.limits.settings.limits.api = perIdentity
  const client = createClient({
    db,
    config: readConfig({}, { allowPrivateHosts: '127.0.0.1', limitWindowSeconds: String(hourSeconds) }),
    connection: { apiUrl: `${simulator.url}/2.0`, proxyUrl: null, ca: null, rateLimit: null },
    credentials: issue(simulator, identities, tokens),
    log: createLog('silent'),
  })
  const until = Date.now() + hourSeconds * 1000 * (hours + 1)
  try {
    await readUntil(client, simulator, until)
  } finally {
    await client.close()
    await simulator.close()
  }
  const answered = simulator.ledger.entries().filter(({ class: kind }) => kind === 'api')
  const counted = { from: until - hourSeconds * 1000 * hours, to: until, hourMs: hourSeconds * 1000 }
  return figuresOf(name, answered, counted, identities)
}

async function measureWhole(
  database: Database,
  { name, identities, allowance }: (typeof wholes)[number],
  { world = 'S' }: BenchOptions,
): Promise<Figure[]> {
  const options = { identities, perIdentity: allowance, hourSeconds, world }
  const { answered, from, to } = await syncWhole(database, options)
  const hourMs = hourSeconds * 1000
  console.log(`  ${name}: ${answered.length} requests in ${Math.round((to - from) / 100) / 10} s`)
  // The first hour fills the window, and the last one ends before it is over.
  const counted = { from: from + hourMs, to: to - ((to - from) % hourMs), hourMs }
  return [
    refused(name, answered, hourMs),
    ...(identities > 1 ? [apart(name, answered, { from, to })] : [used(name, answered, counted, allowance)]),
  ]
}

interface Counted {
  readonly from: number
  readonly to: number
  readonly hourMs: number
}

function figuresOf(
  name: string,
  answered: readonly Answered[],
  counted: Counted,
  identities: number,
): Figure[] {
  console.log(`  ${name}: ${answered.length} requests reached the simulator`)
  return [
    refused(name, answered, counted.hourMs),
    used(name, answered, counted, perIdentity * identities),
    ...(identities > 1 ? [apart(name, answered, counted)] : []),
  ]
}

const percent = (value: number) => Math.round(value * 1000) / 10

function refused(name: string, answered: readonly Answered[], hourMs: number): Figure {
  const value = mostRefused(answered, hourMs)
  return { name: `${name}: most 429 in one window`, value, unit: '', goal: 1, better: 'lower' }
}

function used(name: string, answered: readonly Answered[], counted: Counted, allowance: number): Figure {
  const value = percent(share(answered, counted, notReserved(allowance)))
  return { name: `${name}: used of what is not reserved`, value, unit: '%', goal: 95, better: 'higher' }
}

function apart(name: string, answered: readonly Answered[], counted: Pick<Counted, 'from' | 'to'>): Figure {
  const value = percent(evenness(answered, counted))
  return { name: `${name}: load apart`, value, unit: '%', goal: 5, better: 'lower' }
}

/** Access tokens act for themselves, and each is an identity; API tokens of one person share one. */
function issue(simulator: Simulator, identities: number, tokens: number): OpenCredential[] {
  const { credentials } = simulator.simulation
  const [workspace] = simulator.world.workspaces
  if (!workspace) throw new Error('a world without a workspace')
  const person = credentials.all().find(({ kind }) => kind === 'api_token')
  return Array.from({ length: identities * tokens }, (_, index): OpenCredential => {
    const isShared = tokens > 1
    const { id, secret, email } = credentials.issue(
      isShared
        ? {
            kind: 'api_token',
            label: `token ${index}`,
            scopes: [...(person?.scopes ?? [])],
            account: person?.account ?? null,
            email: person?.email ?? null,
          }
        : {
            kind: 'workspace_access_token',
            label: `token ${index}`,
            scopes: ['repository', 'pullrequest'],
            reach: { workspace: workspace.uuid },
          },
    )
    const identity = isShared ? 'person' : id
    return {
      id: String(index + 1),
      kind: isShared ? 'api_token' : 'access_token',
      identity,
      email,
      secret,
      reservedFor: null,
    }
  })
}

async function readUntil(client: Client, { world }: Simulator, until: number): Promise<void> {
  const [workspace] = world.workspaces
  const paths = world
    .repositories(workspace?.uuid ?? '')
    .filter(({ isForbidden }) => !isForbidden)
    .map(({ slug }) => `/repositories/${workspace?.slug}/${slug}/pullrequests`)
  let at = 0
  const reader = async () => {
    while (Date.now() < until) {
      at += 1
      const path = paths[at % paths.length] ?? ''
      await client
        .get(path, { pagelen: '10' }, { stream: 'pull_requests', lane: 'deep' })
        .catch(waitFor(until))
    }
  }
  await Promise.all(Array.from({ length: atATime }, reader))
}

/** As a slice does: it rests until the allowance says that there is room. */
function waitFor(end: number) {
  return async (error: unknown): Promise<void> => {
    const until =
      error instanceof Failure && error.code === 'source_throttled' ? error.data?.until : undefined
    if (!(until instanceof Date)) throw error
    await pause(Math.max(0, Math.min(end, until.getTime()) - Date.now()))
  }
}
