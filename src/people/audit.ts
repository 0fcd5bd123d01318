import type { Db } from '../db/pool.ts'
import type { Caller } from './caller.ts'

export interface Actor {
  readonly kind: 'person' | 'api_key' | 'command_line' | 'nobody'
  readonly id: string | null
  readonly name: string
}

export interface Subject {
  readonly kind: string
  readonly id: string
  readonly name: string
}

export interface AuditEntry {
  readonly actor: Actor
  readonly action: string
  readonly subject: Subject | null
  readonly before?: unknown
  readonly after?: unknown
  readonly outcome: 'done' | 'refused'
  readonly address?: string | null
  readonly requestId?: string | null
}

const nobody: Actor = { kind: 'nobody', id: null, name: 'nobody' }
export const commandLine: Actor = { kind: 'command_line', id: null, name: 'command line' }

/** A line of the audit log says who acted, and through which key. */
export function actorOf(caller: Caller | null): Actor {
  if (!caller) return nobody
  if (!caller.person) return commandLine
  const { id, name } = caller.person
  if (caller.apiKey) return { kind: 'api_key', id, name: `${name} (key ${caller.apiKey.name})` }
  return { kind: 'person', id, name }
}

/** Adds a line; in the transaction of the change it records, so that neither is there without the other. */
export async function record(db: Db, entry: AuditEntry): Promise<void> {
  await db
    .insertInto('audit_log')
    .values({
      actor_kind: entry.actor.kind,
      actor_id: entry.actor.id,
      actor_name: entry.actor.name,
      action: entry.action,
      subject_kind: entry.subject?.kind ?? null,
      subject_id: entry.subject?.id ?? null,
      subject_name: entry.subject?.name ?? null,
      before: toJson(entry.before),
      after: toJson(entry.after),
      outcome: entry.outcome,
      address: entry.address ?? null,
      request_id: entry.requestId ?? null,
    })
    .execute()
}

function toJson(value: unknown): string | null {
  return value === undefined || value === null ? null : JSON.stringify(maskSecrets(value))
}

const secretName =
  /password|secret|token|csrf|authorization|cookie|credential|private_?key|api_?key$|^key$|^code$/i

/** The same shape with the value of every field that is named like a secret blanked. */
export function maskSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(maskSecrets)
  if (value instanceof Date || typeof value !== 'object' || value === null) return value
  const masked: Record<string, unknown> = {}
  for (const [name, inner] of Object.entries(value)) {
    const hide = secretName.test(name) && inner !== null && typeof inner !== 'boolean'
    masked[name] = hide ? '[masked]' : maskSecrets(inner)
  }
  return masked
}
