import type { Discovered } from '../catalog/discovery/discovered.ts'
import type { Discovery } from '../catalog/discovery/discoveries.ts'
import type { DiscoveryEvent } from '../catalog/discovery/events.ts'
import type { Imported } from '../catalog/discovery/imported.ts'

export function discoveryOf(discovery: Discovery) {
  const { id, name, behaviour, kind, entity_type, ingested_path, operator, catalogue_path } = discovery
  const { fields, tags_from, secondary_kinds, frequency_minutes, connection } = discovery
  return {
    ...{ id, name, behaviour, kind, entity_type, ingested_path, operator, catalogue_path },
    ...{ tags_from, frequency_minutes, connection },
    workspace: { id: discovery.workspace_id, slug: discovery.workspace, name: discovery.workspace_name },
    fields: [...fields],
    secondary_kinds: [...secondary_kinds],
    since: discovery.since?.toISOString() ?? null,
    auto_import: discovery.auto_import_since !== null,
    suspended_at: discovery.suspended_at?.toISOString() ?? null,
    discovered: discovery.discovered,
    imported: discovery.imported,
    created_at: discovery.created_at.toISOString(),
    updated_at: discovery.updated_at.toISOString(),
  }
}

export function discoveredOf({ sort_value, detected_at, ...row }: Discovered) {
  return { ...row, detected_at: detected_at.toISOString() }
}

export function importedOf({ sort_value, imported_at, ...row }: Imported) {
  return { ...row, scope: 'account' as const, imported_at: imported_at.toISOString() }
}

export function eventOf(event: DiscoveryEvent) {
  const { id, type, status, description, caused_by, trigger, registered, merged, left_out, failed } = event
  return {
    ...{ id, type, status, description, caused_by, trigger, registered, merged, left_out, failed },
    problems: [...event.problems],
    run: event.run_id,
    streams: event.streams && [...event.streams],
    records: event.records,
    started_at: event.started_at.toISOString(),
    updated_at: event.updated_at.toISOString(),
    ended_at: event.ended_at?.toISOString() ?? null,
  }
}
