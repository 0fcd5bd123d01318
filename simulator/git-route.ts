import type { IncomingMessage, ServerResponse } from 'node:http'
import { permissionOn } from './cloud/access.ts'
import { disturbanceOf, replacement } from './faults/apply.ts'
import { handleGit } from './git/http.ts'
import type { GitStore } from './git/store.ts'
import { type Answer, Refusal, redirect, text } from './http/answer.ts'
import { send } from './http/wire.ts'
import { appPasswordsWork, authenticate, type Identity, unauthorized } from './identity/authenticate.ts'
import { grantedScopes } from './identity/scopes.ts'
import type { Simulation } from './simulation.ts'
import type { Repository } from './world/model.ts'
import { SECOND } from './world/time.ts'

const template = '/{workspace}/{repo_slug}.git'
// git finds a repository without the suffix too.
const address =
  /^\/(?!2\.0\/|_sim\/|site\/)([^/]+)\/([^/]+?)(?:\.git)?(\/(?:info\/refs|git-upload-pack|git-receive-pack|objects\/.*|HEAD))$/

type Asked = { readonly workspace: string; readonly slug: string; readonly rest: string }

function asked(path: string): Asked | undefined {
  const [, workspace, slug, rest] = address.exec(path) ?? []
  if (workspace === undefined || slug === undefined || rest === undefined) return undefined
  return { workspace: decodeURIComponent(workspace), slug: decodeURIComponent(slug), rest }
}

function mayRead(identity: Identity): boolean {
  if (identity.kind === 'anonymous') return true
  if (identity.kind === 'api_token') return identity.scopes.includes('read:repository:bitbucket')
  return grantedScopes(identity.scopes).has('repository')
}

export function createGitRoute(simulation: Simulation, store: GitStore) {
  const { cloud, credentials, faults, ledger, limits, nowMs } = simulation
  const worldMs = () => cloud.world.now() / (SECOND / 1000)

  // git is told 410 about an app password where the API says 401.
  function identify(request: IncomingMessage): Identity {
    const { authorization } = request.headers
    const from = request.socket.remoteAddress ?? 'unknown'
    const password =
      Buffer.from(authorization?.split(' ')[1] ?? '', 'base64')
        .toString()
        .split(':')[1] ?? ''
    if (credentials.bySecret(password)?.kind === 'app_password' && !appPasswordsWork(worldMs()))
      throw new Refusal(text(410, 'App passwords are no longer supported. Use API tokens.'))
    return authenticate(credentials, authorization, from, 'git', { wallMs: nowMs(), worldMs: worldMs() })
  }

  function permitted(identity: Identity, { workspace, slug, rest }: Asked, search: string): Repository {
    const found = cloud.world.findRepository(workspace, slug)
    const permission = found ? permissionOn(cloud, identity, found.repository) : 'none'
    if (!found || permission === 'none') {
      if (identity.kind === 'anonymous') throw unauthorized()
      throw new Refusal(text(404, 'Repository not found'))
    }
    if (found.repository.isForbidden || !mayRead(identity)) throw new Refusal(text(403, 'Forbidden'))
    if (found.moved)
      throw new Refusal(
        redirect(301, `${cloud.origin}/${cloud.world.fullName(found.repository)}.git${rest}${search}`),
      )
    return found.repository
  }

  async function refused(
    run: () => Answer | undefined | Promise<Answer | undefined>,
  ): Promise<Answer | undefined> {
    try {
      return await run()
    } catch (error) {
      if (error instanceof Refusal) return error.answer
      throw error
    }
  }

  async function serve(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const started = performance.now()
    const want = asked(url.pathname)
    if (!want) return
    const method = request.method ?? 'GET'
    let identity: Identity | undefined
    let repository: Repository | undefined
    const answer = await refused(() => {
      identity = identify(request)
      const spent = limits.spend(identity.key, identity.kind === 'anonymous' ? 'anonymous' : 'git', nowMs())
      if (!spent.allowed) return text(429, 'Rate limit for this resource has been exceeded')
      repository = permitted(identity, want, url.search)
      return undefined
    })
    const key = identity?.key ?? `address:${request.socket.remoteAddress}`
    const effects = faults.onRequest({ method, path: url.pathname, template, identity: key })
    const instead = answer ?? (await replacement(effects))
    const disturbance = disturbanceOf(effects)
    const entry = {
      at: nowMs(),
      identity: key,
      class: 'git' as const,
      method,
      template,
      path: url.pathname + url.search,
    }
    if (instead || !repository || disturbance.resetAfter !== undefined) {
      const sent = instead ?? text(500, 'cut')
      const bytes = await send(response, sent, disturbance, false)
      ledger.record({ ...entry, status: sent.status, bytes, ms: Math.round(performance.now() - started) })
      return
    }
    if (disturbance.delayMs) await new Promise((resolve) => setTimeout(resolve, disturbance.delayMs))
    const exchange = await handleGit(store, repository.uuid, want.rest + url.search, request, response)
    const { status, bytes } = exchange
    ledger.record({ ...entry, status, bytes, ms: Math.round(performance.now() - started) })
  }

  return { matches: (path: string) => address.test(path), serve }
}
