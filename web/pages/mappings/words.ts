import { formatCount } from '../../ui/value/format.ts'
import type { Level } from '../../ui/value/status.tsx'
import type { Finding, Tried, TriedRecord, TriedResource } from './queries.ts'

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

export const outcomes: Readonly<
  Record<TriedRecord['outcome'], { readonly level: Level; readonly word: string }>
> = {
  mapped: { level: 'good', word: 'Mapped' },
  filtered: { level: 'unknown', word: 'Left out' },
  errored: { level: 'bad', word: 'In error' },
}

/** Where a record is from, as people write it: acme/shop, and what tells it apart there. */
export function placeOf({ workspace, repository, key }: TriedRecord): string {
  return [workspace, repository, isUuid(key) ? null : key].filter((part) => part !== null).join('/')
}

/** What a record is called, where its place says nothing of it. */
export function nameOf(record: TriedRecord): string {
  const [entity] = record.entities
  return entity?.title ?? entity?.identifier ?? (isUuid(record.key) ? placeOf(record) : record.key)
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
