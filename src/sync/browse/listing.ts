import { type Static, type TSchema, Type } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'
import { Failure } from '../../errors.ts'
import type { Client } from '../http/client.ts'

/** What people look around with: one connection's way and credentials, stored or only entered. */
export type Look = Pick<Client, 'get'>

export interface Listing<T> {
  readonly items: readonly T[]
  /** Null when Bitbucket does not say. */
  readonly size: number | null
  readonly next: number | null
  /** False where this credential is not told: the name has to be typed in. */
  readonly listed: boolean
}

const nothingTold: Listing<never> = { items: [], size: null, next: null, listed: false }

interface Asked {
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly page: number
}

/** For somebody who waits: ahead of every sync. */
export const asked = { stream: 'browse', lane: 'person' }

/** One page of a list. Entries of another shape than is needed are left out of what can be chosen. */
export async function readPage<T extends TSchema>(
  look: Look,
  item: T,
  { path, query, page }: Asked,
): Promise<Listing<Static<T>>> {
  const { body, next } = await look.get(path, { ...query, page: String(page) }, asked)
  if (!Value.Check(Type.Object({ values: Type.Array(Type.Unknown()) }), body)) {
    throw new Failure('source_unreadable', { detail: 'The answer is not a list.' })
  }
  const { size } = body as { size?: unknown }
  return {
    items: body.values.filter((value): value is Static<T> => Value.Check(item, value)),
    size: Number.isInteger(size) ? Number(size) : null,
    next: next === undefined ? null : page + 1,
    listed: true,
  }
}

/** What the credential may not list is no failure of looking around. */
export async function orNothing<T>(listing: Promise<Listing<T>>): Promise<Listing<T>> {
  try {
    return await listing
  } catch (error) {
    if (error instanceof Failure && error.code === 'source_forbidden') return nothingTold
    throw error
  }
}
