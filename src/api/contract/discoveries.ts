import { Type } from '@sinclair/typebox'
import {
  Action,
  Candidate,
  Discovered,
  Discovery,
  Event,
  EventStatus,
  EventType,
  frequency_minutes,
  Imported,
  Rhythm,
  Settings,
  SetUp,
  Status,
  secondary_kinds,
  since,
} from './discovery-shapes.ts'
import { Id, Nullable, Page, paging, sorting, text } from './page.ts'
import { defineResource } from './resource.ts'

const closed = { additionalProperties: false } as const
const params = Type.Object({ id: Id })
const search = Type.Optional(text({ max: 200, description: 'Part of a name.' }))

function act(verb: 'suspend' | 'resume', doc: string) {
  return {
    method: 'POST',
    path: `/discoveries/{id}/${verb}`,
    access: 'integration:edit',
    doc,
    params,
    answer: Discovery,
    audit: `discovery.${verb}`,
  } as const
}

export const discoveries = defineResource({
  name: 'discoveries',
  doc: 'How the repositories of a workspace come into the catalogue: those that wait, and those that are there.',
  endpoints: {
    list: {
      method: 'GET',
      path: '/discoveries',
      access: 'integration:view',
      doc: 'Every discovery, by name.',
      answer: Type.Object({ items: Type.Array(Discovery) }),
    },
    setUp: {
      method: 'GET',
      path: '/discoveries/set-up',
      access: 'integration:view',
      doc: 'What a discovery can be set up with: workspaces that are read, and kinds.',
      answer: SetUp,
    },
    rhythm: {
      method: 'GET',
      path: '/discoveries/rhythm',
      access: 'integration:view',
      doc: 'What an update frequency and a start would change of the connection, and why.',
      query: Type.Object({ workspace: Id, frequency_minutes, since: Type.Optional(since) }),
      answer: Rhythm,
    },
    get: {
      method: 'GET',
      path: '/discoveries/{id}',
      access: 'integration:view',
      doc: 'One discovery.',
      params,
      answer: Discovery,
      versioned: true,
    },
    create: {
      method: 'POST',
      path: '/discoveries',
      access: 'integration:edit',
      doc: 'Sets up the discovery of a workspace and starts a sync. There is one a workspace; the answer to a second names the first.',
      body: Type.Object(
        {
          workspace: { ...Id, description: 'One that a connection reads.' },
          ...Settings,
          secondary_kinds,
          frequency_minutes,
          since: Type.Optional(since),
        },
        closed,
      ),
      answer: Discovery,
      status: 201,
      audit: 'discovery.create',
    },
    update: {
      method: 'PATCH',
      path: '/discoveries/{id}',
      access: 'integration:edit',
      doc: 'Changes name, behaviour, kind, type, correlation and fields. Entities that were imported keep kind and type.',
      params,
      body: Type.Partial(Type.Object(Settings), { ...closed, minProperties: 1 }),
      answer: Discovery,
      audit: 'discovery.update',
      versioned: true,
    },
    setAutoImport: {
      method: 'POST',
      path: '/discoveries/{id}/auto-import',
      access: 'integration:edit',
      doc: 'Has repositories that are detected from now on imported by themselves, or not.',
      params,
      body: Type.Object({ on: Type.Boolean() }, closed),
      answer: Discovery,
      audit: 'discovery.auto_import',
    },
    suspend: act(
      'suspend',
      'Discovers nothing more and updates nothing that was imported, which stays. The connection goes on reading.',
    ),
    resume: act('resume', 'Goes on, and catches up with what changed meanwhile.'),
    discovered: {
      method: 'GET',
      path: '/discoveries/{id}/discovered',
      access: 'integration:view',
      doc: 'Repositories that wait, by name unless told otherwise, each with what is recommended as the catalogue is now.',
      params,
      query: Type.Object({ ...paging, search, sort: sorting('name', 'detected_at') }),
      answer: Page(Discovered),
    },
    candidates: {
      method: 'GET',
      path: '/discoveries/{id}/discovered/{repository}/candidates',
      access: 'integration:view',
      doc: 'Up to twenty entities a repository may be merged into: those that fit it, the best first; with a search, any by name.',
      params: Type.Object({ id: Id, repository: Id }),
      query: Type.Object({ search }),
      answer: Type.Object({ items: Type.Array(Candidate) }),
    },
    choose: {
      method: 'PATCH',
      path: '/discoveries/{id}/discovered/{repository}',
      access: 'integration:edit',
      doc: 'Chooses the action, the entity or the type of a repository that waits; null goes back to what is recommended.',
      params: Type.Object({ id: Id, repository: Id }),
      body: Type.Partial(
        Type.Object({
          action: Nullable(Action),
          entity: Nullable(Id),
          type: Nullable(text({ max: 200 })),
        }),
        { ...closed, minProperties: 1 },
      ),
      answer: Discovered,
      audit: 'discovery.choose',
    },
    import: {
      method: 'POST',
      path: '/discoveries/{id}/import',
      access: 'integration:edit',
      doc: 'Imports repositories, each as it is recommended or was chosen. It goes on by itself; the event tells how far it is.',
      params,
      body: Type.Object(
        {
          repositories: Type.Union([Type.Array(Id, { minItems: 1, maxItems: 2_000 }), Type.Literal('all')], {
            description: 'Which of those that wait.',
          }),
          only: Type.Optional({ ...Action, description: 'Leaves out those with another action.' }),
        },
        closed,
      ),
      answer: Type.Object({
        event: Id,
        count: Type.Integer({ description: 'Repositories that are imported.' }),
      }),
      status: 202,
      audit: 'discovery.import',
    },
    imported: {
      method: 'GET',
      path: '/discoveries/{id}/imported',
      access: 'integration:view',
      doc: 'Repositories that are in the catalogue, the last imported first unless told otherwise.',
      params,
      query: Type.Object({
        ...paging,
        search,
        status: Type.Optional(Status),
        sort: sorting('name', 'entity', 'imported_at'),
      }),
      answer: Page(Imported),
    },
    unlink: {
      method: 'POST',
      path: '/discoveries/{id}/imported/{link}/unlink',
      access: 'integration:edit',
      doc: 'Ends the updates of an entity, which stays with all it has. The repository is discovered again.',
      params: Type.Object({ id: Id, link: Id }),
      answer: null,
      audit: 'discovery.unlink',
    },
    events: {
      method: 'GET',
      path: '/discoveries/{id}/events',
      access: 'integration:view',
      doc: 'What happened in the last 180 days, the newest first.',
      params,
      query: Type.Object({
        ...paging,
        type: Type.Optional(EventType),
        status: Type.Optional(EventStatus),
      }),
      answer: Page(Event),
    },
    event: {
      method: 'GET',
      path: '/discoveries/{id}/events/{event}',
      access: 'integration:view',
      doc: 'One event.',
      params: Type.Object({ id: Id, event: Id }),
      answer: Event,
    },
  },
})
