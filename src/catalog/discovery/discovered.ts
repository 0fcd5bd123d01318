import { sql } from 'kysely'
import { keyset, type Place, type Sort } from '../../db/keyset.ts'
import type { Db } from '../../db/pool.ts'
import { Failure } from '../../errors.ts'
import { loadBlueprints } from '../blueprints/stored.ts'
import { type Candidate, type Match, searchEntities } from './correlate.ts'
import type { Discovery } from './discoveries.ts'
import type { RepositoryFacts } from './fields.ts'
import { hasType } from './registered.ts'
import { suggest, suggestionsFor } from './suggest.ts'

export interface Discovered {
  readonly id: string
  readonly name: string
  readonly full_name: string
  /** Null where only merging is wanted and nothing fits. */
  readonly action: 'register' | 'merge' | null
  /** Whether a person chose the action or the entity. */
  readonly is_chosen: boolean
  /** The entity it is merged into. */
  readonly match: Match | null
  /** How many more fit it, as far as they are counted. */
  readonly other_matches: number
  readonly kind: string
  readonly type: string | null
  readonly detected_at: Date
  readonly state: 'discovered' | 'unlinked' | 'importing'
  /** Why its last import failed. */
  readonly problem: string | null
  readonly sort_value: string | null
}

interface Row extends RepositoryFacts {
  readonly id: string
  readonly detected_at: Date
  readonly chosen_action: 'register' | 'merge' | null
  readonly chosen_type: string | null
  readonly chosen_entity_id: string | null
  readonly chosen_entity: Match | null
  readonly state: Discovered['state']
  readonly problem: string | null
  readonly sort_value: string | null
}

const sortColumns = {
  name: { value: sql`lower(repositories.name)`, type: 'text' },
  detected_at: { value: sql`discovered.detected_at`, type: 'timestamptz' },
} as const

type DiscoveredSort = Sort<keyof typeof sortColumns>

interface Listing {
  readonly search?: string | undefined
  readonly sort?: DiscoveredSort | undefined
  /** One of them alone. */
  readonly id?: string
}

/** Repositories that wait, in order, behind a place in it, each with what is recommended for it as the catalogue is now. */
export async function listDiscovered(
  db: Db,
  discovery: Discovery,
  { search, sort = 'name', id }: Listing,
  place: Place | undefined,
  limit: number,
): Promise<Discovered[]> {
  const { value, orderBy, behind } = keyset(sortColumns, sort, sql`repositories.id`)
  const { rows } = await sql<Row>`
    select repositories.id, workspaces.slug as workspace, repositories.slug, repositories.name, repositories.description,
           repositories.website, repositories.language, repositories.is_private, repositories.main_branch,
           projects.key as project_key, projects.name as project_name, discovered.detected_at,
           discovered.chosen_action, discovered.chosen_type, discovered.chosen_entity_id, discovered.problem,
           case when chosen.id is not null then jsonb_build_object(
             'id', chosen.id::text, 'identifier', chosen.identifier, 'title', chosen.title, 'kind', blueprints.identifier,
             'type', chosen.properties ->> 'type') end as chosen_entity,
           case when discovered.import_event_id is not null then 'importing'
                when exists (select from discovery_links ever where ever.repository_id = repositories.id) then 'unlinked'
                else 'discovered' end as state,
           ${value} as sort_value
      from discovered
      join repositories on repositories.id = discovered.repository_id
      join workspaces on workspaces.id = repositories.workspace_id
      left join projects on projects.id = repositories.project_id
      left join entities chosen on chosen.id = discovered.chosen_entity_id and chosen.removed_at is null
      left join blueprints on blueprints.id = chosen.blueprint_id
     where discovered.discovery_id = ${discovery.id}
       and not exists (select from discovery_links links
                        where links.repository_id = repositories.id and links.unlinked_at is null)
       and (${search ?? null}::text is null
            or position(lower(${search ?? null}) in lower(workspaces.slug || '/' || repositories.slug || ' ' || repositories.name)) > 0)
       and (${id ?? null}::bigint is null or repositories.id = ${id ?? null})
       and ${behind(place)}
     order by ${orderBy} limit ${limit}`.execute(db)
  return withSuggestions(db, discovery, rows)
}

/** Counted up to this: enough to say that others fit, too. */
const countedMatches = 5

async function withSuggestions(db: Db, discovery: Discovery, rows: readonly Row[]): Promise<Discovered[]> {
  const blueprint = (await loadBlueprints(db, [discovery.kind])).get(discovery.kind)
  const matches = await suggestionsFor(db, discovery, blueprint, rows, countedMatches)
  return rows.map((row) => {
    const fitting = matches.get(row.id) ?? []
    const choice = { ...row, chosen_entity_id: row.chosen_entity?.id ?? null }
    const { action, match } = suggest(discovery, choice, fitting)
    const entity = match && (row.chosen_entity ?? fitting.find(({ id }) => id === match.id) ?? null)
    const registeredType = blueprint && hasType(blueprint) ? (row.chosen_type ?? discovery.entity_type) : null
    return {
      ...{ id: row.id, name: row.name, full_name: `${row.workspace}/${row.slug}`, action, match: entity },
      is_chosen: row.chosen_action !== null || row.chosen_entity !== null,
      other_matches: fitting.filter(({ id }) => id !== entity?.id).length,
      kind: entity?.kind ?? discovery.kind,
      type: entity ? entity.type : registeredType,
      ...{ detected_at: row.detected_at, state: row.state, problem: row.problem, sort_value: row.sort_value },
    }
  })
}

export async function getDiscovered(db: Db, discovery: Discovery, id: string): Promise<Discovered> {
  const [row] = await listDiscovered(db, discovery, { id }, undefined, 1)
  if (!row) throw new Failure('not_found', { detail: 'It does not wait to be imported.' })
  return row
}

const mostCandidates = 20

/** Entities that a repository may be merged into: those that fit it, or those that a person looks for. */
export async function candidatesFor(
  db: Db,
  discovery: Discovery,
  repositoryId: string,
  search: string | undefined,
): Promise<Candidate[]> {
  await getDiscovered(db, discovery, repositoryId)
  if (search !== undefined) return searchEntities(db, discovery.id, search, mostCandidates)
  const { rows } = await sql<RepositoryFacts & { readonly id: string }>`
    select repositories.id, workspaces.slug as workspace, repositories.slug, repositories.name, repositories.description,
           repositories.website, repositories.language, repositories.is_private, repositories.main_branch,
           projects.key as project_key, projects.name as project_name
      from repositories join workspaces on workspaces.id = repositories.workspace_id
      left join projects on projects.id = repositories.project_id
     where repositories.id = ${repositoryId}`.execute(db)
  const blueprint = (await loadBlueprints(db, [discovery.kind])).get(discovery.kind)
  const fitting =
    (await suggestionsFor(db, discovery, blueprint, rows, mostCandidates)).get(repositoryId) ?? []
  return fitting.map((match) => ({ ...match, belongs_to: null }))
}

export interface Chosen {
  readonly action?: 'register' | 'merge' | null
  readonly entity?: string | null
  readonly type?: string | null
}

/** What a person chooses for a repository; null goes back to what is recommended. */
export async function choose(
  tx: Db,
  discovery: Discovery,
  id: string,
  { action, entity, type }: Chosen,
): Promise<void> {
  const before = await tx
    .selectFrom('discovered')
    .select(['chosen_action', 'chosen_entity_id', 'chosen_type'])
    .where('repository_id', '=', id)
    .where('discovery_id', '=', discovery.id)
    .forUpdate()
    .executeTakeFirst()
  if (!before) throw new Failure('not_found', { detail: 'It does not wait to be imported.' })
  await tx
    .updateTable('discovered')
    .set({
      chosen_action: action === undefined ? before.chosen_action : action,
      chosen_entity_id: entity === undefined ? before.chosen_entity_id : entity,
      chosen_type: type === undefined ? before.chosen_type : type,
      problem: null,
    })
    .where('repository_id', '=', id)
    .execute()
}
