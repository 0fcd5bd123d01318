import { type Answer, json, Refusal } from '../http/answer.ts'
import type { Templated } from '../http/router.ts'
import type { Simulation } from '../simulation.ts'

export type Control = {
  readonly simulation: Simulation
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly body: Buffer
  // Of the Range header.
  readonly range: string | undefined
}

export type ControlRoute = Templated & {
  readonly doc: string
  readonly handle: (control: Control) => Answer | Promise<Answer>
}

export function problem(status: number, message: string): Refusal {
  return new Refusal(json(status, { error: message }))
}

export function bodyOf(control: Control): Record<string, unknown> {
  if (control.body.length === 0) return {}
  try {
    const value: unknown = JSON.parse(control.body.toString('utf8'))
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  } catch {
    throw problem(400, 'the body is not JSON')
  }
  throw problem(400, 'the body is not an object')
}
