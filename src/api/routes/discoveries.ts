import { candidatesFor, choose, getDiscovered, listDiscovered } from '../../catalog/discovery/discovered.ts'
import {
  addDiscovery,
  changeDiscovery,
  type Discovery,
  describeDiscovery,
  getDiscovery,
  listDiscoveries,
  lockDiscovery,
  resumeDiscovery,
  setAutoImport,
  subjectOfDiscovery,
  suspendDiscovery,
} from '../../catalog/discovery/discoveries.ts'
import {
  type EventType,
  getEvent,
  listEvents,
  noteEvent,
  noteOpenRun,
} from '../../catalog/discovery/events.ts'
import { listImported, unlink } from '../../catalog/discovery/imported.ts'
import { askImport } from '../../catalog/discovery/imports.ts'
import { demandChoice, demandKind, listKinds } from '../../catalog/discovery/kinds.ts'
import { present } from '../../connections/entered/present.ts'
import { connectors } from '../../connectors/index.ts'
import type { Db } from '../../db/pool.ts'
import { actorOf } from '../../people/audit.ts'
import type { Caller } from '../../people/caller.ts'
import { startRun } from '../../sync/run/runs.ts'
import { discoveries as resource } from '../contract/discoveries.ts'
import { byId, byValue, page, readCursor } from '../cursor.ts'
import { discoveredOf, discoveryOf, eventOf, importedOf } from '../discovery-answers.ts'
import { askOfConnection, readWorkspaces, rhythmOf } from '../discovery-desk.ts'
import { implement } from './route.ts'

export const discoveries = implement(resource, {
  list: async ({ db }) => ({ items: (await listDiscoveries(db)).map(discoveryOf) }),

  setUp: async ({ db }) => ({
    kinds: (await listKinds(db)).map((kind) => ({
      ...kind,
      types: [...kind.types],
      catalogue_paths: [...kind.catalogue_paths],
    })),
    workspaces: await readWorkspaces(db),
  }),

  rhythm: async ({ db, query: { workspace, ...wish } }) => {
    const { frequency_minutes, since, change, reasons } = await rhythmOf(db, workspace, wish)
    return {
      ...{ frequency_minutes, since: since?.toISOString() ?? null, reasons: [...reasons] },
      changes: Object.keys(change).length > 0,
    }
  },

  get: async ({ db, params }) => {
    const discovery = await getDiscovery(db, params.id)
    return { answer: discoveryOf(discovery), version: discovery.version }
  },

  create: async ({ db, body, caller, change }) => {
    const { workspace, since, ...rest } = body
    await demandKind(db, body)
    return change(async (tx) => {
      const { frequency_minutes, secondary_kinds } = body
      const asked = { frequency_minutes, secondary_kinds, ...present({ since }) }
      const { connection, change: changed } = await askOfConnection(tx, workspace, asked)
      const made = await addDiscovery(tx, {
        ...{ ...rest, workspace_id: workspace },
        since: since === undefined ? null : new Date(since),
      })
      await note(tx, caller, made, 'created', `The discovery ${made.name} was set up.`)
      await startRun(tx, connectors, {
        connectionId: connection.id,
        cause: 'person',
        scope: 'repositories',
      })
      await noteOpenRun(tx, made.id)
      const answer = answered(made)
      return { ...answer, after: { ...answer.after, changed_of_connection: changed } }
    })
  },

  update: async ({ db, params, body, caller, change, expectVersion }) => {
    const stored = await getDiscovery(db, params.id)
    await demandKind(db, { ...stored, ...body })
    return change(async (tx) => {
      const before = await lockDiscovery(tx, params.id)
      expectVersion(before.version)
      const after = await changeDiscovery(tx, before, body)
      await note(
        tx,
        caller,
        after,
        'edited',
        `Changed: ${Object.keys(body).join(', ').replaceAll('_', ' ')}.`,
      )
      return { ...answered(after, before), version: after.version }
    })
  },

  setAutoImport: async ({ params, body, caller, change }) =>
    change(async (tx) => {
      const before = await lockDiscovery(tx, params.id)
      const after = await setAutoImport(tx, before, body.on)
      if (after.version !== before.version)
        await note(tx, caller, after, 'edited', `Auto-import was switched ${body.on ? 'on' : 'off'}.`)
      return answered(after, before)
    }),

  suspend: async ({ params, caller, change }) =>
    change(async (tx) => {
      const before = await lockDiscovery(tx, params.id)
      const after = await suspendDiscovery(tx, before)
      if (after.version !== before.version)
        await note(tx, caller, after, 'suspended', 'Nothing is discovered or updated until it is resumed.')
      return answered(after, before)
    }),

  resume: async ({ params, caller, change }) =>
    change(async (tx) => {
      const before = await lockDiscovery(tx, params.id)
      const after = await resumeDiscovery(tx, before)
      if (after.version !== before.version)
        await note(tx, caller, after, 'resumed', 'Discovery goes on, with what changed meanwhile.')
      return answered(after, before)
    }),

  discovered: async ({ db, params, query }) => {
    const { cursor, limit = 50, ...listing } = query
    const discovery = await getDiscovery(db, params.id)
    const list = `discovered ${listing.sort ?? ''}`
    const rows = await listDiscovered(db, discovery, listing, readCursor(list, byValue, cursor), limit + 1)
    return page(list, rows, { limit, place: (row) => [row.sort_value, row.id], item: discoveredOf })
  },

  candidates: async ({ db, params, query }) => {
    const discovery = await getDiscovery(db, params.id)
    return { items: await candidatesFor(db, discovery, params.repository, query.search) }
  },

  choose: async ({ db, params, body, change }) => {
    const stored = await getDiscovery(db, params.id)
    await demandChoice(db, stored, body)
    return change(async (tx) => {
      const discovery = await getDiscovery(tx, params.id)
      const before = discoveredOf(await getDiscovered(tx, discovery, params.repository))
      await choose(tx, discovery, params.repository, body)
      const after = discoveredOf(await getDiscovered(tx, discovery, params.repository))
      return { answer: after, subject: subjectOfDiscovery(discovery), before, after }
    })
  },

  import: async ({ params, body, caller, change }) =>
    change(async (tx) => {
      const discovery = await lockDiscovery(tx, params.id)
      const { repositories, only = null } = body
      const ids = repositories === 'all' ? null : repositories
      const { eventId, count } = await askImport(tx, discovery, { ids, only, causedBy: nameOf(caller) })
      const after = { count, only, event: eventId }
      return { answer: { event: eventId, count }, subject: subjectOfDiscovery(discovery), after }
    }),

  imported: async ({ db, params, query }) => {
    const { cursor, limit = 50, ...listing } = query
    const discovery = await getDiscovery(db, params.id)
    const list = `imported ${listing.sort ?? ''}`
    const rows = await listImported(db, discovery, listing, readCursor(list, byValue, cursor), limit + 1)
    return page(list, rows, { limit, place: (row) => [row.sort_value, row.id], item: importedOf })
  },

  unlink: async ({ params, caller, change }) =>
    change(async (tx) => {
      const discovery = await lockDiscovery(tx, params.id)
      const { repository, entity } = await unlink(tx, discovery, params.link)
      await note(tx, caller, discovery, 'unlinked', `${repository} updates ${entity} no more.`)
      return { answer: undefined, subject: subjectOfDiscovery(discovery), before: { repository, entity } }
    }),

  events: async ({ db, params, query }) => {
    const { cursor, limit = 50, ...filter } = query
    const { id } = await getDiscovery(db, params.id)
    const rows = await listEvents(db, id, filter, readCursor('events', byId, cursor)?.[0], limit + 1)
    return page('events', rows, { limit, place: (row) => [row.id], item: eventOf })
  },

  event: async ({ db, params }) => eventOf(await getEvent(db, params.id, params.event)),
})

function answered(after: Discovery, before?: Discovery) {
  return {
    answer: discoveryOf(after),
    subject: subjectOfDiscovery(after),
    ...(before ? { before: describeDiscovery(before) } : {}),
    after: describeDiscovery(after),
  }
}

async function note(
  tx: Db,
  caller: Caller,
  { id: discoveryId }: Discovery,
  type: Exclude<EventType, 'sync' | 'manual_import' | 'auto_import'>,
  description: string,
): Promise<void> {
  await noteEvent(tx, { discoveryId, type, description, causedBy: nameOf(caller) })
}

function nameOf(caller: Caller): string {
  return actorOf(caller).name
}
