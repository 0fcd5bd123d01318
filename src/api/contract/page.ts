import { type TSchema, Type } from '@sinclair/typebox'

/** NUL is refused at the border: PostgreSQL cannot store it in text. */
const noNul = '^[^\\u0000]*$'

export function text(options: { min?: number; max: number; description?: string }) {
  return Type.String({
    minLength: options.min ?? 1,
    maxLength: options.max,
    pattern: noNul,
    ...(options.description ? { description: options.description } : {}),
  })
}

/** A surrogate key. Text, because a bigint does not fit a JavaScript number; 18 digits always fit a bigint. */
export const Id = Type.String({ pattern: '^[1-9][0-9]{0,17}$' })

export const Timestamp = Type.String({ format: 'date-time' })

export function Nullable<T extends TSchema>(schema: T) {
  return Type.Union([schema, Type.Null()])
}

/** What a list may be sorted by; a `-` in front turns the order round. */
export function sorting<const Name extends string>(...names: readonly Name[]) {
  const choices = names.flatMap((name) => [Type.Literal(name), Type.Literal(`-${name}` as const)])
  return Type.Optional(
    Type.Union(choices, { description: 'What it is sorted by; with a `-` from the last to the first.' }),
  )
}

/** The query part every list shares. */
export const paging = {
  cursor: Type.Optional(text({ max: 500, description: 'The `next` of the page before.' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
}

export function Page<T extends TSchema>(item: T) {
  return Type.Object({
    items: Type.Array(item),
    next: Nullable(Type.String({ description: 'Cursor of the next page; null on the last.' })),
  })
}
