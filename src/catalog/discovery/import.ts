import { sql, type Transaction } from 'kysely'
import type { Schema } from '../../db/schema.ts'
import type { Blueprint } from '../blueprints/blueprint.ts'
import { loadBlueprints } from '../blueprints/stored.ts'
import { inOneSentence, problemsOf, say } from '../entities/by-hand.ts'
import type { Discovery } from './discoveries.ts'
import { ingestedOf } from './fields.ts'
import { type Outcome, settleImports } from './outcomes.ts'
import { hasType, openIdentifiers, saidOf } from './registered.ts'
import type { SeenRepository } from './repositories.ts'
import { type Suggestion, suggest, suggestionsFor } from './suggest.ts'

type Tx = Transaction<Schema>

/** Brings repositories into the catalogue, each as it was chosen or is recommended, and says what came of it. */
export async function importRepositories(
  tx: Tx,
  discovery: Discovery,
  wanted: readonly SeenRepository[],
): Promise<void> {
  const blueprint = (await loadBlueprints(tx, [discovery.kind])).get(discovery.kind)
  const confined = await confinedOf(tx, wanted)
  const matches = await suggestionsFor(tx, discovery, blueprint, wanted)
  const identifierFor = blueprint && (await openIdentifiers(tx, blueprint.id, wanted))
  const linked = await linkedOf(tx, discovery)
  const outcomes: Outcome[] = []
  for (const seen of wanted) {
    const suggestion = suggest(discovery, seen, matches.get(seen.id) ?? [], linked)
    const only = seen.import_event_id === null ? null : (confined.get(seen.import_event_id) ?? null)
    const became =
      refusalOf(seen, suggestion, only) ??
      (suggestion.match
        ? await merge(tx, discovery, seen, suggestion.match.id, linked)
        : blueprint && identifierFor
          ? await register(tx, discovery, blueprint, seen, identifierFor(seen))
          : failed(`There is no kind ${discovery.kind}.`))
    outcomes.push({ id: seen.id, name: seen.name, eventId: seen.import_event_id, ...became })
  }
  await settleImports(tx, discovery, outcomes)
}

type Became = Pick<Outcome, 'became' | 'problem'>

function failed(problem: string): Became {
  return { became: 'failed', problem }
}

/** Why nothing is done with a repository; null when there is something to do. */
function refusalOf(
  { is_present, import_event_id }: SeenRepository,
  { action }: Suggestion,
  only: 'register' | 'merge' | null,
): Became | null {
  if (!is_present) return failed('It is left out of the sync, or gone.')
  if (only !== null && action !== only) return { became: 'left_out' }
  if (action !== null) return null
  // Nobody asked for it: it goes on waiting for an entity that fits.
  return import_event_id === null ? { became: 'left_out' } : failed('No entity fits it; choose one.')
}

async function merge(
  tx: Tx,
  discovery: Discovery,
  seen: SeenRepository,
  entityId: string,
  linked: Set<string>,
): Promise<Became> {
  if (linked.has(entityId)) return failed('The entity belongs to another repository already.')
  linked.add(entityId)
  await link(tx, discovery, seen, { entityId, status: 'merged', type: null })
  return { became: 'merged' }
}

async function register(
  tx: Tx,
  discovery: Discovery,
  blueprint: Blueprint,
  seen: SeenRepository,
  identifier: string,
): Promise<Became> {
  const type = hasType(blueprint) ? (seen.chosen_type ?? discovery.entity_type) : null
  const ingested = ingestedOf(seen, discovery.fields, discovery.tags_from)
  const said = saidOf(blueprint, ingested, type)
  const problems = problemsOf(blueprint, identifier, said)
  if (problems.length > 0) return failed(inOneSentence(problems))
  const entityId = await say(tx, blueprint, identifier, 'discovery', said)
  await link(tx, discovery, seen, { entityId, status: 'registered', type })
  return { became: 'registered' }
}

interface NewLink {
  readonly entityId: string
  readonly status: 'registered' | 'merged'
  readonly type: string | null
}

async function link(
  tx: Tx,
  discovery: Discovery,
  seen: SeenRepository,
  { entityId, status, type }: NewLink,
): Promise<void> {
  const ingested = JSON.stringify(ingestedOf(seen, discovery.fields, discovery.tags_from))
  await sql`
    insert into discovery_links (discovery_id, repository_id, entity_id, status, entity_type, ingested)
    values (${discovery.id}, ${seen.id}, ${entityId}, ${status}, ${type}, ${ingested})`.execute(tx)
}

/** Entities that belong to a repository of the discovery: each to one. */
async function linkedOf(tx: Tx, { id }: Discovery): Promise<Set<string>> {
  const { rows } = await sql<{ entity_id: string }>`
    select entity_id from discovery_links where discovery_id = ${id} and unlinked_at is null`.execute(tx)
  return new Set(rows.map(({ entity_id }) => entity_id))
}

/** The action to which some imports are confined, by event. */
async function confinedOf(
  tx: Tx,
  wanted: readonly SeenRepository[],
): Promise<Map<string, 'register' | 'merge' | null>> {
  const ids = wanted.flatMap(({ import_event_id }) => import_event_id ?? [])
  const { rows } = await sql<{ id: string; only_action: 'register' | 'merge' | null }>`
    select id, only_action from discovery_events where id = any(${ids}::bigint[])`.execute(tx)
  return new Map(rows.map(({ id, only_action }) => [id, only_action]))
}
