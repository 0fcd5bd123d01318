import type { Permission, Role } from './permissions.ts'

interface Identity {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly role: Role
}

/** Who sent a request, and what they may do now: by a session, by an API key, or by the command line's own key. */
export interface Caller {
  /** Null for the command line, which acts for the machine. */
  readonly person: Identity | null
  readonly session: { readonly id: string; readonly csrf: string } | null
  readonly apiKey: { readonly id: string; readonly name: string } | null
  readonly permissions: ReadonlySet<Permission>
}

export type PersonCaller = Caller & { readonly person: Identity }
export type SessionCaller = PersonCaller & { readonly session: NonNullable<Caller['session']> }

/** Where a request came from, as far as the audit log and a session remember it. */
export interface Origin {
  readonly requestId: string
  readonly address: string
  readonly userAgent: string | null
}
