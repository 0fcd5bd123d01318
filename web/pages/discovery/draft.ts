import type { Client } from '../../api.ts'
import { needed } from '../validate.ts'
import type { Discovery, Frequency } from './queries.ts'
import { fieldWords } from './words.ts'

type Body = Parameters<Client['discoveries']['create']>[0]['body']

/** What is changed at any time, as the form holds it. */
export interface Mapping {
  readonly name: string
  readonly behaviour: Discovery['behaviour']
  readonly kind: string | null
  readonly entity_type: string | null
  readonly ingested_path: Discovery['ingested_path']
  readonly operator: Discovery['operator']
  readonly catalogue_path: string
  readonly fields: readonly Discovery['fields'][number][]
  readonly tags_from: Discovery['tags_from']
}

/** What is chosen once besides. */
export interface Draft extends Mapping {
  readonly workspace: string | null
  readonly secondary_kinds: readonly Discovery['secondary_kinds'][number][]
  readonly frequency: string
  readonly since: string | null
}

const usualMapping: Mapping = {
  ...{ name: '', behaviour: 'register_and_merge', kind: 'Component', entity_type: 'service' },
  ...{ ingested_path: 'name', operator: 'equals', catalogue_path: 'title', tags_from: 'project_key' },
  fields: fieldWords.map(({ value }) => value),
}

export const blank: Draft = {
  ...usualMapping,
  ...{ workspace: null, secondary_kinds: ['pull_requests', 'commits'], frequency: '180', since: null },
}

export const mappingRules = {
  name: needed('a name'),
  kind: (value: string | null) => (value === null ? 'Choose a kind.' : null),
}

export const setUpRules = {
  ...mappingRules,
  workspace: (value: string | null) => (value === null ? 'Choose a workspace.' : null),
}

export const labels = {
  ...{ name: 'Name', connection: 'Connection', workspace: 'Workspace', behaviour: 'Behaviour', kind: 'Kind' },
  ...{ entity_type: 'Type', ingested_path: 'Value of the repository', operator: 'Operator' },
  ...{ catalogue_path: 'Value of the entity', fields: 'Fields', tags_from: 'Tags' },
  ...{
    secondary_kinds: 'Secondary kinds',
    frequency: 'Update frequency',
    frequency_minutes: 'Update frequency',
  },
  since: 'Start date',
} as const

export const frequencies: readonly Frequency[] = [30, 60, 180, 360, 720, 1440]

export function frequencyOf({ frequency }: Pick<Draft, 'frequency'>): Frequency {
  return frequencies.find((minutes) => String(minutes) === frequency) ?? 180
}

export function draftOf(discovery: Discovery): Mapping {
  const { name, behaviour, kind, entity_type, ingested_path, operator, catalogue_path } = discovery
  const { fields, tags_from } = discovery
  return { name, behaviour, kind, entity_type, ingested_path, operator, catalogue_path, fields, tags_from }
}

export function mappingBody({ name, behaviour, kind, entity_type, fields, ...rest }: Mapping) {
  const { ingested_path, operator, catalogue_path, tags_from } = rest
  return {
    ...{ behaviour, ingested_path, operator, catalogue_path, tags_from },
    name: name.trim(),
    kind: kind ?? '',
    entity_type: behaviour === 'merge' ? null : entity_type,
    fields: [...fields],
  }
}

export function createBody(draft: Draft): Body {
  const { workspace, secondary_kinds, since } = draft
  return {
    ...mappingBody(draft),
    workspace: workspace ?? '',
    secondary_kinds: [...secondary_kinds],
    frequency_minutes: frequencyOf(draft),
    ...(since === null ? {} : { since }),
  }
}
