import type { Static, TObject } from '@sinclair/typebox'
import type { Schema } from '../db/schema.ts'
import type { Events } from './events.ts'

export type TableName = keyof Schema

/** What a request and a row may depend on besides the item itself. */
export interface Place {
  readonly workspace: { readonly uuid: string; readonly slug: string }
  /** Null while the workspace itself is read. */
  readonly repository: { readonly uuid: string; readonly slug: string } | null
  /** Pull request number or pipeline uuid of the streams that are read below one. */
  readonly parent: string | null
  /** Start of the time range; null wants everything. */
  readonly since: string | null
}

/** The part of a keyset walk that is still wanted, both ends included; null is open. */
interface Window {
  readonly from: string | null
  readonly to: string | null
}

export interface StreamRequest {
  /** Below the API's base address, each part encoded. */
  readonly path: string
  readonly query: Readonly<Record<string, string>>
}

/**
 * Names another entity by Bitbucket's uuid where a column wants our key. The batch replaces it; an account or project
 * that is not known yet is created from `known`, a column of another table stays null until its entity has been read.
 */
export interface Reference {
  readonly to: 'accounts' | 'projects' | 'repositories'
  readonly uuid: string
  /** Columns of the account or project as far as this answer tells them. */
  readonly known?: Readonly<Record<string, unknown>>
}

/**
 * A row as a stream writes it: `workspace_id` and `repository_id` are added by the batch, and a `Reference` (or a list
 * of them) stands where a column wants our key. Uuids come without braces.
 */
export type StreamRow = Readonly<Record<string, unknown>>
export type Rows = Partial<Record<TableName, readonly StreamRow[]>>

/** Rows of a table that one record alone names, told by the columns they share. */
export type Owned = Partial<Record<TableName, StreamRow>>

/** The rows below which a stream is read, one request or more for each. Expressions are SQL over `parent`. */
interface Parents {
  readonly table: TableName
  /** Column of what names the parent in the address. */
  readonly id: string
  /** Column of the time that says whether the parent lies in the time range; the newest is read first. */
  readonly position: string
  /** Which of them have children that are wanted. */
  readonly where: string
  /** What moves when the children may have changed; null while they may change without it. */
  readonly version: string
  /** While the source lacks this, the children of all parents are read. */
  readonly lacking?: string
  /** While the source lacks this, `where` cannot be told: the children of all that were met before are read. */
  readonly goesBy?: string
  /** Another stream brings the children of a parent that is met for the first time. */
  readonly known?: Known
  /** All children of a parent are one record, `{values}`, so that their order is kept. */
  readonly whole?: true
}

/** What shows that the other stream left out children of a parent that began within the time range. */
interface Known {
  readonly began: string
  readonly suspect: string
}

/** What is read again and again from one address of Bitbucket, and which rows it becomes. Pure. */
export interface Stream<T extends TObject = TObject> {
  readonly name: string
  readonly doc: string
  /** Atlassian's page about the address. */
  readonly documentation: string
  readonly per: 'workspace' | 'repository' | 'pull_request' | 'pipeline' | 'issue' | 'commit'
  /** Scopes of an access token that reads it. */
  readonly scopes: readonly string[]
  /** Requests, as a formula of what there is. */
  readonly cost: string
  readonly tables: readonly TableName[]
  /**
   * `all`: every page, every time. `newest-first`: a feed without a filter, left as soon as it shows what is known.
   * `keyset`: a filter on `position`, so that a walk goes on wherever it was cut off.
   */
  readonly walk: 'all' | 'newest-first' | 'keyset'
  /**
   * When a stream that was read to its end is asked again: in every cycle, when the repository changed since, once a
   * day, or only of what a delivery or a person names.
   */
  readonly again: 'every-cycle' | 'when-pushed' | 'daily' | 'when-told'
  /** Rows in one of these states may still change: a walk goes back to the oldest of them whose turn it is. */
  readonly unsettled?: {
    readonly table: TableName
    readonly position: string
    readonly states: readonly string[]
  }
  /**
   * Whatever is new here moves the time of a row there, which a stream of the same name lists so many a page: while none
   * moved nothing is asked, where a webhook tells the rest. `began`: when the row was made; `entries`: in SQL, about how
   * many the row brings here.
   */
  readonly follows?: {
    readonly table: TableName
    readonly pagelen: number
    readonly position: string
    readonly began: string
    readonly entries: string
  }
  /** One object instead of a list. */
  readonly single?: true
  /** A repository that answers 404 just has none of it: nothing is missing, and it is asked again seldom. */
  readonly absentWhenMissing?: true
  /** Not offered by every source: one that answers 404 lacks it, is read by other streams, and asked again after a week. */
  readonly capability?: string
  /** Whether an item shows that the source left out fields that were asked for. */
  lacksFields?(item: Static<T>): boolean
  /** Offered by few: one repository is asked for all of the workspace before it is asked of each. */
  readonly probed?: true
  /** A lane of its own that is not read unless the connection asks for it. */
  readonly optional?: true
  /** Where git knows the same and more: read by REST only when the connection may not use git. */
  readonly withoutGitOnly?: true
  /** Asked for below one parent at a time; part of what is read of the repository. */
  readonly parents?: Parents
  /** Asked for once for each account that left the workspace, in place of a parent: no listing names it any more. */
  readonly ofLeavers?: true
  /**
   * Its records are those of this stream, read another way: what that does not show again is found here. Below one
   * parent, the key of each begins with the parent and a space.
   */
  readonly recordsOf?: string
  /** The complete listing of what `recordsOf` walks, which tells what is gone. The first walk is one itself. */
  readonly relists?: true
  request(at: Place, window: Window): StreamRequest
  /** What is wanted of a long listing before the rest of it; asked when the first page ever was not the last. */
  urgent?(at: Place): StreamRequest
  /** Raised when `item` reads more fields than before, so that records stored earlier are fetched again. */
  readonly projectionVersion: number
  /** Its answers may carry secrets of others: nothing is kept of them but the fields that are read. */
  readonly confidential?: true
  /** The fields that are read; everything else Bitbucket sends may change its shape at will. */
  readonly item: T
  /** Names the record among those of the stream in one repository (or workspace). */
  key(item: Static<T>, at: Place): string
  /** The time a walk is ordered by; null for an item without one, which says nothing about where the walk is. */
  position?(item: Static<T>): string | null
  /** When the source changed the record last: what a delivery says of it counts unless something newer is known. */
  version?(item: Static<T>): string | null
  rows(item: Static<T>, at: Place): Rows
  /** Rows of these that the record does not name any more are gone, such as a reviewer who was taken off. */
  owns?(item: Static<T>, at: Place): Owned
}

/** A stream of any shape, as the engine handles it. */
export type AnyStream = Stream<TObject>

/** One that is read below parents. */
export type ChildStream = AnyStream & { readonly parents: Parents }

export function isChild(stream: AnyStream): stream is ChildStream {
  return stream.parents !== undefined
}

export function defineStream<T extends TObject>(stream: Stream<T>): AnyStream {
  return Object.freeze(stream) as unknown as AnyStream
}

/** All that the engine needs to read one product. */
export interface Connector {
  readonly name: string
  /** In the order in which they are wanted. */
  readonly streams: readonly AnyStream[]
  readonly events: Events
}
