import { effectKinds, InvalidRule, readRules } from '../faults/rule.ts'
import { json, noContent } from '../http/answer.ts'
import { bodyOf, type Control, type ControlRoute, problem } from './control.ts'

function add(control: Control) {
  let value: unknown
  try {
    value = JSON.parse(control.body.toString('utf8'))
    return json(201, { rules: control.simulation.faults.add(readRules(value)) })
  } catch (error) {
    if (error instanceof InvalidRule) throw problem(400, error.message)
    throw problem(400, 'the body is not JSON')
  }
}

function enable(control: Control) {
  const { enabled } = bodyOf(control)
  if (typeof enabled !== 'boolean') throw problem(400, 'say {"enabled": true} or false')
  if (!control.simulation.faults.enable(control.params.id ?? '', enabled)) throw missing(control)
  return json(200, { id: control.params.id, enabled })
}

function missing(control: Control) {
  return problem(404, `there is no rule ${control.params.id}`)
}

function remove(control: Control) {
  if (!control.simulation.faults.remove(control.params.id ?? '')) throw missing(control)
  return noContent()
}

export const faultRoutes: readonly ControlRoute[] = [
  {
    method: 'GET',
    template: '/_sim/faults',
    doc: 'the rules with how often each was considered and struck',
    handle: ({ simulation }) => json(200, { rules: simulation.faults.report(), effects: effectKinds }),
  },
  { method: 'POST', template: '/_sim/faults', doc: 'adds a rule or a list of rules', handle: add },
  {
    method: 'DELETE',
    template: '/_sim/faults',
    doc: 'removes every rule',
    handle: ({ simulation }) => {
      simulation.faults.clear()
      return noContent()
    },
  },
  { method: 'PATCH', template: '/_sim/faults/{id}', doc: 'switches a rule: {enabled}', handle: enable },
  { method: 'DELETE', template: '/_sim/faults/{id}', doc: 'removes a rule', handle: remove },
]
