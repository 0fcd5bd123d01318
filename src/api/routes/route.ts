import type { Db } from '../../db/pool.ts'
import type { Feature } from '../../features.ts'
import type { Caller, Origin, PersonCaller, SessionCaller } from '../../people/caller.ts'
import type { Change, Committed } from '../change.ts'
import type { Answer, Endpoint, Input, Resource } from '../contract/resource.ts'
import type { BrowserCookie, SessionCookie } from '../cookie.ts'
import type { Download } from '../download.ts'
import type { House } from '../house.ts'

type CallerOf<E extends Endpoint> = E['access'] extends 'public'
  ? null
  : E['access'] extends 'session'
    ? SessionCaller
    : E['access'] extends 'signed-in'
      ? PersonCaller
      : Caller

/** What every handler is given. */
interface Context<E extends Endpoint> {
  readonly house: House
  /** Reads outside a transaction. */
  readonly db: Db
  readonly caller: CallerOf<E>
  /** The areas switched off; not known where anybody may call. */
  readonly featuresOff: E['access'] extends 'public' ? undefined : ReadonlySet<Feature>
  readonly origin: Origin
  readonly cookie: SessionCookie
  readonly browser: BrowserCookie
  /** Where people reach this installation, without a slash at its end. */
  readonly baseUrl: string
}

interface Changing<E extends Endpoint> {
  /** Makes the change, in one transaction with its audit entry. What is slow is done before, outside it. */
  change(work: (tx: Db) => Promise<Change<Answer<E>>>): Promise<Committed<Answer<E>>>
}

interface Versioned<E extends Endpoint> {
  readonly answer: Answer<E>
  readonly version: number
}

interface Expecting {
  /** Refuses the change unless it started from this version, read under a lock. */
  expectVersion(version: number): void
}

type Plain<E extends Endpoint> = E['file'] extends true
  ? Download
  : E['versioned'] extends true
    ? Versioned<E>
    : Answer<E>

type Handler<E extends Endpoint> = E['audit'] extends string
  ? (
      call: Input<E> & Context<E> & Changing<E> & (E['versioned'] extends true ? Expecting : unknown),
    ) => Promise<Committed<Answer<E>>>
  : (call: Input<E> & Context<E>) => Promise<Plain<E>>

export type Handlers<R extends Resource> = {
  readonly [E in keyof R['endpoints']]: Handler<R['endpoints'][E]>
}

/** What a file of this folder exports: a resource of the contract with a handler for each of its endpoints. */
export interface Route {
  readonly resource: Resource
  readonly handlers: Readonly<Record<string, AnyHandler>>
}

export type AnyHandler = (call: unknown) => Promise<unknown>

export function implement<R extends Resource>(resource: R, handlers: Handlers<R>): Route {
  return Object.freeze({ resource, handlers: handlers as unknown as Route['handlers'] })
}
