import { Type } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'
import { Failure } from '../../errors.ts'
import { asked, type Listing, type Look, orNothing, readPage } from './listing.ts'

const optionalText = Type.Optional(Type.Union([Type.String(), Type.Null()]))

const Access = Type.Object({ workspace: Type.Object({ uuid: Type.String(), slug: Type.String() }) })
const Project = Type.Object({ uuid: Type.String(), key: Type.String(), name: Type.String() })
const Repository = Type.Object({
  uuid: Type.String(),
  slug: Type.String(),
  name: Type.String(),
  full_name: Type.String(),
  is_private: Type.Optional(Type.Boolean()),
  project: Type.Optional(Type.Union([Type.Object({ key: Type.String() }), Type.Null()])),
  created_on: optionalText,
  updated_on: optionalText,
})

export interface SeenRepository {
  readonly uuid: string
  readonly slug: string
  readonly name: string
  readonly full_name: string
  readonly is_private: boolean | null
  readonly project_key: string | null
  readonly created_on: Date | null
  readonly updated_on: Date | null
}

/** The most that Bitbucket puts on a page. */
const pageLength = '100'

/** Workspaces of the account. An access token has none, and is told nothing. */
export async function browseWorkspaces(look: Look, page: number) {
  const query = { pagelen: pageLength }
  const found = await orNothing(readPage(look, Access, { path: '/user/workspaces', query, page }))
  return {
    ...found,
    items: found.items.map(({ workspace: { uuid, slug } }) => ({ uuid: bare(uuid), slug })),
  }
}

export async function browseProjects(look: Look, workspace: string, page: number) {
  const path = `/workspaces/${encodeURIComponent(workspace)}/projects`
  const query = { pagelen: pageLength }
  const found = await orNothing(readPage(look, Project, { path, query, page }))
  return { ...found, items: found.items.map(({ uuid, key, name }) => ({ uuid: bare(uuid), key, name })) }
}

interface Wanted {
  readonly workspace: string
  readonly project?: string | undefined
  /** A part of the name; or owner and name of any repository that the credential, or everybody, may see. */
  readonly search?: string | undefined
  readonly page: number
}

/** Repositories of a workspace, by name. */
export async function browseRepositories(look: Look, wanted: Wanted): Promise<Listing<SeenRepository>> {
  const { workspace, project, search = '', page } = wanted
  const named = readFullName(search)
  if (named) return oneRepository(look, named)
  const conditions = [
    ...(project === undefined ? [] : [`project.key = ${quoted(project)}`]),
    ...(search === '' ? [] : [`(name ~ ${quoted(search)} OR slug ~ ${quoted(search)})`]),
  ]
  const query = {
    ...{ pagelen: pageLength, sort: 'slug' },
    ...(conditions.length > 0 ? { q: conditions.join(' AND ') } : {}),
  }
  const path = `/repositories/${encodeURIComponent(workspace)}`
  const found = await readPage(look, Repository, { path, query, page })
  return { ...found, items: found.items.map(seen) }
}

async function oneRepository(look: Look, { owner, slug }: FullName): Promise<Listing<SeenRepository>> {
  const path = `/repositories/${encodeURIComponent(owner)}/${encodeURIComponent(slug)}`
  const none = { items: [], size: 0, next: null, listed: true }
  try {
    const { body } = await look.get(path, {}, asked)
    if (!Value.Check(Repository, body)) {
      throw new Failure('source_unreadable', { detail: 'The answer is not a repository.' })
    }
    return { ...none, items: [seen(body)], size: 1 }
  } catch (error) {
    const hidden = ['source_missing', 'source_forbidden']
    if (error instanceof Failure && hidden.includes(error.code)) return none
    throw error
  }
}

interface FullName {
  readonly owner: string
  readonly slug: string
}

/** owner/name as it is, or the address of one of its pages. */
function readFullName(search: string): FullName | null {
  const path = search.trim().replace(/^(https?:\/\/)?([\w.-]+@)?bitbucket\.org\//i, '')
  const [, owner, slug] = /^(\w[\w.-]*)\/(\w[\w.-]*?)(\.git)?(\/.*)?$/.exec(path) ?? []
  return owner && slug ? { owner, slug } : null
}

function seen(found: (typeof Repository)['static']): SeenRepository {
  const { uuid, slug, name, full_name, is_private, project, created_on, updated_on } = found
  return {
    ...{ uuid: bare(uuid), slug, name, full_name, is_private: is_private ?? null },
    project_key: project?.key ?? null,
    created_on: dayOf(created_on),
    updated_on: dayOf(updated_on),
  }
}

function dayOf(text: string | null | undefined): Date | null {
  const day = new Date(text ?? '')
  return Number.isNaN(day.getTime()) ? null : day
}

function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&')}"`
}

function bare(uuid: string): string {
  return uuid.replace(/[{}]/g, '')
}
