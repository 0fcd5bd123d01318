import type { Effect, Rule, RuleInput, RuleMatch } from './rule.ts'

type Struck = {
  readonly method: string
  readonly path: string
  readonly template: string
  readonly identity: string
}
type RuleReport = Rule & { readonly seen: number; readonly struck: number }

export type Faults = {
  add(inputs: readonly RuleInput[]): readonly Rule[]
  remove(id: string): boolean
  clear(): void
  enable(id: string, enabled: boolean): boolean
  // The effects of every rule that strikes this request, in the order of the rules.
  onRequest(request: Struck): readonly Effect[]
  onDelivery(event: string): readonly Effect[]
  report(): readonly RuleReport[]
}

function globbed(pattern: string): RegExp {
  const parts = pattern.split(/(\*\*|\*)/).map((part) => {
    if (part === '**') return '.*'
    return part === '*' ? '[^/]*' : part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')
  })
  return new RegExp(`^${parts.join('')}$`)
}

// A small generator of its own: the same script over the same requests strikes the same ones.
function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

type Armed = {
  readonly rule: Rule
  readonly path: RegExp | undefined
  readonly event: RegExp | undefined
  seen: number
  struck: number
}

function due(match: RuleMatch, seen: number, struck: number, random: () => number): boolean {
  if (match.times !== undefined && struck >= match.times) return false
  if (match.nth !== undefined && ![match.nth].flat().includes(seen)) return false
  if (match.every !== undefined && seen % match.every !== 0) return false
  return match.percent === undefined || random() * 100 < match.percent
}

function strikes(armed: Armed, random: () => number): boolean {
  armed.seen += 1
  if (!due(armed.rule.match, armed.seen, armed.struck, random)) return false
  armed.struck += 1
  return true
}

export function createFaults(seed: number): Faults {
  const random = randomFrom(seed)
  const all = new Map<string, Armed>()
  let added = 0

  function arm(input: RuleInput): Rule {
    added += 1
    const match = input.match ?? {}
    const rule: Rule = {
      id: input.id ?? `fault-${added}`,
      note: input.note ?? '',
      enabled: input.enabled ?? true,
      match,
      effect: input.effect,
    }
    const path = match.path === undefined ? undefined : globbed(match.path)
    const event = match.event === undefined ? undefined : globbed(match.event)
    all.set(rule.id, { rule, path, event, seen: 0, struck: 0 })
    return rule
  }
  function concerns({ rule, path }: Armed, request: Struck): boolean {
    const { method, identity } = rule.match
    if (!rule.enabled || rule.effect.kind.startsWith('webhook-')) return false
    if (method !== undefined && method.toUpperCase() !== request.method) return false
    if (identity !== undefined && identity !== request.identity) return false
    return path === undefined || path.test(request.path) || path.test(request.template)
  }
  return {
    add: (inputs) => inputs.map(arm),
    remove: (id) => all.delete(id),
    clear: () => all.clear(),
    enable(id, enabled) {
      const armed = all.get(id)
      if (armed) armed.rule.enabled = enabled
      return armed !== undefined
    },
    onRequest(request) {
      if (all.size === 0) return []
      return [...all.values()]
        .filter((armed) => concerns(armed, request) && strikes(armed, random))
        .map(({ rule }) => rule.effect)
    },
    onDelivery: (event) =>
      [...all.values()]
        .filter(({ rule }) => rule.enabled && rule.effect.kind.startsWith('webhook-'))
        .filter((armed) => armed.event === undefined || armed.event.test(event))
        .filter((armed) => strikes(armed, random))
        .map(({ rule }) => rule.effect),
    report: () => [...all.values()].map(({ rule, seen, struck }) => ({ ...rule, seen, struck })),
  }
}
