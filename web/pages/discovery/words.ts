import { formatCount } from '../../ui/value/format.ts'
import type { Level } from '../../ui/value/status.tsx'
import type { Discovered, Discovery, DiscoveryEvent, Imported } from './queries.ts'

export const actions = { register: 'Register', merge: 'Merge' } as const

export const statuses: Readonly<Record<Imported['status'], string>> = {
  registered: 'Registered',
  merged: 'Merged',
}

export const eventTypes: Readonly<Record<DiscoveryEvent['type'], string>> = {
  sync: 'Sync',
  created: 'Set up',
  edited: 'Edited',
  suspended: 'Suspended',
  resumed: 'Resumed',
  manual_import: 'Manual import',
  auto_import: 'Auto-import',
  unlinked: 'Unlinked',
}

export const eventStatuses: Readonly<Record<DiscoveryEvent['status'], readonly [Level, string]>> = {
  success: ['good', 'Success'],
  partial_success: ['attention', 'Partial success'],
  running: ['unknown', 'Running'],
  failed: ['bad', 'Failed'],
}

export const triggers: Readonly<Record<DiscoveryEvent['trigger'], string>> = {
  manual: 'Manual',
  scheduled: 'Scheduled',
  automatic: 'By itself',
}

/** How a discovery stands, in one sentence. */
export function sentenceOf({ discovered, imported, suspended_at, connection }: Discovery): string {
  if (suspended_at !== null)
    return `Suspended: nothing is discovered or updated. ${inCatalogue(imported)} in the catalogue.`
  if (!connection?.is_active)
    return `Nothing new is read: ${connection ? `${connection.alias} is suspended` : 'no connection reads the workspace'}.`
  if (discovered === 0 && imported === 0) return 'No repository has been discovered yet.'
  if (discovered === 0) return `Nothing waits. ${inCatalogue(imported)} in the catalogue.`
  const waiting = discovered === 1 ? 'One repository waits' : `${formatCount(discovered)} repositories wait`
  return `${waiting} to be imported. ${inCatalogue(imported)} in the catalogue.`
}

function inCatalogue(count: number): string {
  if (count === 0) return 'None is'
  return count === 1 ? 'One is' : `${formatCount(count)} are`
}

/** What came of an import, in numbers. */
export function countsOf({ registered, merged, left_out, failed }: DiscoveryEvent): string {
  const counts = [
    [registered, 'registered'],
    [merged, 'merged'],
    [left_out, 'left out'],
    [failed, 'failed'],
  ] as const
  const told = counts.filter(([count]) => count > 0).map(([count, word]) => `${formatCount(count)} ${word}`)
  return told.length === 0 ? 'Nothing yet' : told.join(', ')
}

/** Why a repository is in the list, beyond having been detected. */
export function remarkOf({ state, problem }: Pick<Discovered, 'state' | 'problem'>) {
  if (state === 'importing') return { level: 'unknown', word: 'Importing' } as const
  if (problem !== null) return { level: 'bad', word: 'Failed', detail: problem } as const
  if (state === 'unlinked') return { level: 'attention', word: 'Unlinked' } as const
  return null
}

export const ingestedPaths = [
  { value: 'name', label: 'Name' },
  { value: 'slug', label: 'Slug' },
  { value: 'full_name', label: 'Full name: workspace/slug' },
  { value: 'url', label: 'URL' },
  { value: 'project.key', label: 'Key of the project' },
  { value: 'project.name', label: 'Name of the project' },
] as const

/** A value of an entity as people read it. */
export function pathInWords(path: string): string {
  if (path === 'title') return 'Name'
  if (path === 'identifier') return 'Identifier'
  return path
}

export const fieldWords = [
  { value: 'name', label: 'Name' },
  { value: 'url', label: 'URL' },
  { value: 'description', label: 'Description' },
  { value: 'project', label: 'Project: key and name' },
  { value: 'default_branch', label: 'Default branch' },
  { value: 'tags', label: 'Tags' },
  { value: 'is_private', label: 'Visibility' },
  { value: 'slug', label: 'Slug' },
  { value: 'full_name', label: 'Full name' },
  { value: 'language', label: 'Language' },
  { value: 'website', label: 'Website' },
] as const

export const secondaryKindWords = [
  { value: 'pull_requests', label: 'Pull requests', doc: 'Open, merged and declined ones.' },
  { value: 'commits', label: 'Commits', doc: 'The history of the default branch.' },
] as const
