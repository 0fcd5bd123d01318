import { json, noContent } from '../http/answer.ts'
import { type LimitClass, limitClasses } from '../limits/limits.ts'
import { parseInstant, SECOND } from '../world/time.ts'
import { bodyOf, type Control, type ControlRoute, problem } from './control.ts'

export function parseDuration(value: string): number | undefined {
  const [, amount, unit] = /^(\d+)(ms|s|m|h)$/.exec(value) ?? []
  const units: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }
  const factor = units[unit ?? '']
  return amount === undefined || factor === undefined || Number(amount) === 0
    ? undefined
    : Number(amount) * factor
}

function limitsShown({ simulation }: Control) {
  const { settings } = simulation.limits
  return json(200, {
    on: settings.on,
    hour: `${settings.windowMs}ms`,
    limits: settings.limits,
    accounts: simulation.limits.accounts(simulation.nowMs()),
  })
}

function isClass(name: string): name is LimitClass {
  return limitClasses.some((one) => one === name)
}

function setLimits(control: Control) {
  const { settings } = control.simulation.limits
  const body = bodyOf(control)
  if (typeof body.on === 'boolean') settings.on = body.on
  if (body.hour !== undefined) {
    const windowMs = parseDuration(String(body.hour))
    if (windowMs === undefined) throw problem(400, 'hour is a duration such as 3600s or 30s')
    settings.windowMs = windowMs
  }
  for (const [name, limit] of Object.entries(body.limits ?? {})) {
    if (!isClass(name) || !Number.isInteger(limit) || Number(limit) < 1)
      throw problem(400, `limits are whole numbers for ${limitClasses.join(', ')}`)
    settings.limits[name] = Number(limit)
  }
  return limitsShown(control)
}

function settingsShown({ simulation }: Control) {
  return json(200, simulation.cloud.settings)
}

function chosen<V extends string>(
  body: Record<string, unknown>,
  name: string,
  values: readonly V[],
  now: V,
): V {
  const wanted = body[name]
  if (wanted === undefined) return now
  const value = values.find((one) => one === wanted)
  if (!value) throw problem(400, `${name} is one of ${values.join(', ')}`)
  return value
}

function setSettings(control: Control) {
  const { settings } = control.simulation.cloud
  const body = bodyOf(control)
  const { issues, repositoryActivity, trailingSlash } = settings
  Object.assign(settings, {
    issues: chosen(body, 'issues', ['date', 'on', 'off'], issues),
    repositoryActivity: chosen(body, 'repositoryActivity', ['on', 'off'], repositoryActivity),
    trailingSlash: chosen(body, 'trailingSlash', ['required', 'optional'], trailingSlash),
  })
  return settingsShown(control)
}

const noon = 12 * 3600 * SECOND

function setToday(control: Control) {
  const { today } = bodyOf(control)
  const at = typeof today === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(today) ? parseInstant(today) : Number.NaN
  if (Number.isNaN(at)) throw problem(400, 'today is a date such as 2026-11-21')
  control.simulation.world.setNow(at + noon)
  return json(200, { today: control.simulation.cloud.today() })
}

function entries({ simulation, query }: Control) {
  const last = Number(query.get('last') ?? '1000')
  if (!Number.isInteger(last) || last < 1) throw problem(400, 'last is a whole number')
  return json(200, { entries: simulation.ledger.entries(last) })
}

export const stateRoutes: readonly ControlRoute[] = [
  {
    method: 'GET',
    template: '/_sim/ledger',
    doc: 'totals of all requests: by template, identity, class and status',
    handle: ({ simulation }) => json(200, simulation.ledger.report()),
  },
  {
    method: 'GET',
    template: '/_sim/ledger/entries',
    doc: 'the last requests one by one: ?last=1000',
    handle: entries,
  },
  {
    method: 'DELETE',
    template: '/_sim/ledger',
    doc: 'forgets the requests',
    handle: ({ simulation }) => {
      simulation.ledger.reset()
      return noContent()
    },
  },
  {
    method: 'GET',
    template: '/_sim/limits',
    doc: 'limits and what each identity has used',
    handle: limitsShown,
  },
  {
    method: 'PUT',
    template: '/_sim/limits',
    doc: 'sets {on?, hour?, limits?: {class: number}}',
    handle: setLimits,
  },
  {
    method: 'DELETE',
    template: '/_sim/limits',
    doc: 'forgets what was used',
    handle: ({ simulation }) => {
      simulation.limits.reset()
      return noContent()
    },
  },
  { method: 'GET', template: '/_sim/settings', doc: 'what this Bitbucket offers', handle: settingsShown },
  {
    method: 'PUT',
    template: '/_sim/settings',
    doc: 'sets {issues?: date|on|off, repositoryActivity?: on|off, trailingSlash?: required|optional}',
    handle: setSettings,
  },
  {
    method: 'GET',
    template: '/_sim/today',
    doc: 'the simulated day that removals follow',
    handle: ({ simulation }) => json(200, { today: simulation.cloud.today() }),
  },
  { method: 'PUT', template: '/_sim/today', doc: 'moves the day: {today}', handle: setToday },
  {
    method: 'GET',
    template: '/_sim/deliveries',
    doc: 'webhook deliveries, newest last: ?last=100',
    handle: ({ simulation, query }) =>
      json(200, {
        counts: simulation.webhooks.counts(),
        deliveries: simulation.webhooks.deliveries(Number(query.get('last') ?? '100')),
      }),
  },
  {
    method: 'POST',
    template: '/_sim/deliveries/{id}/resend',
    doc: 'sends a delivery again, as by hand from the request log',
    handle: ({ simulation, params }) => {
      if (!simulation.webhooks.resend(params.id ?? ''))
        throw problem(404, `there is no delivery ${params.id}`)
      return json(202, { id: params.id })
    },
  },
]
