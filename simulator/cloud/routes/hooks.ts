import { type Answer, noContent } from '../../http/answer.ts'
import type { Json } from '../../query/fields.ts'
import { hookEvents, type Subject } from '../../webhooks/events.ts'
import type { Hook, HookEdit } from '../../webhooks/hooks.ts'
import { isoMicros } from '../../world/time.ts'
import { jsonBody, memberOnly, permissionOn, repositoryOf } from '../access.ts'
import { type Call, type Cloud, get, type Route, route } from '../cloud.ts'
import { list, paging, single } from '../collection.ts'
import { badRequest, forbidden, notFound } from '../errors.ts'
import { api, pathOf } from '../shapes/links.ts'
import { repositoryPath, repositoryStub } from '../shapes/repository.ts'
import { workspaceStub } from '../shapes/workspace.ts'

type Owner = {
  readonly kind: Subject
  readonly uuid: string
  readonly slug: string
  readonly path: string
  readonly json: Json
}

function ownerOf(call: Call): Owner {
  const { cloud, identity } = call
  if (call.params.repo_slug !== undefined) {
    const repository = repositoryOf(call)
    if (permissionOn(cloud, identity, repository) !== 'admin')
      throw forbidden('Access denied. You must have admin access.')
    return {
      kind: 'repository',
      uuid: repository.uuid,
      slug: repository.slug,
      path: repositoryPath(cloud, repository),
      json: repositoryStub(cloud, repository),
    }
  }
  const workspace = memberOnly(call)
  if (!administers(call, workspace.uuid))
    throw forbidden('Access denied. You must be an admin of the workspace.')
  return {
    kind: 'workspace',
    uuid: workspace.uuid,
    slug: workspace.slug,
    path: pathOf('workspaces', workspace.slug),
    json: workspaceStub(cloud, workspace.uuid),
  }
}

// Hooks of the whole workspace need an owner, or a token of the workspace itself.
function administers({ cloud, identity }: Call, workspace: string): boolean {
  const { reach } = identity
  if (reach) return reach.workspace === workspace && !reach.project && !reach.repository
  const members = cloud.world.members(workspace)
  return members.some((one) => one.account === identity.account && one.permission === 'owner')
}

function hookShape(cloud: Cloud, owner: Owner, hook: Hook): Json {
  return {
    type: 'webhook_subscription',
    uuid: hook.uuid,
    url: hook.url,
    description: hook.description,
    subject_type: owner.kind,
    subject: owner.json,
    active: hook.active,
    created_at: isoMicros(hook.createdAt).replace('+00:00', 'Z'),
    events: [...hook.events],
    secret_set: hook.secret !== null,
    read_only: null,
    source: null,
    history_enabled: false,
    skip_cert_verification: hook.skipCertVerification,
    links: { self: api(cloud, `${owner.path}/hooks${pathOf(hook.uuid)}`) },
  }
}

const required = 'required key not provided'

function eventsOf(value: unknown, subject: Subject): string[] {
  if (!Array.isArray(value) || value.length === 0) throw badRequest('Bad request', { events: required })
  const offered = hookEvents(subject).map(({ event }) => event)
  const unknown = value.filter((event) => !offered.includes(event))
  if (unknown.length > 0)
    throw badRequest('Bad request', { events: [`Unknown event: ${unknown.join(', ')}`] })
  return value.map(String)
}

function urlOf(value: unknown): string {
  if (typeof value !== 'string') throw badRequest('Bad request', { url: required })
  if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol))
    throw badRequest('Bad request', { url: ['Enter a valid URL.'] })
  return value
}

function secretOf(value: unknown, known: string | null): string | null {
  if (value === undefined) return known
  if (value === null || value === '') return null
  if (typeof value !== 'string' || value.length > 128)
    throw badRequest('Bad request', { secret: ['Ensure this value has at most 128 characters.'] })
  return value
}

function editOf(call: Call, subject: Subject, known: Hook | undefined): HookEdit {
  const body = jsonBody(call)
  return {
    url: body.url === undefined && known ? known.url : urlOf(body.url),
    description: typeof body.description === 'string' ? body.description : (known?.description ?? ''),
    active: typeof body.active === 'boolean' ? body.active : (known?.active ?? true),
    events: body.events === undefined && known ? known.events : eventsOf(body.events, subject),
    secret: secretOf(body.secret, known?.secret ?? null),
    skipCertVerification: body.skip_cert_verification === true,
  }
}

// The message names the repository and not the hook, as recorded.
function hookOf(call: Call, owner: Owner): Hook {
  const uid = call.params.uid ?? ''
  const hook = call.cloud.hooks.find(uid.startsWith('{') ? uid : `{${uid}}`)
  if (hook && hook.subject.uuid === owner.uuid) return hook
  throw notFound(`${owner.slug} is not a valid hook`)
}

function hooks(call: Call): Answer {
  const owner = ownerOf(call)
  return list(call, {
    items: call.cloud.hooks.of(owner.uuid),
    paging: paging.numbered,
    present: (hook) => hookShape(call.cloud, owner, hook),
  })
}

function create(call: Call): Answer {
  const owner = ownerOf(call)
  const { cloud } = call
  const subject = { kind: owner.kind, uuid: owner.uuid }
  const hook = cloud.hooks.create(subject, editOf(call, owner.kind, undefined), cloud.world.now())
  const answer = single(call, () => hookShape(cloud, owner, hook), 201)
  const { href } = api(cloud, `${owner.path}/hooks${pathOf(hook.uuid)}`)
  return { ...answer, headers: { ...answer.headers, Location: href } }
}

function update(call: Call): Answer {
  const owner = ownerOf(call)
  const known = hookOf(call, owner)
  const hook = call.cloud.hooks.update(known.uuid, editOf(call, owner.kind, known)) ?? known
  return single(call, () => hookShape(call.cloud, owner, hook))
}

function remove(call: Call): Answer {
  const owner = ownerOf(call)
  call.cloud.hooks.remove(hookOf(call, owner).uuid)
  return noContent()
}

function one(call: Call): Answer {
  const owner = ownerOf(call)
  const hook = hookOf(call, owner)
  return single(call, () => hookShape(call.cloud, owner, hook))
}

function events(call: Call): Answer {
  const subject = call.params.subject_type
  if (subject !== 'repository' && subject !== 'workspace')
    throw notFound(`${subject} is not a valid subject type`)
  return list(call, {
    items: hookEvents(subject),
    paging: paging.hookEvents,
    present: (event) => ({ ...event }),
  })
}

function subjects(call: Call): Answer {
  const links = (subject: Subject) => ({ links: { events: api(call.cloud, `/hook_events/${subject}`) } })
  return single(call, () => ({ repository: links('repository'), workspace: links('workspace') }))
}

function managed(base: string): Route[] {
  const scopes = ['webhook']
  const asHooks = { class: 'hooks' as const }
  const writing = { ...asHooks, apiTokenScopes: ['read:webhook:bitbucket', 'write:webhook:bitbucket'] }
  const deleting = { ...asHooks, apiTokenScopes: ['delete:webhook:bitbucket'] }
  return [
    get(base, scopes, hooks, asHooks),
    route('POST', base, scopes, create, writing),
    get(`${base}/{uid}`, scopes, one, asHooks),
    route('PUT', `${base}/{uid}`, scopes, update, writing),
    route('DELETE', `${base}/{uid}`, scopes, remove, deleting),
  ]
}

export const hookRoutes: readonly Route[] = [
  ...managed('/repositories/{workspace}/{repo_slug}/hooks'),
  ...managed('/workspaces/{workspace}/hooks'),
  get('/hook_events', [], subjects),
  get('/hook_events/{subject_type}', [], events),
]
