import { json } from '../http/answer.ts'
import {
  type Credential,
  type CredentialKind,
  credentialKinds,
  type NewCredential,
  type Reach,
} from '../identity/credentials.ts'
import { everyApiTokenScope, levelScopes } from '../identity/scopes.ts'
import { usernameOf } from '../identity/username.ts'
import type { Simulation } from '../simulation.ts'
import { bodyOf, type Control, type ControlRoute, problem } from './control.ts'

// How to send it: what a person needs to paste into a client.
function usage(credential: Credential): Readonly<Record<string, string>> {
  const { kind, secret, email, username, consumer } = credential
  if (kind === 'oauth_consumer') return { key: consumer ?? '', secret, authorize: '/site/oauth2/authorize' }
  if (kind === 'api_token')
    return { rest: `Basic ${email}:${secret}`, git: `x-bitbucket-api-token-auth:${secret}` }
  if (kind === 'app_password') return { rest: `Basic ${username}:${secret}` }
  return { rest: `Bearer ${secret}`, git: `x-token-auth:${secret}` }
}

function shown(credential: Credential, simulation: Simulation): Record<string, unknown> {
  const { reach, expiresAt, ...rest } = credential
  const { world } = simulation
  const workspace = reach && world.workspace(reach.workspace)
  const repository = reach?.repository === undefined ? undefined : world.repository(reach.repository)
  return {
    ...rest,
    expiresAt: expiresAt === null ? null : new Date(expiresAt).toISOString(),
    workspace: workspace ? workspace.slug : null,
    project: reach?.project && workspace ? world.project(workspace.uuid, reach.project)?.key : null,
    repository: repository ? world.fullName(repository) : null,
    usage: usage(credential),
  }
}

// One credential of every kind, of the first workspace, unless all are asked for.
function ready(all: readonly Credential[]): readonly Credential[] {
  const kinds = new Set<CredentialKind>()
  return all.filter((credential) => {
    if (credential.kind === 'oauth_access_token' || kinds.has(credential.kind)) return false
    kinds.add(credential.kind)
    return true
  })
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function textList(value: unknown): string[] | undefined {
  return Array.isArray(value) ? value.map(String) : undefined
}

function reachOf(body: Record<string, unknown>, { world }: Simulation): Reach {
  const workspace = world.workspace(text(body.workspace) ?? world.workspaces[0]?.slug ?? '')
  if (!workspace) throw problem(400, `there is no workspace ${body.workspace}`)
  const projectKey = text(body.project)
  const slug = text(body.repository)
  const project = projectKey === undefined ? undefined : world.project(workspace.uuid, projectKey)
  const repository = slug === undefined ? undefined : world.findRepository(workspace.slug, slug)?.repository
  if (projectKey !== undefined && !project) throw problem(400, `there is no project ${projectKey}`)
  if (slug !== undefined && !repository) throw problem(400, `there is no repository ${slug}`)
  return {
    workspace: workspace.uuid,
    ...(project ? { project: project.uuid } : {}),
    ...(repository ? { repository: repository.uuid } : {}),
  }
}

function wanted(body: Record<string, unknown>, kind: CredentialKind, simulation: Simulation): NewCredential {
  const label = text(body.label) ?? `${kind} made by hand`
  const expiresIn = typeof body.expiresInSeconds === 'number' ? body.expiresInSeconds : undefined
  const expiresAt = expiresIn === undefined ? null : simulation.nowMs() + expiresIn * 1000
  const scopes = textList(body.scopes)
  if (
    kind === 'workspace_access_token' ||
    kind === 'project_access_token' ||
    kind === 'repository_access_token'
  ) {
    const level =
      kind === 'workspace_access_token'
        ? 'workspace'
        : kind === 'project_access_token'
          ? 'project'
          : 'repository'
    const reach = reachOf(body, simulation)
    if (level !== 'workspace' && reach[level] === undefined) throw problem(400, `say which ${level}`)
    return { kind, label, reach, expiresAt, scopes: scopes ?? [...levelScopes[level]] }
  }
  const account = simulation.world.account(text(body.account) ?? '')
  const owner = simulation.credentials.all().find((one) => one.account !== null && one.kind === 'api_token')
  const person = account ?? simulation.world.account(owner?.account ?? '')
  if (!person) throw problem(400, 'say which account, by uuid or account id')
  return {
    kind,
    label,
    account: person.uuid,
    email: person.emails[0] ?? null,
    username: usernameOf(person),
    expiresAt,
    scopes: scopes ?? (kind === 'api_token' ? [...everyApiTokenScope] : [...levelScopes.workspace]),
    ...(kind === 'oauth_consumer' ? { consumer: simulation.credentials.mint(18) } : {}),
  }
}

function issue(control: Control) {
  const body = bodyOf(control)
  const kind = credentialKinds.find((one) => one === body.kind && one !== 'oauth_access_token')
  if (!kind)
    throw problem(400, `kind is one of ${credentialKinds.join(', ')}; access tokens of OAuth come from OAuth`)
  const credential = control.simulation.credentials.issue(wanted(body, kind, control.simulation))
  return json(201, shown(credential, control.simulation))
}

function held(control: Control): Credential {
  const credential = control.simulation.credentials.byId(control.params.id ?? '')
  if (!credential) throw problem(404, `there is no credential ${control.params.id}`)
  return credential
}

function change(control: Control) {
  const credential = held(control)
  const body = bodyOf(control)
  if (typeof body.revoked === 'boolean') credential.revoked = body.revoked
  const scopes = textList(body.scopes)
  if (scopes) credential.scopes = scopes
  if (typeof body.expiresInSeconds === 'number')
    credential.expiresAt = control.simulation.nowMs() + body.expiresInSeconds * 1000
  return json(200, shown(credential, control.simulation))
}

export const credentialRoutes: readonly ControlRoute[] = [
  {
    method: 'GET',
    template: '/_sim/credentials',
    doc: 'one ready credential of every kind; ?all=1 lists every credential',
    handle: ({ simulation, query }) => {
      const all = simulation.credentials.all()
      const listed = query.has('all') ? all : ready(all)
      return json(200, { credentials: listed.map((one) => shown(one, simulation)) })
    },
  },
  {
    method: 'POST',
    template: '/_sim/credentials',
    doc: 'issues one: {kind, scopes?, workspace?, project?, repository?, account?, expiresInSeconds?}',
    handle: issue,
  },
  {
    method: 'PATCH',
    template: '/_sim/credentials/{id}',
    doc: 'changes one: {revoked?, scopes?, expiresInSeconds?}',
    handle: change,
  },
]
