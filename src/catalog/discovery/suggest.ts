import type { Db } from '../../db/pool.ts'
import type { Blueprint } from '../blueprints/blueprint.ts'
import { type Match, matchesOf } from './correlate.ts'
import type { Discovery } from './discoveries.ts'
import { type RepositoryFacts, valueAt } from './fields.ts'

/** What a person chose for a repository, in place of what is recommended. */
interface Choice {
  readonly chosen_action: 'register' | 'merge' | null
  readonly chosen_entity_id: string | null
}

export interface Suggestion {
  /** Null where only merging is wanted and nothing fits. */
  readonly action: 'register' | 'merge' | null
  /** The entity it is merged into. */
  readonly match: Pick<Match, 'id'> | null
}

/** Of several repositories that mean the same entity, the others take the next that fits. */
const tried = 5

/** Entities that fit some repositories; none where the discovery never merges. */
export async function suggestionsFor(
  db: Db,
  discovery: Discovery,
  blueprint: Blueprint | undefined,
  repositories: readonly (RepositoryFacts & { readonly id: string })[],
  most = tried,
): Promise<Map<string, Match[]>> {
  if (!blueprint || discovery.behaviour === 'register') return new Map()
  const wanted = repositories.map((one) => ({
    key: one.id,
    value: valueAt(one, discovery.ingested_path) ?? '',
  }))
  const correlation = {
    ...{ discoveryId: discovery.id, blueprintId: blueprint.id, operator: discovery.operator },
    cataloguePath: discovery.catalogue_path,
  }
  return matchesOf(db, correlation, wanted, most)
}

/** What is done with a repository: as somebody chose, else as the behaviour of its discovery and what fits say. */
export function suggest(
  { behaviour }: Pick<Discovery, 'behaviour'>,
  { chosen_action, chosen_entity_id }: Choice,
  matches: readonly Pick<Match, 'id'>[],
  linked: ReadonlySet<string> = new Set(),
): Suggestion {
  if (behaviour === 'register') return { action: 'register', match: null }
  const free = matches.find(({ id }) => !linked.has(id))
  const match = chosen_entity_id === null ? (free ?? null) : { id: chosen_entity_id }
  if (chosen_action === 'register' && behaviour !== 'merge') return { action: 'register', match: null }
  if (match) return { action: 'merge', match }
  return { action: behaviour === 'merge' || chosen_action === 'merge' ? null : 'register', match: null }
}
