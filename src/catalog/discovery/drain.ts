import { sql, type Transaction } from 'kysely'
import { markDirty } from '../../db/dirty.ts'
import type { Schema } from '../../db/schema.ts'
import { loadBlueprints } from '../blueprints/stored.ts'
import { inOneSentence, problemsOf, say } from '../entities/by-hand.ts'
import { type Discovery, listDiscoveriesOf, workspaceKey } from './discoveries.ts'
import { ingestedOf } from './fields.ts'
import { importRepositories } from './import.ts'
import { saidOf } from './registered.ts'
import { loadSeen, type SeenRepository } from './repositories.ts'

type Tx = Transaction<Schema>

/**
 * Looks at repositories that are new or changed: what is there and in no entity is discovered, what is in one is renewed,
 * and what somebody chose, or nobody has to choose, is imported. A key is a repository, or all those of a workspace.
 */
export async function drainDiscovery(tx: Tx, keys: readonly string[]): Promise<void> {
  // Two that import at once would give out one identifier twice, or one entity.
  await sql`select pg_advisory_xact_lock(hashtextextended('discovery', 7373))`.execute(tx)
  const workspaces = keys.filter((key) => key.startsWith(workspaceKey))
  await markRepositoriesOf(
    tx,
    workspaces.map((key) => key.slice(workspaceKey.length)),
  )
  const seen = await loadSeen(
    tx,
    keys.filter((key) => !key.startsWith(workspaceKey)),
  )
  const discoveries = await listDiscoveriesOf(tx, [...new Set(seen.map(({ workspace_id }) => workspace_id))])
  for (const discovery of discoveries) {
    const own = seen.filter(({ workspace_id }) => workspace_id === discovery.workspace_id)
    if (discovery.suspended_at === null) await lookAt(tx, discovery, own)
    const wanted = await wantedOf(tx, discovery, own)
    if (wanted.length > 0) await importRepositories(tx, discovery, wanted)
  }
}

async function markRepositoriesOf(tx: Tx, workspaceIds: readonly string[]): Promise<void> {
  if (workspaceIds.length === 0) return
  const rows = await tx
    .selectFrom('repositories')
    .select('id')
    .where('workspace_id', 'in', [...workspaceIds])
    .execute()
  await markDirty(
    tx,
    'discovery',
    rows.map(({ id }) => id),
  )
}

async function lookAt(tx: Tx, discovery: Discovery, seen: readonly SeenRepository[]): Promise<void> {
  const present = seen.filter(({ is_present }) => is_present)
  await sql`
    insert into discovered (repository_id, discovery_id)
    select id, ${discovery.id} from unnest(${idsOf(present)}::bigint[]) as id order by id
    on conflict (repository_id) do update set discovery_id = excluded.discovery_id
     where discovered.discovery_id <> excluded.discovery_id`.execute(tx)
  const absent = seen.filter(({ is_present, link }) => !is_present && link === null)
  await sql`delete from discovered where repository_id = any(${idsOf(absent)}::bigint[])`.execute(tx)
  await renew(
    tx,
    discovery,
    present.filter(({ link }) => link !== null),
  )
}

function idsOf(seen: readonly SeenRepository[]): string[] {
  return seen.map(({ id }) => id)
}

/** What is ingested follows the repository; what was registered for it says so again. */
async function renew(tx: Tx, discovery: Discovery, linked: readonly SeenRepository[]): Promise<void> {
  if (linked.length === 0) return
  const ingested = new Map(
    linked.map((seen) => [seen.id, ingestedOf(seen, discovery.fields, discovery.tags_from)]),
  )
  const { rows } = await sql<Renewed>`
    update discovery_links links set ingested = given.ingested, updated_at = now()
      from unnest(${[...ingested.keys()]}::bigint[], ${[...ingested.values()].map((one) => JSON.stringify(one))}::jsonb[])
             as given (repository_id, ingested), entities, blueprints
     where links.repository_id = given.repository_id and links.unlinked_at is null
       and entities.id = links.entity_id and blueprints.id = entities.blueprint_id
       and links.ingested is distinct from given.ingested
    returning links.repository_id, links.status, links.entity_type, entities.identifier, blueprints.identifier as kind`.execute(
    tx,
  )
  const registered = rows.filter(({ status }) => status === 'registered')
  const blueprints = await loadBlueprints(tx, [...new Set(registered.map(({ kind }) => kind))])
  const problems = new Map<string, string | null>()
  for (const { repository_id, kind, identifier, entity_type } of registered) {
    const blueprint = blueprints.get(kind)
    const now = ingested.get(repository_id)
    if (!blueprint || !now) continue
    const said = saidOf(blueprint, now, entity_type)
    const found = problemsOf(blueprint, identifier, said)
    problems.set(repository_id, found.length > 0 ? inOneSentence(found) : null)
    // A kind that asks for more than it did: the entity keeps what it has.
    if (found.length === 0) await say(tx, blueprint, identifier, 'discovery', said)
  }
  await sql`
    update discovered set problem = given.problem
      from unnest(${[...problems.keys()]}::bigint[], ${[...problems.values()]}::text[]) as given (id, problem)
     where repository_id = given.id and discovered.problem is distinct from given.problem`.execute(tx)
}

interface Renewed {
  readonly repository_id: string
  readonly status: string
  readonly entity_type: string | null
  readonly identifier: string
  readonly kind: string
}

/** Those that somebody has chosen, and those that are imported by themselves: detected since that is so, and new. */
async function wantedOf(
  tx: Tx,
  { auto_import_since: since, suspended_at }: Discovery,
  seen: readonly SeenRepository[],
): Promise<SeenRepository[]> {
  const chosen = seen.filter(({ link, import_event_id }) => link === null && import_event_id !== null)
  const open = seen.filter(({ link, is_present }) => link === null && is_present)
  if (since === null || suspended_at !== null) return chosen
  const { rows } = await sql<{ repository_id: string }>`
    select repository_id from discovered
     where repository_id = any(${idsOf(open)}::bigint[]) and import_event_id is null and problem is null
       and detected_at >= ${since}`.execute(tx)
  const fresh = new Set(rows.map(({ repository_id }) => repository_id))
  return [...chosen, ...open.filter(({ id, was_linked }) => fresh.has(id) && !was_linked)]
}
