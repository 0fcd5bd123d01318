import { type TObject, Type } from '@sinclair/typebox'
import {
  Choices,
  mostChoices,
  optional,
  Rules,
  Settings,
  shortest_frequency_minutes,
  Tokens,
  Uuid,
  Way,
  workspace,
} from './connection-shapes.ts'
import { Id, Nullable, Timestamp, text } from './page.ts'
import { defineResource } from './resource.ts'

const params = Type.Object({ id: Id })
/** A slug alone: what people paste is read where they paste it. */
const slug = Type.Optional(
  Type.String({
    pattern: '^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$',
    description: 'Slug of a workspace; without it the first that the connection reads.',
  }),
)
const Choice = Type.Object({ uuid: Type.String(), full_name: Type.String(), is_wanted: Type.Boolean() })

/** Pages are Bitbucket's own, by number, a hundred entries each. */
const page = Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 1 }))
const project = Type.Optional(text({ max: 100, description: 'Key of a project.' }))
const search = Type.Optional(
  text({
    max: 300,
    description: 'A part of the name; or `owner/name`, or an address, of any repository that may be seen.',
  }),
)

const Listed = <Item extends TObject>(item: Item) =>
  Type.Object({
    items: Type.Array(item),
    size: Nullable(Type.Integer({ description: 'How many there are; null when Bitbucket does not say.' })),
    next_page: Nullable(Type.Integer()),
    listed: Type.Boolean({ description: 'false where the credential is told nothing: type the name in.' }),
  })
const Workspaces = Listed(
  Type.Object({
    uuid: Type.String(),
    slug: Type.String(),
    read_by: Nullable(Type.String({ description: 'The connection that reads it already.' })),
  }),
)
const Projects = Listed(Type.Object({ uuid: Type.String(), key: Type.String(), name: Type.String() }))
const Repositories = Listed(
  Type.Object({
    uuid: Type.String(),
    slug: Type.String(),
    name: Type.String(),
    full_name: Type.String(),
    is_private: Nullable(Type.Boolean()),
    project_key: Nullable(Type.String()),
    updated_on: Nullable(Timestamp),
    choice: Nullable(Type.Boolean({ description: 'What was said of it alone; null when the rules decide.' })),
    is_wanted: Type.Boolean({ description: 'Whether it is collected.' }),
  }),
)

const Estimate = Type.Object({
  listed: Type.Integer({ description: 'Repositories there are.' }),
  repositories: Type.Integer({ description: 'Repositories that are collected.' }),
  requests: Type.Object({
    least: Type.Integer({ description: 'What a first sync costs were every repository empty.' }),
    likely: Nullable(Type.Integer({ description: 'What it costs by what some of them hold.' })),
  }),
  sampled: Type.Integer({ description: 'Repositories that were asked what they hold.' }),
  per_hour: Type.Integer({ description: 'Requests that the credentials have in an hour.' }),
  hours: Type.Number({ description: 'How long a first sync takes at that rate.' }),
  shortest_frequency_minutes,
})

/** A credential that is not stored yet, and the way it goes. */
const Offered = { ...Tokens, ...optional(Way) }
const Planned = {
  ...optional(Rules),
  ...optional({
    choices: Choices,
    since: Settings.since,
    range_days: Settings.range_days,
    source_access: Settings.source_access,
    rate_limit: Settings.rate_limit,
  }),
}
const closed = { additionalProperties: false }

export const choices = defineResource({
  name: 'choices',
  doc: 'Which repositories a connection collects: what there is to choose from, what was chosen, and what it costs.',
  endpoints: {
    list: {
      method: 'GET',
      path: '/connections/{id}/choices',
      access: 'integration:view',
      doc: 'Repositories that were chosen or left out one by one.',
      params,
      answer: Type.Object({ items: Type.Array(Choice) }),
    },
    update: {
      method: 'PATCH',
      path: '/connections/{id}/choices',
      access: 'integration:edit',
      doc: 'Chooses repositories one by one, leaves them out, or lets the rules decide again. What was read stays; what is chosen is read from the next run on.',
      params,
      body: Type.Object(
        {
          choices: Choices,
          forget: Type.Optional(
            Type.Array(Uuid, { maxItems: mostChoices, description: 'Those that the rules decide on again.' }),
          ),
        },
        { additionalProperties: false },
      ),
      answer: Type.Object({ items: Type.Array(Choice) }),
      audit: 'connection.choose',
    },
    workspaces: {
      method: 'GET',
      path: '/connections/{id}/browse/workspaces',
      access: 'integration:view',
      doc: 'Workspaces that the credentials of a connection see, as far as Bitbucket tells.',
      params,
      query: Type.Object({ page }),
      answer: Workspaces,
    },
    projects: {
      method: 'GET',
      path: '/connections/{id}/browse/projects',
      access: 'integration:view',
      doc: 'Projects of a workspace, read from Bitbucket.',
      params,
      query: Type.Object({ workspace: slug, page }),
      answer: Projects,
    },
    repositories: {
      method: 'GET',
      path: '/connections/{id}/browse/repositories',
      access: 'integration:view',
      doc: 'Repositories of a workspace, read from Bitbucket, with whether each is collected.',
      params,
      query: Type.Object({ workspace: slug, project, search, page }),
      answer: Repositories,
    },
    estimate: {
      method: 'POST',
      path: '/connections/{id}/estimate',
      access: 'integration:edit',
      doc: 'What a first sync costs when what the body says is set, and all else as it is. Nothing is stored.',
      params,
      body: Type.Object(Planned, { ...closed, minProperties: 1 }),
      answer: Estimate,
      audit: 'connection.estimate',
    },
    offeredWorkspaces: {
      method: 'POST',
      path: '/browse/workspaces',
      access: 'integration:edit',
      doc: 'Workspaces that a credential sees that is not stored yet.',
      body: Type.Object({ ...Offered, page }, closed),
      answer: Workspaces,
      audit: 'connection.browse',
    },
    offeredProjects: {
      method: 'POST',
      path: '/browse/projects',
      access: 'integration:edit',
      doc: 'Projects of a workspace, read with a credential that is not stored yet.',
      body: Type.Object({ ...Offered, workspace, page }, closed),
      answer: Projects,
      audit: 'connection.browse',
    },
    offeredRepositories: {
      method: 'POST',
      path: '/browse/repositories',
      access: 'integration:edit',
      doc: 'Repositories of a workspace, read with a credential that is not stored yet; whether each would be collected.',
      body: Type.Object(
        { ...Offered, ...optional(Rules), choices: Type.Optional(Choices), workspace, project, search, page },
        closed,
      ),
      answer: Repositories,
      audit: 'connection.browse',
    },
    offeredEstimate: {
      method: 'POST',
      path: '/browse/estimate',
      access: 'integration:edit',
      doc: 'What a first sync of a workspace costs, read with a credential that is not stored yet.',
      body: Type.Object({ ...Offered, ...Planned, workspace }, closed),
      answer: Estimate,
      audit: 'connection.estimate',
    },
  },
})
