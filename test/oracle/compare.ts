import { canonical } from '../../simulator/oracle/canonical.ts'
import type { World } from '../../simulator/world/interface.ts'
import type { ClosableWorld } from '../../simulator/world/world.ts'
import type { Db } from '../../src/db/pool.ts'
import { type Fact, keyOf, keys, type SourceAccess } from './fact.ts'
import { ourFacts } from './ours.ts'
import { asShown, type Truth, theirFacts, truthOf } from './theirs.ts'

/** One fact that we and the oracle do not share. */
export interface Difference {
  readonly entity: string
  readonly key: string
  readonly kind: 'missing' | 'too much' | 'different'
  /** The fields that differ, ours against theirs; the whole fact when one side has none. */
  readonly fields: Readonly<Record<string, { readonly ours: unknown; readonly theirs: unknown }>>
}

export interface CompareOptions extends SourceAccess {
  /** Start of the time range: what is older is compared on neither side. */
  readonly since?: string
  /** Only these; everything that is collected when left out. */
  readonly entities?: readonly string[]
}

/** What is collected of the oracle's entities: tasks and commit statuses are no streams. */
export const compared = Object.keys(keys)

/**
 * Compares our tables with what the oracle says a collector with this access must know, fact by fact. Empty when they
 * are equal.
 */
export async function compareWithOracle(
  db: Db,
  world: World,
  options: CompareOptions,
): Promise<Difference[]> {
  const truth = truthOf(insideOf(world), options)
  let differences: Difference[] = []
  const read = await workspacesRead(db)
  for (const entity of options.entities ?? compared) {
    const wanted = inRange(truth, options.since)
    const ours = (await ourFacts(db, entity))
      .map((fact) => asShown(truth, entity, fact))
      .filter((fact) => wanted(entity, fact))
    const theirs = theirFacts(truth, entity).filter(
      (fact) => isRead(truth, read, fact) && wanted(entity, fact),
    )
    differences = differences.concat(
      entity === 'accounts' ? ofAccounts(ours, theirs) : differ(entity, ours, theirs),
    )
  }
  return differences
}

/** A few lines for the message of a test: how many of each kind, and the first of them in full. */
export function describeDifferences(differences: readonly Difference[]): string {
  const counts = new Map<string, number>()
  for (const { entity, kind, fields } of differences) {
    const what = kind === 'different' ? `different in ${Object.keys(fields).join(', ')}` : kind
    counts.set(`${entity}: ${what}`, (counts.get(`${entity}: ${what}`) ?? 0) + 1)
  }
  const examples = [
    ...new Map(differences.toReversed().map((one) => [`${one.entity} ${one.kind}`, one])).values(),
  ]
  return [
    ...[...counts].map(([what, count]) => `${count} × ${what}`),
    ...examples.map(({ entity, kind, key, fields }) => `${entity} ${kind} [${key}] ${canonical(fields)}`),
  ].join('\n')
}

/** The world that the simulator hands out has the inside the oracle reads. */
function insideOf(world: World): ClosableWorld {
  if ('inner' in world && 'life' in world) return world as ClosableWorld
  throw new TypeError('the oracle needs a world made by createWorld')
}

async function workspacesRead(db: Db): Promise<ReadonlySet<string>> {
  const rows = await db.selectFrom('workspaces').select('uuid').where('removed_at', 'is', null).execute()
  return new Set(rows.map(({ uuid }) => `{${uuid}}`))
}

function isRead({ world }: Truth, read: ReadonlySet<string>, fact: Fact): boolean {
  const { repository, workspace } = fact
  if (typeof repository === 'string') return read.has(world.repository(repository)?.workspace ?? '')
  return typeof workspace !== 'string' || read.has(workspace)
}

/** Where the time of an entity stands; those of a pull request go with it. */
const times: Readonly<Record<string, string>> = {
  pull_requests: 'updated_on',
  activity: 'date',
  comments: 'created_on',
  pipelines: 'created_on',
  deployments: 'created_on',
}
const ofPullRequest = ['participants', 'pull_request_commits', 'pull_request_sizes']

function inRange(truth: Truth, since: string | undefined): (entity: string, fact: Fact) => boolean {
  if (since === undefined) return () => true
  const recent = new Set(
    truth
      .facts('pull_requests')
      .filter(({ updated_on }) => String(updated_on) >= since)
      .map(({ repository, id }) => `${repository} ${id}`),
  )
  return (entity, fact) => {
    if (ofPullRequest.includes(entity)) return recent.has(`${fact.repository} ${fact.pull_request}`)
    const time = times[entity]
    return time === undefined || String(fact[time]) >= since
  }
}

function differ(entity: string, ours: readonly Fact[], theirs: readonly Fact[]): Difference[] {
  const left = grouped(entity, ours)
  const right = grouped(entity, theirs)
  return [...new Set([...right.keys(), ...left.keys()])].flatMap((key) =>
    differencesOf(entity, key, left.get(key) ?? [], right.get(key) ?? []),
  )
}

/** We know whom records name: each must be right, and nobody else is missed. */
function ofAccounts(ours: readonly Fact[], theirs: readonly Fact[]): Difference[] {
  const named = new Set(ours.map(({ uuid }) => uuid))
  return differ(
    'accounts',
    ours,
    theirs.filter(({ uuid }) => named.has(uuid)),
  )
}

/** Several facts of one key are compared in order of their text: two updates can fall into one instant. */
function grouped(entity: string, facts: readonly Fact[]): Map<string, Fact[]> {
  const groups = new Map<string, Fact[]>()
  for (const fact of facts) {
    const key = keyOf(entity, fact)
    const group = groups.get(key)
    if (group) group.push(fact)
    else groups.set(key, [fact])
  }
  // Few keys have more than one fact, and the text of all of a large world takes minutes.
  for (const group of groups.values())
    if (group.length > 1) group.sort((one, other) => (canonical(one) < canonical(other) ? -1 : 1))
  return groups
}

function differencesOf(
  entity: string,
  key: string,
  ours: readonly Fact[],
  theirs: readonly Fact[],
): Difference[] {
  const count = Math.max(ours.length, theirs.length)
  return Array.from({ length: count }, (_, index) => index).flatMap((index) => {
    const [our, their] = [ours[index], theirs[index]]
    const fields = fieldsThatDiffer(our ?? {}, their ?? {})
    if (Object.keys(fields).length === 0) return []
    const kind = our ? (their ? 'different' : 'too much') : 'missing'
    return [{ entity, key, kind, fields }]
  })
}

function fieldsThatDiffer(ours: Fact, theirs: Fact): Difference['fields'] {
  const names = [...new Set([...Object.keys(ours), ...Object.keys(theirs)])]
  const different = names.filter((name) => canonical(ours[name] ?? null) !== canonical(theirs[name] ?? null))
  return Object.fromEntries(
    different.map((name) => [name, { ours: ours[name] ?? null, theirs: theirs[name] ?? null }]),
  )
}
