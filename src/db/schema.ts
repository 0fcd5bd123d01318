// Written by `npm run generate:schema` from the migrated database. Edit the migrations, then run it again.
import type { ColumnType, Insertable, Selectable } from 'kysely'

/** Read as text: a JavaScript number loses digits above 2^53. */
type Bigint = ColumnType<string, string | number | bigint, string | number | bigint>

/** Written as text: the driver would turn a bare array into a PostgreSQL array. */
type Json = ColumnType<unknown, string, string>

type Timestamp = ColumnType<Date, Date | string, Date | string>

type Nullable<T> =
  T extends ColumnType<infer Read, infer Insert, infer Update>
    ? ColumnType<Read | null, Insert | null | undefined, Update | null>
    : ColumnType<T | null, T | null | undefined, T | null>

/** Filled in when an insert leaves it out. */
type Defaulted<T> = [T] extends [ColumnType<infer Read, infer Insert, infer Update>]
  ? ColumnType<Read, Insert | undefined, Update>
  : ColumnType<T, T | undefined, T>

/** Written by the database alone. */
type ReadOnly<T> =
  T extends ColumnType<infer Read, infer _Insert, infer _Update>
    ? ColumnType<Read, never, never>
    : ColumnType<T, never, never>

export type SliceLane = 'person' | 'webhook' | 'delta' | 'newest' | 'deep' | 'audit'

/** Keys with which programs call the API. A key that is revoked is removed. */
interface ApiKeysTable {
  /** Surrogate key. */
  id: ReadOnly<Bigint>
  /** Whose key it is; null for the command line of the machine Windlass runs on. */
  person_id: Nullable<Bigint>
  /** What the owner calls the key. */
  name: string
  /** The first characters of the key, to tell keys apart. */
  prefix: string
  /** SHA-256 of the key; the key itself is not stored. */
  key_hash: Buffer
  /** Permissions the key was given; those the role of the owner lacks have no effect. */
  permissions: string[]
  /** When the key was made. */
  created_at: Defaulted<Timestamp>
  /** When the key ends; null if it does not. */
  expires_at: Nullable<Timestamp>
  /** When the key was last used, to the minute; null if never. */
  last_used_at: Nullable<Timestamp>
}

/** Who changed what, and when. Lines can be added, never changed or removed. */
interface AuditLogTable {
  /** Surrogate key; grows with time. */
  id: ReadOnly<Bigint>
  /** When it happened. */
  at: Defaulted<Timestamp>
  /** person, api_key, command_line, or nobody when the caller was not known. */
  actor_kind: string
  /** The person who acted, also through a key. Stays when the person is removed. */
  actor_id: Nullable<Bigint>
  /** What the person was called then, with the name of the key if one was used. */
  actor_name: string
  /** What was done, for example person.update. */
  action: string
  /** Kind of the thing it was done to. */
  subject_kind: Nullable<string>
  /** Key of the thing it was done to. */
  subject_id: Nullable<string>
  /** What the thing was called then. */
  subject_name: Nullable<string>
  /** The thing before, with its secrets masked; null if it was not there. */
  before: Nullable<Json>
  /** The thing after, with its secrets masked; null if it is gone. */
  after: Nullable<Json>
  /** done, or refused when the caller was not allowed to. */
  outcome: string
  /** Network address of the caller. */
  address: Nullable<string>
  /** Id of the request, which is in the log and in the answer too. */
  request_id: Nullable<string>
}

/** Keys that wait to be derived again; marking a key twice keeps one row, so work is coalesced. */
interface DirtyTable {
  /** Which derivation the key waits for. */
  kind: string
  /** The key, in the form that derivation understands. */
  key: string
  /** When the key was marked first since it was last taken. */
  marked_at: Defaulted<Timestamp>
}

/** Dirty keys whose drainer failed on them alone. They wait for a person, or for the next change of the key. */
interface DirtyParkedTable {
  /** Which derivation failed. */
  kind: string
  /** The key it failed on. */
  key: string
  /** What it said. */
  error: string
  /** When it failed last. */
  parked_at: Defaulted<Timestamp>
}

/** Creates that carried an Idempotency-Key, kept for a day so that a repeated one makes nothing twice. */
interface IdempotencyKeysTable {
  /** Who sent it: kind and key of the person or API key. */
  caller: string
  /** The Idempotency-Key header. */
  key: string
  /** Keyed hash of endpoint and body: the same key with another body is refused. */
  request_hash: Buffer
  /** The answer, sealed: it may hold an API key that is shown once. Null while the create runs. */
  answer: Nullable<Buffer>
  /** When it was first sent. */
  created_at: Defaulted<Timestamp>
}

/** This installation: exactly one row. */
interface InstallationTable {
  /** Identity of the installation; the first-run code is derived from it. */
  id: Defaulted<string>
  /** When the database was migrated for the first time. */
  created_at: Defaulted<Timestamp>
  /** Always true and unique, so that a second row is impossible. */
  singleton: Defaulted<boolean>
}

/** What runs by the clock, as the worker that started last declared it; the page and the API read it here. */
interface JobScheduleTable {
  /** Name of the task. */
  task: string
  /** What it does. */
  doc: string
  /** Five cron fields, UTC. */
  cron: string
}

/** The migrations applied to this database, in the order of their names. */
interface MigrationsTable {
  /** Name of the file without its ending. */
  name: string
  /** SHA-256 of the file when it was applied, in hexadecimal. */
  checksum: string
  /** When it was applied. */
  applied_at: Defaulted<Timestamp>
}

/** People with an account on this installation. */
interface PeopleTable {
  /** Surrogate key. */
  id: ReadOnly<Bigint>
  /** What the person is called on the page. */
  name: string
  /** Address the person signs in with, as typed; unique whatever its case. */
  email: string
  /** viewer, editor or admin: the permissions the person has. */
  role: string
  /** The account is kept, and neither its owner nor the keys of its owner get in. */
  disabled: Defaulted<boolean>
  /** Hash of the password with the parameters it was made with; never the password. */
  password: string
  /** Raised with every edit; the ETag of the person. */
  version: Defaulted<number>
  /** When the account was made. */
  created_at: Defaulted<Timestamp>
  /** When the account was edited last. */
  updated_at: Defaulted<Timestamp>
  /** When the person last used a session, to the minute; null if never. */
  last_seen_at: Nullable<Timestamp>
}

/** Processes that run jobs, each with its last sign of life. Jobs held by a process that is not here are freed. */
interface ProcessesTable {
  /** Identity of its job pool: what stands in locked_by of the jobs it holds. */
  id: string
  /** What the process does. */
  role: string
  /** Name of the machine. */
  host: string
  /** Process id on that machine. */
  pid: number
  /** When it started. */
  started_at: Defaulted<Timestamp>
  /** Its last heartbeat, by the clock of the database. */
  seen_at: Defaulted<Timestamp>
}

/** The key this installation seals with. A process that lacks it knows at once that it was started with the wrong key. */
interface SealingKeyTable {
  /** Always true: there is one row. */
  singleton: Defaulted<boolean>
  /** Fingerprint of the key, not the key. */
  key_id: string
  /** When this key became the one that seals. */
  since: Defaulted<Timestamp>
}

/** Sealed secrets (AES-256-GCM). The purpose and the record are bound into the seal: a value moved to another row does not open. */
interface SecretsTable {
  /** What the secret is for, such as credential or webhook. */
  purpose: string
  /** Identity of the record it belongs to. */
  record: string
  /** Version, key id, nonce, tag and ciphertext. */
  sealed: Buffer
  /** Fingerprint of the key that sealed it. */
  key_id: string
  /** Last four characters, to tell secrets apart; null when the secret is too short to show any. */
  last_four: Nullable<string>
  /** When the secret was stored. */
  created_at: Defaulted<Timestamp>
  /** When it was last sealed anew with another key. */
  rotated_at: Nullable<Timestamp>
}

/** Browsers that are signed in. A session that is ended is removed. */
interface SessionsTable {
  /** Surrogate key. */
  id: ReadOnly<Bigint>
  /** Who is signed in. */
  person_id: Bigint
  /** SHA-256 of the 32 random bytes in the cookie; the bytes themselves are not stored. */
  token_hash: Buffer
  /** The sign-in method the session began with. */
  method: string
  /** When the person signed in. */
  created_at: Defaulted<Timestamp>
  /** When the session was last used, to the minute. */
  last_used_at: Defaulted<Timestamp>
  /** When the session ends unless it is used before. */
  expires_at: Timestamp
  /** What the browser calls itself. */
  user_agent: Nullable<string>
  /** Network address the person signed in from. */
  address: Nullable<string>
}

/** Settings of the installation that are changed on the page, such as the features switched off. */
interface SettingsTable {
  /** Name of the setting. */
  key: string
  /** Its value, checked by the code that owns the setting. */
  value: Json
  /** Raised by every change; two people editing at once are told apart by it. */
  version: Defaulted<number>
  /** When it was changed last. */
  changed_at: Defaulted<Timestamp>
}

/** Failed sign-ins of late, by account and by network address; too many in one window are refused. */
interface SignInAttemptsTable {
  /** account or address. */
  kind: string
  /** The network address, or a hash of the e-mail address tried: it need not be one of ours. */
  key: string
  /** Attempts in this window that did not succeed. */
  attempts: number
  /** When this window began. */
  started_at: Defaulted<Timestamp>
}

/** Work that syncs on its own, usually one repository; leased to one worker at a time. */
interface SlicesTable {
  /** Identity of the slice. */
  id: ReadOnly<Bigint>
  /** Workspace the slice belongs to. */
  workspace_id: Bigint
  /** Repository it reads; null for the slice of the workspace itself. */
  repository_id: Nullable<Bigint>
  /** Why it is due next. */
  lane: SliceLane
  /** When it is due next, by the clock of the database. */
  due_at: Timestamp
  /** Most urgent reason that arrived while it was leased; null when none did. */
  wake_lane: Nullable<SliceLane>
  /** Worker that holds it; null while nobody does. */
  leased_by: Nullable<string>
  /** When the lease ends unless the worker renews it, by the clock of the database. */
  leased_until: Nullable<Timestamp>
  /** Raised by every claim; a batch commits only under the fence it was read with. */
  fence: Defaulted<Bigint>
}

export interface Schema {
  api_keys: ApiKeysTable
  audit_log: AuditLogTable
  dirty: DirtyTable
  dirty_parked: DirtyParkedTable
  idempotency_keys: IdempotencyKeysTable
  installation: InstallationTable
  job_schedule: JobScheduleTable
  migrations: MigrationsTable
  people: PeopleTable
  processes: ProcessesTable
  sealing_key: SealingKeyTable
  secrets: SecretsTable
  sessions: SessionsTable
  settings: SettingsTable
  sign_in_attempts: SignInAttemptsTable
  slices: SlicesTable
}

/** A row as it is read. */
export type Row<T extends keyof Schema> = Selectable<Schema[T]>

/** A row as it is inserted: what has a default may be left out. */
export type NewRow<T extends keyof Schema> = Insertable<Schema[T]>

/** The primary key of every table. */
export const tableKeys = {
  api_keys: ['id'],
  audit_log: ['id'],
  dirty: ['kind', 'key'],
  dirty_parked: ['kind', 'key'],
  idempotency_keys: ['caller', 'key'],
  installation: ['id'],
  job_schedule: ['task'],
  migrations: ['name'],
  people: ['id'],
  processes: ['id'],
  sealing_key: ['singleton'],
  secrets: ['purpose', 'record'],
  sessions: ['id'],
  settings: ['key'],
  sign_in_attempts: ['kind', 'key'],
  slices: ['id'],
} as const

/** The type of every column as PostgreSQL writes it in a cast. */
export const columnTypes = {
  api_keys: {
    id: 'bigint',
    person_id: 'bigint',
    name: 'text',
    prefix: 'text',
    key_hash: 'bytea',
    permissions: 'text[]',
    created_at: 'timestamp with time zone',
    expires_at: 'timestamp with time zone',
    last_used_at: 'timestamp with time zone',
  },
  audit_log: {
    id: 'bigint',
    at: 'timestamp with time zone',
    actor_kind: 'text',
    actor_id: 'bigint',
    actor_name: 'text',
    action: 'text',
    subject_kind: 'text',
    subject_id: 'text',
    subject_name: 'text',
    before: 'jsonb',
    after: 'jsonb',
    outcome: 'text',
    address: 'text',
    request_id: 'text',
  },
  dirty: {
    kind: 'text',
    key: 'text',
    marked_at: 'timestamp with time zone',
  },
  dirty_parked: {
    kind: 'text',
    key: 'text',
    error: 'text',
    parked_at: 'timestamp with time zone',
  },
  idempotency_keys: {
    caller: 'text',
    key: 'text',
    request_hash: 'bytea',
    answer: 'bytea',
    created_at: 'timestamp with time zone',
  },
  installation: {
    id: 'uuid',
    created_at: 'timestamp with time zone',
    singleton: 'boolean',
  },
  job_schedule: {
    task: 'text',
    doc: 'text',
    cron: 'text',
  },
  migrations: {
    name: 'text',
    checksum: 'text',
    applied_at: 'timestamp with time zone',
  },
  people: {
    id: 'bigint',
    name: 'text',
    email: 'text',
    role: 'text',
    disabled: 'boolean',
    password: 'text',
    version: 'integer',
    created_at: 'timestamp with time zone',
    updated_at: 'timestamp with time zone',
    last_seen_at: 'timestamp with time zone',
  },
  processes: {
    id: 'text',
    role: 'text',
    host: 'text',
    pid: 'integer',
    started_at: 'timestamp with time zone',
    seen_at: 'timestamp with time zone',
  },
  sealing_key: {
    singleton: 'boolean',
    key_id: 'text',
    since: 'timestamp with time zone',
  },
  secrets: {
    purpose: 'text',
    record: 'text',
    sealed: 'bytea',
    key_id: 'text',
    last_four: 'text',
    created_at: 'timestamp with time zone',
    rotated_at: 'timestamp with time zone',
  },
  sessions: {
    id: 'bigint',
    person_id: 'bigint',
    token_hash: 'bytea',
    method: 'text',
    created_at: 'timestamp with time zone',
    last_used_at: 'timestamp with time zone',
    expires_at: 'timestamp with time zone',
    user_agent: 'text',
    address: 'text',
  },
  settings: {
    key: 'text',
    value: 'jsonb',
    version: 'integer',
    changed_at: 'timestamp with time zone',
  },
  sign_in_attempts: {
    kind: 'text',
    key: 'text',
    attempts: 'integer',
    started_at: 'timestamp with time zone',
  },
  slices: {
    id: 'bigint',
    workspace_id: 'bigint',
    repository_id: 'bigint',
    lane: 'slice_lane',
    due_at: 'timestamp with time zone',
    wake_lane: 'slice_lane',
    leased_by: 'text',
    leased_until: 'timestamp with time zone',
    fence: 'bigint',
  },
} as const
