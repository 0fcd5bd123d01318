import { type Static, Type } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'

const pages = [
  'duplicate',
  'skip',
  'loop',
  'foreign-next',
  'malformed-next',
  'no-next',
  'partial',
  'empty',
  'wrong-size',
  'holes',
] as const

const effect = Type.Union([
  Type.Object({
    kind: Type.Literal('answer', { doc: 'answers instead of Bitbucket' }),
    status: Type.Integer({ minimum: 100, maximum: 599 }),
    body: Type.Optional(Type.String()),
    contentType: Type.Optional(Type.String()),
    headers: Type.Optional(Type.Record(Type.String(), Type.String())),
  }),
  Type.Object({ kind: Type.Literal('html', { doc: 'an HTML page with status 200 where JSON was due' }) }),
  Type.Object({ kind: Type.Literal('delay', { doc: 'waits first' }), ms: Type.Integer({ minimum: 0 }) }),
  Type.Object({
    kind: Type.Literal('truncate', { doc: 'a well-framed body that ends after a share of its bytes' }),
    share: Type.Number({ minimum: 0, maximum: 1 }),
  }),
  Type.Object({
    kind: Type.Literal('content-length', { doc: 'declares more or fewer bytes than it sends' }),
    by: Type.Integer(),
  }),
  Type.Object({
    kind: Type.Literal('reset', {
      doc: 'cuts the connection, after some bytes of the body or before the head',
    }),
    after: Type.Optional(Type.Integer({ minimum: 0 })),
  }),
  Type.Object({
    kind: Type.Literal('gzip-bomb', { doc: 'a small gzip body that unpacks to so many megabytes' }),
    megabytes: Type.Integer({ minimum: 1, maximum: 10_240 }),
  }),
  Type.Object({
    kind: Type.Literal('page', { doc: 'bends one page of a listing' }),
    how: Type.Union(pages.map((page) => Type.Literal(page))),
  }),
  Type.Object({ kind: Type.Literal('fields-ignored', { doc: '`fields` has no effect' }) }),
  Type.Object({ kind: Type.Literal('headers-hidden', { doc: 'no rate limit headers' }) }),
  Type.Object({
    kind: Type.Literal('clock-skew', { doc: 'the Date header is off' }),
    seconds: Type.Integer(),
  }),
  Type.Object({ kind: Type.Literal('webhook-drop', { doc: 'the delivery is never sent' }) }),
  Type.Object({
    kind: Type.Literal('webhook-repeat', { doc: 'the delivery is sent so many times' }),
    times: Type.Integer({ minimum: 2, maximum: 10 }),
  }),
  Type.Object({
    kind: Type.Literal('webhook-shuffle', {
      doc: 'deliveries wait until so many are due and leave in another order',
    }),
    window: Type.Integer({ minimum: 2, maximum: 1_000 }),
  }),
  Type.Object({
    kind: Type.Literal('webhook-late', { doc: 'the delivery leaves later' }),
    ms: Type.Integer({ minimum: 0 }),
  }),
])

const matcher = Type.Object(
  {
    method: Type.Optional(Type.String()),
    path: Type.Optional(
      Type.String({ description: 'path or path template; * is one segment, ** any number of them' }),
    ),
    event: Type.Optional(Type.String({ description: 'event key of a webhook; * matches any' })),
    identity: Type.Optional(Type.String({ description: 'key of an identity as the ledger names it' })),
    nth: Type.Optional(Type.Union([Type.Integer({ minimum: 1 }), Type.Array(Type.Integer({ minimum: 1 }))])),
    every: Type.Optional(Type.Integer({ minimum: 1 })),
    percent: Type.Optional(Type.Number({ minimum: 0, maximum: 100 })),
    times: Type.Optional(Type.Integer({ minimum: 1, description: 'strikes so many times at most' })),
  },
  { additionalProperties: false },
)

const rule = Type.Object(
  {
    id: Type.Optional(Type.String({ minLength: 1 })),
    note: Type.Optional(Type.String()),
    enabled: Type.Optional(Type.Boolean()),
    match: Type.Optional(matcher),
    effect,
  },
  { additionalProperties: false },
)

export type Effect = Static<typeof effect>
export type RuleMatch = Static<typeof matcher>
export type RuleInput = Static<typeof rule>
export type Rule = {
  readonly id: string
  readonly note: string
  enabled: boolean
  readonly match: RuleMatch
  readonly effect: Effect
}

export class InvalidRule extends Error {}

export const effectKinds: readonly { readonly kind: string; readonly doc: string }[] = effect.anyOf.map(
  (one) => ({
    kind: one.properties.kind.const,
    doc: String(one.properties.kind.doc),
  }),
)

// A union says only that nothing fits; the effect it meant to be says what is wrong with it.
function complaint(value: unknown): string {
  const first = Value.Errors(rule, value).First()
  if (first?.path !== '/effect') return `${first?.path || '/'}: ${first?.message ?? 'is not a rule'}`
  const meant = Object(first.value)
  const known = effect.anyOf.find((one) => one.properties.kind.const === meant.kind)
  if (!known) return `/effect/kind: is one of ${effectKinds.map(({ kind }) => kind).join(', ')}`
  const inner = Value.Errors(known, meant).First()
  return `/effect${inner?.path ?? ''}: ${inner?.message ?? 'does not fit'}`
}

export function readRules(value: unknown): RuleInput[] {
  const all = Array.isArray(value) ? value : [value]
  return all.map((one, at) => {
    if (Value.Check(rule, one)) return one
    throw new InvalidRule(`fault rule ${at + 1}: ${complaint(one)}`)
  })
}
