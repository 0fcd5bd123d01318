/** What a delivery asks to be done. Pure: a connector reads the payload, the engine does the rest. */
export type Effect =
  /** The payload holds a record as a listing would show it. */
  | StoreEffect
  /** Rows below one parent are read once, unless they are known as they are now; `force`: even then. */
  | { readonly kind: 'ask'; readonly stream: string; readonly parent: string; readonly force?: true }
  /** The newest of these streams is read, as far as the connection reads them. */
  | { readonly kind: 'read'; readonly streams: readonly string[] }
  /** Pull requests take from git what only git knows of them. */
  | { readonly kind: 'contents' }
  /** The list of repositories is looked at: there may be new ones, with other names or in other places. */
  | { readonly kind: 'catalogue' }
  /** The whole list of repositories is read twice: only that can tell that one is gone. */
  | { readonly kind: 'gone' }

export interface StoreEffect {
  readonly kind: 'store'
  readonly stream: string
  readonly item: unknown
  /** Once it is stored, or was known exactly so. */
  readonly after?: readonly Effect[]
  /** When something newer is known: the delivery was late. */
  readonly older?: readonly Effect[]
  /** When it cannot be read, or says of the same moment something else than what is known. */
  readonly unclear?: readonly Effect[]
}

export interface EventReading {
  /** What it is about, for people; null when it is the repository or the workspace itself. */
  readonly subject: string | null
  /** Deliveries of one group are dealt with together, and fail together. */
  readonly group: string
  readonly effects: readonly Effect[]
}

/** Where a delivery belongs. */
export interface EventPlace {
  /** Without braces, like all uuids here; null when the payload does not tell. */
  readonly workspaceUuid: string | null
  readonly repositoryUuid: string | null
  /** It concerns the list of repositories, and not what is in one. */
  readonly isOfWorkspace: boolean
}

/** The events of one product. */
export interface Events {
  /** Those a webhook is registered for. */
  readonly wanted: readonly string[]
  /** Null for an event that tells nothing we collect. Throws for a payload that is none. */
  place(event: string, payload: unknown): EventPlace | null
  read(event: string, payload: unknown): EventReading
}
