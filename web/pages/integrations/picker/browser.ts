import type { Answered, Client } from '../../../api.ts'
import type { Kind } from '../scopes.ts'
import { offerOf, wayOf } from '../settings/body.ts'
import type { Draft } from '../settings/draft.ts'

export type SeenRepository = Answered<'choices', 'repositories'>['items'][number]
type Workspaces = Answered<'choices', 'workspaces'>
type Projects = Answered<'choices', 'projects'>
type Repositories = Answered<'choices', 'repositories'>

interface Wanted {
  readonly workspace: string
  readonly project?: string | undefined
  readonly search?: string | undefined
  readonly page: number
}

/** Looks around Bitbucket, with credentials that are stored or not yet. */
export interface Browser {
  /** Another one looks with something else. */
  readonly key: string
  /** It costs nobody anything typed in: looks as soon as it is shown. */
  readonly atOnce: boolean
  readonly workspaces: (page: number) => Promise<Workspaces>
  readonly projects: (wanted: Wanted) => Promise<Projects>
  readonly repositories: (wanted: Wanted) => Promise<Repositories>
}

export function storedBrowser({ choices }: Client, id: string): Browser {
  const params = { id }
  return {
    key: id,
    atOnce: true,
    workspaces: async (page) => (await choices.workspaces({ params, query: { page } })).data,
    projects: async ({ workspace, page }) =>
      (await choices.projects({ params, query: { workspace, page } })).data,
    repositories: async (query) => (await choices.repositories({ params, query: given(query) })).data,
  }
}

/** Null until there is something to look with. */
export function offeredBrowser({ choices }: Client, draft: Draft, kind: Kind): Browser | null {
  const offer = { ...offerOf(draft, kind), ...wayOf(draft) }
  const proof = kind === 'oauth' ? draft.grant : draft.tokens
  if (proof.trim() === '' || draft.workspace.trim() === '') return null
  return {
    key: JSON.stringify(offer),
    atOnce: false,
    workspaces: async (page) => (await choices.offeredWorkspaces({ body: { ...offer, page } })).data,
    projects: async ({ workspace, page }) =>
      (await choices.offeredProjects({ body: { ...offer, workspace, page } })).data,
    repositories: async (wanted) =>
      (await choices.offeredRepositories({ body: { ...offer, ...given(wanted) } })).data,
  }
}

function given({ workspace, project, search, page }: Wanted) {
  return { workspace, page, ...(project ? { project } : {}), ...(search ? { search } : {}) }
}

interface Listed<T> {
  readonly items: readonly T[]
  readonly next_page: number | null
  readonly listed: boolean
}

/** Every page of a short list. */
export async function wholeList<T>(read: (page: number) => Promise<Listed<T>>) {
  const items: T[] = []
  let page: number | null = 1
  let listed = true
  while (page !== null) {
    const found: Listed<T> = await read(page)
    items.push(...found.items)
    listed = found.listed
    page = found.next_page
  }
  return { items, listed }
}

/** The slug in what was typed or pasted, to compare with what Bitbucket says. */
export function slugOf(workspace: string): string {
  const path = workspace
    .trim()
    .toLowerCase()
    .replace(/^(https?:\/\/)?(www\.)?bitbucket\.org\//, '')
  return path.split(/[/?#]/)[0] ?? ''
}
