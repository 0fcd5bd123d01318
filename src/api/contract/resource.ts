import type { Static, TSchema } from '@sinclair/typebox'
import type { Feature } from '../../features.ts'
import type { Permission } from '../../people/permissions.ts'

/**
 * Who may call an endpoint: anybody, anybody with an account, a person with a session (not an API key), or a
 * person whose role grants the permission named.
 */
export type Access = 'public' | 'signed-in' | 'session' | Permission

export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below /api/v1, with `{name}` for parameters. */
  readonly path: string
  readonly access: Access
  readonly doc: string
  readonly params?: TSchema
  readonly query?: TSchema
  readonly body?: TSchema
  /** The answer's body; null for 204. */
  readonly answer: TSchema | null
  /** 200 unless said; 204 when `answer` is null. */
  readonly status?: 201 | 202
  /** Name of the audit entry the endpoint writes; every endpoint that changes something has one. */
  readonly audit?: string
  /** Answers carry an ETag; a change must send it back in If-Match. */
  readonly versioned?: true
  /** The answer is a file, which may come in other forms than the one that `answer` describes. */
  readonly file?: true
}

export interface Resource {
  readonly name: string
  readonly doc: string
  /** The area it belongs to, when that can be switched off. */
  readonly feature?: Feature
  readonly endpoints: Readonly<Record<string, Endpoint>>
}

export function defineResource<const R extends Resource>(resource: R): R {
  return Object.freeze(resource)
}

type Part<E extends Endpoint, K extends 'params' | 'query' | 'body'> = E[K] extends TSchema
  ? { readonly [P in K]: Static<E[K]> }
  : unknown

/** What a caller of the endpoint hands over: `{ params, query, body }`, as far as it has them. */
export type Input<E extends Endpoint> = Part<E, 'params'> & Part<E, 'query'> & Part<E, 'body'>

/** What the endpoint answers. */
export type Answer<E extends Endpoint> = E['answer'] extends TSchema ? Static<E['answer']> : undefined
