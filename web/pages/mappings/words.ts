import { formatCount } from '../../ui/value/format.ts'
import type { Level } from '../../ui/value/status.tsx'
import type {
  Finding,
  MappedOutcome,
  Mapping,
  Preview,
  Tried,
  TriedRecord,
  TriedResource,
} from './queries.ts'

/** What came of a test, in one sentence. */
export function sentenceOf({ findings, resources }: Tried): string {
  const errors = findings.filter(({ level }) => level === 'error').length
  if (errors > 0)
    return `${errors === 1 ? 'One thing is' : `${formatCount(errors)} things are`} wrong with it: nothing was mapped.`
  const records = resources.flatMap((resource) => resource.records)
  if (records.length === 0) return 'Nothing that it is about has been collected yet.'
  const count = (outcome: TriedRecord['outcome']) => records.filter((one) => one.outcome === outcome).length
  const parts = [
    `${formatCount(count('mapped'))} mapped`,
    `${formatCount(count('filtered'))} left out`,
    `${formatCount(count('errored'))} in error`,
  ]
  return `Of ${formatCount(records.length)} ${records.length === 1 ? 'record' : 'records'} ${parts.join(', ')}.`
}

/** What is the case with a saved mapping, and with what is written of it. */
export function stateOf(mapping: Mapping | null, isChanged: boolean): string {
  if (!mapping) return 'A new mapping: nothing is mapped by it until it is saved.'
  const written = isChanged ? ' What you write is kept in this browser until you save it.' : ''
  if (!mapping.is_active) return `${mapping.name} is off: what it made stays as it was.${written}`
  const count = (outcome: MappedOutcome) => mapping.outcomes.reduce((sum, one) => sum + one[outcome], 0)
  if (mapping.outcomes.length === 0)
    return `Version ${mapping.version}. Nothing has been mapped yet.${written}`
  return `Version ${mapping.version}: ${formatCount(count('mapped'))} mapped, ${formatCount(count('filtered'))} left out, ${formatCount(count('errored'))} in error.${written}`
}

/** What saving would change, in a sentence or two. */
export function changesOf({ records, partly, errored, created, changed, removed, same }: Preview): string {
  const looked =
    partly.length > 0
      ? `Of the first ${formatCount(records)} records (there are more of ${partly.join(' and ')})`
      : `Of ${formatCount(records)} ${records === 1 ? 'record' : 'records'}`
  const counts = `${formatCount(created)} entities would be created, ${formatCount(changed)} changed, ${formatCount(removed)} removed; ${formatCount(same)} stay as they are.`
  const failed =
    errored > 0 ? ` ${formatCount(errored)} records would be in error, and keep what was known of them.` : ''
  return `${looked}: ${counts}${failed}`
}

/** Who answered the expressions: the share that jq itself is needed for is what takes time. */
export function answersOf({ all, answers }: Tried['answers']): string {
  if (all === 0) return ''
  if (answers === 0) return 'Our own engine answered every expression.'
  const share = (answers / all) * 100
  const percent = share < 1 ? 'under 1' : Math.round(share)
  return `jq itself answered ${percent} % of the expressions, the rest our own engine, which is ten times as quick.`
}

export const outcomes: Readonly<Record<MappedOutcome, { readonly level: Level; readonly word: string }>> = {
  mapped: { level: 'good', word: 'Mapped' },
  filtered: { level: 'unknown', word: 'Left out' },
  errored: { level: 'bad', word: 'In error' },
  gone: { level: 'attention', word: 'Gone' },
}

/** Where a record is from, as people write it: acme/shop, and what tells it apart there. */
export function placeOf({
  workspace,
  repository,
  key,
}: Pick<TriedRecord, 'workspace' | 'repository' | 'key'>): string {
  return [workspace, repository, isUuid(key) ? null : key].filter((part) => part !== null).join('/')
}

/** What a record is called, where its place says nothing of it. */
export function nameOf(record: TriedRecord): string {
  const [entity] = record.entities
  return (
    entity?.title ??
    (entity ? asText(entity.identifier) : null) ??
    (isUuid(record.key) ? placeOf(record) : record.key)
  )
}

function isUuid(key: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(key)
}

/** Resources of one kind are told apart by their line. */
export function labelOf({ kind, line }: TriedResource, all: readonly TriedResource[]): string {
  return all.filter((one) => one.kind === kind).length > 1 ? `${kind}, line ${line}` : kind
}

export function placeOfFinding({ line, column, path }: Finding): string {
  return path === '' ? `Line ${line}, column ${column}` : `Line ${line}, column ${column}: ${path}`
}

export function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
