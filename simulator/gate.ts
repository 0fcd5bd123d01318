import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Bend, CloudHandler, Handled, Incoming, Judge } from './cloud/handle.ts'
import { disturbanceOf, replacement } from './faults/apply.ts'
import type { Effect } from './faults/rule.ts'
import { type Answer, json } from './http/answer.ts'
import { dressed, send } from './http/wire.ts'
import type { Simulation } from './simulation.ts'

function bendOf(effects: readonly Effect[]): Bend {
  const page = effects.find((effect) => effect.kind === 'page')
  return {
    page: page?.how,
    ignoreFields: effects.some((effect) => effect.kind === 'fields-ignored'),
    hideLimits: effects.some((effect) => effect.kind === 'headers-hidden'),
  }
}

function one(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}

const oauthTemplate = '/site/oauth2'

// The door of the REST API and of OAuth: here the faults strike and the ledger is kept.
export function createGate({ oauth, faults, ledger, nowMs }: Simulation, cloud: CloudHandler) {
  function oauthAnswer({ method, url, headers, body }: Incoming): Answer {
    const form = new URLSearchParams(body.toString('utf8'))
    if (url.pathname === '/site/oauth2/authorize')
      return method === 'POST' ? oauth.grant(form) : oauth.authorize(url.searchParams)
    if (url.pathname === '/site/oauth2/access_token' && method === 'POST')
      return oauth.accessToken(one(headers.authorization), form)
    return json(404, { error: 'not_found' })
  }

  async function strike(method: string, path: string, template: string, identity: string) {
    const effects = faults.onRequest({ method, path, template, identity })
    return { effects, instead: await replacement(effects) }
  }

  async function oauthHandled(incoming: Incoming): Promise<{ handled: Handled; effects: readonly Effect[] }> {
    const identity = `address:${incoming.address}`
    const template = incoming.url.pathname
    const { effects, instead } = await strike(incoming.method, template, template, identity)
    const answer = instead ?? oauthAnswer(incoming)
    return { handled: { answer, identity, template, class: 'anonymous' }, effects }
  }

  async function cloudHandled(incoming: Incoming): Promise<{ handled: Handled; effects: readonly Effect[] }> {
    let effects: readonly Effect[] = []
    const judge: Judge = async ({ identity, template }) => {
      const struck = await strike(incoming.method, incoming.url.pathname, template, identity.key)
      effects = struck.effects
      return { bend: bendOf(effects), answer: struck.instead }
    }
    return { handled: await cloud(incoming, judge), effects }
  }

  return {
    matches: (path: string) => path.startsWith('/2.0/') || path.startsWith(`${oauthTemplate}/`),
    async serve(request: IncomingMessage, response: ServerResponse, url: URL, body: Buffer): Promise<void> {
      const started = performance.now()
      const method = request.method ?? 'GET'
      const address = request.socket.remoteAddress ?? 'unknown'
      const incoming: Incoming = { method, url, headers: request.headers, body, address }
      const isOauth = url.pathname.startsWith(oauthTemplate)
      const { handled, effects } = isOauth ? await oauthHandled(incoming) : await cloudHandled(incoming)
      const accept = one(request.headers['accept-encoding'])
      const answer = await dressed(handled.answer, accept, one(request.headers['if-none-match']))
      const sent = await send(response, answer, disturbanceOf(effects), method === 'HEAD')
      ledger.record({
        at: nowMs(),
        identity: handled.identity,
        class: isOauth ? 'free' : handled.class,
        method,
        template: handled.template,
        path: url.pathname + url.search,
        status: answer.status,
        bytes: sent,
        ms: Math.round(performance.now() - started),
      })
    },
  }
}
