import { type Answer, bytes, html, json, Refusal } from '../http/answer.ts'
import { createRouter } from '../http/router.ts'
import type { Simulation } from '../simulation.ts'
import { Impossible } from '../world/verbs.ts'
import type { ControlRoute } from './control.ts'
import { credentialRoutes } from './credentials.ts'
import { faultRoutes } from './faults.ts'
import { page, script, style } from './page.ts'
import { stateRoutes } from './state.ts'
import { worldRoutes } from './world.ts'

const assets: readonly ControlRoute[] = [
  { method: 'GET', template: '/', doc: 'the page', handle: () => html(200, page) },
  {
    method: 'GET',
    template: '/_sim/page.js',
    doc: 'its script',
    handle: () => bytes(200, 'text/javascript; charset=utf-8', script),
  },
  {
    method: 'GET',
    template: '/_sim/page.css',
    doc: 'its style',
    handle: () => bytes(200, 'text/css; charset=utf-8', style),
  },
]

const routes: readonly ControlRoute[] = [
  ...assets,
  ...credentialRoutes,
  ...stateRoutes,
  ...faultRoutes,
  ...worldRoutes,
  { method: 'GET', template: '/_sim', doc: 'this list', handle: () => json(200, index()) },
]

function index(): Readonly<Record<string, string>> {
  return Object.fromEntries(routes.map(({ method, template, doc }) => [`${method} ${template}`, doc]))
}

export type Controls = (method: string, url: URL, body: Buffer, range: string | undefined) => Promise<Answer>

const noFrames =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'"

export function createControls(simulation: Simulation): Controls {
  const find = createRouter(routes)
  return async (method, url, body, range) => {
    const found = find(method, url.pathname)
    if (found.kind === 'none') return json(404, { error: 'no such control', controls: index() })
    if (found.kind === 'method') return json(405, { error: `${method} is not offered here` })
    try {
      const control = { simulation, params: found.params, query: url.searchParams, body, range }
      const answer = await found.route.handle(control)
      return { ...answer, headers: { 'Content-Security-Policy': noFrames, ...answer.headers } }
    } catch (error) {
      if (error instanceof Refusal) return error.answer
      if (error instanceof Impossible) return json(400, { error: error.message })
      throw error
    }
  }
}
