import { choicesOf, choose, forgetChoices, listChoices } from '../../connections/choice/choices.ts'
import { getConnection, lockConnection, subjectOfConnection } from '../../connections/connections.ts'
import { readSettings } from '../../connections/entered/settings.ts'
import { readWorkspace } from '../../connections/entered/workspace.ts'
import { listWorkspaces } from '../../connections/workspaces.ts'
import type { Db } from '../../db/pool.ts'
import { Failure } from '../../errors.ts'
import { browseProjects, browseRepositories, browseWorkspaces } from '../../sync/browse/browse.ts'
import type { Look } from '../../sync/browse/listing.ts'
import { estimatePlan } from '../../sync/browse/plan.ts'
import { type Source, sourceOf, withClient } from '../../sync/connect.ts'
import { markChosen } from '../../sync/run/choose.ts'
import { estimateOf, listedOf, repositoriesOf, workspacesOf } from '../browse-answers.ts'
import { deskOf } from '../connection-desk.ts'
import { choices as resource } from '../contract/choices.ts'
import type { House } from '../house.ts'
import { blankPlan, offeredSource, saidOf } from '../offered.ts'
import { invalidInput } from '../problems.ts'
import { implement } from './route.ts'

/** The audit log names this many repositories, and counts the rest. */
const named = 50

export const choices = implement(resource, {
  list: async ({ db, params }) => {
    const { id } = await getConnection(db, params.id)
    return { items: await listChoices(db, id) }
  },

  update: async ({ params, body, change }) =>
    change(async (tx) => {
      const connection = await lockConnection(tx, params.id)
      await choose(tx, connection.id, body.choices)
      await forgetChoices(tx, connection.id, body.forget ?? [])
      await markChosen(tx, connection)
      const said = body.choices.slice(0, named).map(({ full_name, is_wanted }) => ({ full_name, is_wanted }))
      const after = { choices: said, chosen: body.choices.length, forgotten: body.forget?.length ?? 0 }
      const answer = { items: await listChoices(tx, connection.id) }
      return { answer, subject: subjectOfConnection(connection), after }
    }),

  workspaces: async ({ house, db, params, query }) => {
    const { source } = await stored(house, db, params.id)
    const found = await around(house, source, (look) => browseWorkspaces(look, query.page ?? 1))
    return workspacesOf(db, found)
  },

  projects: async ({ house, db, params, query }) => {
    const { source } = await stored(house, db, params.id)
    const slug = await workspaceOr(db, params.id, query.workspace)
    return listedOf(await around(house, source, (look) => browseProjects(look, slug, query.page ?? 1)))
  },

  repositories: async ({ house, db, params, query }) => {
    const { connection, source } = await stored(house, db, params.id)
    const { page = 1, project, search } = query
    const workspace = await workspaceOr(db, params.id, query.workspace)
    const wanted = { workspace, project, search, page }
    const found = await around(house, source, (look) => browseRepositories(look, wanted))
    const choices = await choicesOf(db, connection.id)
    const read = (await listWorkspaces(db, connection.id)).find(({ slug }) => slug === workspace)
    return repositoriesOf(found, { rules: connection, choices, onlyChosen: read?.only_chosen ?? false })
  },

  estimate: async ({ house, db, params, body, change }) => {
    const { connection, source } = await stored(house, db, params.id)
    const { choices, ...entered } = body
    const settings = { ...connection, ...readSettings(entered) }
    const plan = {
      ...settings,
      rules: settings,
      workspaces: await listWorkspaces(db, connection.id),
      choices: new Map([...(await choicesOf(db, connection.id)), ...saidOf(choices)]),
    }
    const answer = await estimateWith(around, house, { ...source, way: settings }, plan)
    return change(async () => ({ answer, subject: subjectOfConnection(connection), after: answer }))
  },

  offeredWorkspaces: async ({ house, db, caller, body, change }) => {
    const { source } = await offeredSource(house, caller, body)
    const found = await aroundOffered(house, source, (look) => browseWorkspaces(look, body.page ?? 1))
    const answer = await workspacesOf(db, found)
    return change(async () => ({ answer, subject: null, after: { workspaces: answer.items.length } }))
  },

  offeredProjects: async ({ house, caller, body, change }) => {
    const { source } = await offeredSource(house, caller, body)
    const workspace = readWorkspace(body.workspace)
    const answer = listedOf(
      await aroundOffered(house, source, (look) => browseProjects(look, workspace, body.page ?? 1)),
    )
    return change(async () => ({
      answer,
      subject: null,
      after: { workspace, projects: answer.items.length },
    }))
  },

  offeredRepositories: async ({ house, caller, body, change }) => {
    const { source, settings } = await offeredSource(house, caller, body)
    const { page = 1, project, search } = body
    const workspace = readWorkspace(body.workspace)
    const wanted = { workspace, project, search, page }
    const found = await aroundOffered(house, source, (look) => browseRepositories(look, wanted))
    const wish = { rules: { ...blankPlan, ...settings }, choices: saidOf(body.choices), onlyChosen: false }
    const answer = repositoriesOf(found, wish)
    const after = { workspace, repositories: answer.items.length }
    return change(async () => ({ answer, subject: null, after }))
  },

  offeredEstimate: async ({ house, caller, body, change }) => {
    const { source, settings } = await offeredSource(house, caller, body)
    const planned = { ...blankPlan, ...settings }
    const plan = {
      ...planned,
      rules: planned,
      workspaces: [{ slug: readWorkspace(body.workspace), only_chosen: false }],
      choices: saidOf(body.choices),
    }
    const answer = await estimateWith(aroundOffered, house, source, plan)
    return change(async () => ({ answer, subject: null, after: answer }))
  },
})

type Around = typeof around

/** A name that leads nowhere is said as such: Bitbucket itself is well. */
async function around<T>(house: House, source: Source, work: (look: Look) => Promise<T>): Promise<T> {
  try {
    return await withClient(deskOf(house), source, work)
  } catch (error) {
    if (!(error instanceof Failure && error.code === 'source_missing')) throw error
    throw new Failure('not_found', { detail: error.message })
  }
}

/** And so is a token that was offered and is refused. */
const aroundOffered: Around = async (house, source, work) => {
  try {
    return await around(house, source, work)
  } catch (error) {
    if (!(error instanceof Failure && error.code === 'source_refused')) throw error
    throw invalidInput([{ path: 'tokens', message: `are refused: ${error.message}` }])
  }
}

async function stored(house: House, db: Db, id: string) {
  const connection = await getConnection(db, id)
  return { connection, source: await sourceOf(deskOf(house), connection) }
}

async function workspaceOr(db: Db, id: string, given: string | undefined): Promise<string> {
  if (given !== undefined) return given.toLowerCase()
  const [first] = await listWorkspaces(db, id)
  if (first) return first.slug
  throw new Failure('not_found', { detail: 'The connection reads no workspace yet.' })
}

async function estimateWith(
  look: Around,
  house: House,
  source: Source,
  plan: Parameters<typeof estimatePlan>[3],
) {
  const { kysely: db } = house.database
  const estimate = await look(house, source, (client) => estimatePlan(db, client, source, plan))
  return estimateOf(estimate, plan.workspaces.length)
}
