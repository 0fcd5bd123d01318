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

/** People, apps and teams of Bitbucket, met as members or in records. Never removed: what they did keeps their name. */
interface AccountsTable {
  /** Surrogate key. */
  id: ReadOnly<Bigint>
  /** Identity in Bitbucket. */
  uuid: string
  /** Identity at Atlassian; null for teams, and for accounts that were closed. */
  account_id: Nullable<string>
  /** user, app_user or team; null while only the uuid is known. */
  type: Nullable<string>
  /** Name for people; null while only the uuid is known. */
  display_name: Nullable<string>
  /** Short name; neither unique nor lasting. Null for apps and teams. */
  nickname: Nullable<string>
  /** active, inactive or closed; null when no record said so. */
  account_status: Nullable<string>
  /** When it was made, by Bitbucket; null when no record said so. */
  created_on: Nullable<Timestamp>
}

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

/** Contents of files that something asked for, each stored once per workspace. */
interface BlobsTable {
  /** Workspace. */
  workspace_id: Bigint
  /** Hash of the content. */
  oid: string
  /** Bytes. */
  size: Bigint
  /** The content; null when it is larger than what is kept. */
  content: Nullable<Buffer>
}

/** Shipped blueprints that were made, also those that a person removed or changed since. */
interface BlueprintSeedsTable {
  /** Identifier of the blueprint. */
  name: string
  /** SHA-256 of its definition as it shipped last, in hexadecimal. */
  digest: string
}

/** What the entities of a kind look like. */
interface BlueprintsTable {
  /** Surrogate key. */
  id: ReadOnly<Bigint>
  /** Name by which mappings and relations call it. */
  identifier: string
  /** Name for people. */
  title: string
  /** The blueprint in Port's form, with its keys in the order they were written: schema, relations, mirror and calculation properties, layout. */
  definition: Json
  /** The template it was made of; null for one that a person made. */
  shipped: Nullable<string>
  /** Counts its changes. */
  revision: Defaulted<number>
  /** When it was made. */
  created_at: Defaulted<Timestamp>
  /** When it was changed last. */
  updated_at: Defaulted<Timestamp>
}

/** What is forbidden or required on branches. */
interface BranchRestrictionsTable {
  /** Workspace. */
  workspace_id: Bigint
  /** Repository. */
  repository_id: Bigint
  /** Number in Bitbucket. */
  id: Bigint
  /** What is restricted or required, such as push or require_approvals_to_merge. */
  kind: string
  /** glob or branching_model. */
  branch_match_kind: Nullable<string>
  /** Branches it is for, when matched by glob. */
  pattern: Nullable<string>
  /** Kind of branches it is for, when matched by the branching model. */
  branch_type: Nullable<string>
  /** The number that is required; null when the kind has none. */
  value: Nullable<number>
  /** Accounts that are exempt. */
  user_account_ids: Bigint[]
  /** Slugs of the groups that are exempt. */
  groups: string[]
  /** When a complete listing first lacked it; the next one that lacks it too removes it. */
  missing_since: Nullable<Timestamp>
  /** When it was found gone; null while it is there. */
  removed_at: Nullable<Timestamp>
}

/** Branches of a repository. */
interface BranchesTable {
  /** Workspace. */
  workspace_id: Bigint
  /** Repository. */
  repository_id: Bigint
  /** Name. */
  name: string
  /** Commit it points at, 40 characters. */
  target: string
  /** Ways of merging into it that are allowed; rest only. */
  merge_strategies: Nullable<string[]>
  /** The way that is offered first; rest only. */
  default_merge_strategy: Nullable<string>
  /** When it was found gone; null while it is there. */
  removed_at: Nullable<Timestamp>
}

/** What the source behind a connection was found to do or not to do. */
interface CapabilitiesTable {
  /** The connection. */
  connection_id: Bigint
  /** The capability. */
  name: string
  /** What was found. */
  value: Json
  /** When it was found last. */
  seen_at: Defaulted<Timestamp>
}

/** What this installation was given to begin with. It is given once: what a person removed does not come back. */
interface CatalogueSeedsTable {
  /** What it was. */
  name: string
  /** When. */
  seeded_at: Defaulted<Timestamp>
}

/** Parents whose children were read, such as the pull requests whose commits were asked for. One that changed since is read again. */
interface ChildReadsTable {
  /** Workspace. */
  workspace_id: Bigint
  /** Repository. */
  repository_id: Bigint
  /** The stream that reads the children. */
  stream: string
  /** Number or uuid of the parent. */
  parent: string
  /** What the parent was like when its children were read; null while they never were, or may change without it. */
  version: Nullable<string>
  /** When they were asked for last, once in a run at most; null when another stream brought them. */
  asked_at: Nullable<Timestamp>
  /** Code of the error, when that failed; null when they were read. */
  reason: Nullable<string>
  /** The error in words; null when they were read. */
  detail: Nullable<string>
}

/** What builds say of commits. Known from webhooks, and of single commits when somebody asks: a commit that neither told about has none here. */
interface CommitStatusesTable {
  /** Workspace. */
  workspace_id: Bigint
  /** Repository. */
  repository_id: Bigint
  /** Commit it is about. */
  commit_hash: string
  /** What tells the builds of a commit apart, as the build chose it. */
  key: string
  /** Kind of status; Bitbucket has build alone. */
  type: Nullable<string>
  /** INPROGRESS, SUCCESSFUL, FAILED or STOPPED. */
  state: string
  /** Name of the build; null when it has none. */
  name: Nullable<string>
  /** Where the build is shown; null when it has no page. */
  url: Nullable<string>
  /** What the build says; null when it says nothing. */
  description: Nullable<string>
  /** Branch it was built for; null when it was none. */
  refname: Nullable<string>
  /** When it was first reported. */
  created_on: Nullable<Timestamp>
  /** When it was reported last. */
  updated_on: Nullable<Timestamp>
  /** When it was found gone; null while it is there. */
  removed_at: Nullable<Timestamp>
}

/** Commits of a repository. */
interface CommitsTable {
  /** Workspace. */
  workspace_id: Bigint
  /** Repository. */
  repository_id: Bigint
  /** Hash, 40 characters. */
  hash: string
  /** Hashes of its parents, in order. */
  parents: string[]
  /** Hash of its tree; git only. */
  tree: Nullable<string>
  /** Who wrote it, as git has it: name and address. */
  author_raw: string
  /** The address in author_raw, in lower case. */
  author_email: ReadOnly<string>
  /** Account the address belongs to: by the look-up of addresses (git), or as the record says (rest). */
  author_account_id: Nullable<Bigint>
  /** Who committed it, as git has it; git only. */
  committer_raw: Nullable<string>
  /** The address in committer_raw, in lower case; git only. */
  committer_email: ReadOnly<string>
  /** Account the address belongs to; git only. */
  committer_account_id: Nullable<Bigint>
  /** When it was written. */
  date: Timestamp
  /** When it was committed, later than date after a rebase; git only. */
  committed_on: Nullable<Timestamp>
  /** Message. */
  message: string
  /** Whether a branch or tag reaches it; one that is known through a pull request alone is not. */
  is_reachable: Defaulted<boolean>
}

/** Sources this installation reads from, each with its own credentials, reach and rhythm. */
interface ConnectionsTable {
  /** Surrogate key. */
  id: ReadOnly<Bigint>
  /** Kind of the source, such as bitbucket-cloud. */
  connector: string
  /** Name people gave it. */
  alias: string
  /** The one that is meant when none is named. */
  is_default: Defaulted<boolean>
  /** active; suspended by a person; or ended, when the source refuses its kind of credential for good. */
  state: Defaulted<string>
  /** Base address of the API. */
  api_url: string
  /** Base address of git; null for the one that belongs to the API. */
  git_url: Nullable<string>
  /** Proxy of this connection; null for the one of the installation. */
  proxy_url: Nullable<string>
  /** Certificates trusted beside those of the system, as PEM. */
  ca: Nullable<string>
  /** Requests per window set by a person; null when the limit is learnt. */
  rate_limit: Nullable<number>
  /** git: mirrors; files: single files by the API; none: metadata only, source is never read. */
  source_access: Defaulted<string>
  /** Start of what is collected; null for a range that moves with the day. */
  since: Nullable<Timestamp>
  /** Days back that are collected when no start is set. */
  range_days: Defaulted<number>
  /** Streams that are collected; null for all. */
  streams: Nullable<string[]>
  /** Keys of the projects whose repositories are collected; null for all. */
  projects: Nullable<string[]>
  /** Patterns of the repositories that are collected; null for all, an empty list for those alone that were chosen one by one. */
  include: Nullable<string[]>
  /** Minutes between two syncs. */
  frequency_minutes: Defaulted<number>
  /** Five cron fields, UTC, in place of the frequency; null when the frequency counts. */
  cron: Nullable<string>
  /** A repository that fails is left out of the run instead of ending it. */
  skip_failed: Defaulted<boolean>
  /** Raised with every edit; the ETag of the connection. */
  version: Defaulted<number>
  /** When it was made. */
  created_at: Defaulted<Timestamp>
  /** When it was edited last. */
  updated_at: Defaulted<Timestamp>
  /** Patterns of the repositories that are left out; null for none. */
  exclude: Nullable<string[]>
  /** Repositories made after this are collected only when they are chosen one by one; null when new ones are collected like others. */
  auto_add_stopped_at: Nullable<Timestamp>
}

/** Identities that were told to wait. When the time is over one request probes before the others follow. */
interface CredentialParksTable {
  /** Who waits. */
  identity: string
  /** Class of limit it was refused under. */
  class: string
  /** Until when, by the clock of the database. */
  until: Timestamp
  /** Refusals in a row: the pause grows with them when the source names none. */
  tries: Defaulted<number>
  /** Until when the request that probes may take; null while none does. */
  probing_until: Nullable<Timestamp>
  /** When it was refused last. */
  parked_at: Defaulted<Timestamp>
}

/** Reminders that a credential comes to its end, each shown once for one end. */
interface CredentialRemindersTable {
  /** Credential that ends. */
  credential_id: Bigint
  /** The end it reminds of; a new token has another. */
  expires_at: Timestamp
  /** Days before the end: 30, 7 or 1. */
  days: number
  /** When it was due and shown. */
  sent_at: Defaulted<Timestamp>
}

/** What a connection proves itself with. The secret lies sealed in secrets, purpose credential, record = id. */
interface CredentialsTable {
  /** Surrogate key. */
  id: ReadOnly<Bigint>
  /** Connection that reads with it. */
  connection_id: Bigint
  /** access_token, api_token, oauth or app_password. */
  kind: string
  /** What people call it. */
  label: string
  /** Whom the source counts its requests against; credentials that share it share one allowance. */
  identity: string
  /** Address an API token belongs to; null for other kinds. */
  email: Nullable<string>
  /** What an access token was made for: workspace, project or repository; null when unknown. */
  level: Nullable<string>
  /** Last four characters of the secret, to tell secrets apart; null when it is too short to show any. */
  last_four: Nullable<string>
  /** Scopes the source said it has; null while unknown. */
  scopes: Nullable<string[]>
  /** When it ends; null when it does not or nobody said. */
  expires_at: Nullable<Timestamp>
  /** Streams it is kept for; null for all. */
  reserved_for: Nullable<string[]>
  /** unverified, ok, rejected (answered 401), expired, or ended with its kind. */
  health: Defaulted<string>
  /** What the source said; null while it is well. */
  health_detail: Nullable<string>
  /** When its health was last found out; null if never. */
  checked_at: Nullable<Timestamp>
  /** When a request was last sent with it, to the minute; null if never. */
  last_used_at: Nullable<Timestamp>
  /** When it was added. */
  created_at: Defaulted<Timestamp>
}

/** How far each stream is read. Written only in the transaction that stores the rows it covers. */
interface CursorsTable {
  /** Surrogate key. */
  id: ReadOnly<Bigint>
  /** Workspace. */
  workspace_id: Bigint
  /** Repository; null for a stream of the workspace. */
  repository_id: Nullable<Bigint>
  /** The stream. */
  stream: string
  /** Intervals [high, low] of time that are read without a hole, newest first, and the walk that is open. */
  covered: Defaulted<Json>
  /** Where an open walk goes on, as the source said; null when none is open. */
  next: Nullable<string>
  /** Everything up to here is known, back to low; rises only when a walk closes. */
  high: Nullable<Timestamp>
  /** Start of what is known without a hole up to high. */
  low: Nullable<Timestamp>
  /** When the stream was last read to its end; null if never. */
  complete_at: Nullable<Timestamp>
  /** Not before this is a stream that had nothing asked again; null when it is asked in every cycle. */
  look_again_at: Nullable<Timestamp>
  /** When the cursor was written last. */
  updated_at: Defaulted<Timestamp>
  /** When the repository had changed last, by the source, as the stream was last read to its end; null when it was not known. */
  source_changed_on: Nullable<Timestamp>
  /** Version of the declared fields that the records it covers were read with; what was read with an older one is read again. */
  projection_version: Defaulted<number>
}

/** Requests that webhooks brought, as they came, and what became of them. Kept for as many days as WINDLASS_DELIVERY_DAYS says. */
interface DeliveriesTable {
  /** Surrogate key, in the order in which they came. */
  id: ReadOnly<Bigint>
  /** Webhook that brought it. */
  webhook_id: Bigint
  /** X-Request-UUID, by which a repetition is known; SHA-256 of the body where there is none. */
  request_uuid: string
  /** X-Event-Key, such as pullrequest:updated. */
  event: string
  /** X-Attempt-Number; null when it was not sent. */
  attempt: Nullable<number>
  /** When it came. */
  received_at: Defaulted<Timestamp>
  /** The body, byte by byte. */
  body: Buffer
  /** waiting: not looked at; placed: waits for its repository's turn; done: what it says is known; unknown: an event that tells nothing we collect; dead: it failed again and again, and waits for a person. */
  state: Defaulted<string>
  /** Workspace of the webhook. */
  workspace_id: Bigint
  /** Repository it is about; null when it is about none, or one that is not known. */
  repository_id: Nullable<Bigint>
  /** What it is about, such as pull request 17; null when it is the repository itself. */
  subject: Nullable<string>
  /** How often it failed. */
  tries: Defaulted<number>
  /** Not before this it is tried again; null when it has not failed. */
  next_at: Nullable<Timestamp>
  /** When it became done, unknown or dead; null before. */
  settled_at: Nullable<Timestamp>
  /** When a person had it dealt with again; null if never. */
  replayed_at: Nullable<Timestamp>
  /** Rows that it changed; null until it is done. */
  changed: Nullable<number>
  /** Requests it took to know what it says; null until it is done. */
  requests: Nullable<number>
  /** What was done about it: rows changed by table, streams that were read; null until it is done. */
  effects: Nullable<Json>
  /** Why it failed last; null when it has not. */
  error: Nullable<string>
}

/** Deployments by pipelines. */
interface DeploymentsTable {
  /** Workspace. */
  workspace_id: Bigint
  /** Repository. */
  repository_id: Bigint
  /** Identity in Bitbucket. */
  uuid: string
  /** Environment; it may have been deleted since. */
  environment_uuid: Nullable<string>
  /** Pipeline that deployed. */
  pipeline_uuid: Nullable<string>
  /** Step that deployed. */
  step_uuid: Nullable<string>
  /** Key in Bitbucket. */
  key: Nullable<string>
  /** The release. */
  release_uuid: Nullable<string>
  /** Name of the release: # and the number of the build. */
  release_name: Nullable<string>
  /** Commit deployed, 40 characters. */
  commit_hash: Nullable<string>
  /** Who deployed; null before it started or when the record did not say. */
  deployer_account_id: Nullable<Bigint>
  /** UNDEPLOYED, IN_PROGRESS or COMPLETED. */
  state: string
  /** SUCCESSFUL, FAILED or STOPPED; null unless completed. */
  status: Nullable<string>
  /** Raised by Bitbucket with every change. */
  version: Nullable<number>
  /** When it started; null before. */
  started_on: Nullable<Timestamp>
  /** When it ended; null before. */
  completed_on: Nullable<Timestamp>
  /** When its release was created. */
  created_on: Nullable<Timestamp>
  /** When it was changed last. */
  last_update_time: Nullable<Timestamp>
  /** When it was found gone; null while it is there. */
  removed_at: Nullable<Timestamp>
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

/** Repositories that a discovery has detected: chosen for collecting, and there. Which entity fits is looked up when it is asked for. */
interface DiscoveredTable {
  /** Repository. */
  repository_id: Bigint
  /** Discovery of its workspace. */
  discovery_id: Bigint
  /** When it was detected first. */
  detected_at: Defaulted<Timestamp>
  /** What a person chose in place of the recommended action; null when nobody did. */
  chosen_action: Nullable<string>
  /** Type that a person chose for it; null when nobody did. */
  chosen_type: Nullable<string>
  /** Entity that a person chose in place of the suggested one; null when nobody did. */
  chosen_entity_id: Nullable<Bigint>
  /** The import it waits for; null while it waits for none. */
  import_event_id: Nullable<Bigint>
  /** Why its last import failed, or its entity does not follow it; null when neither is so. */
  problem: Nullable<string>
}

/** How the repositories of a workspace are brought into the catalogue; one a workspace. */
interface DiscoveriesTable {
  /** Surrogate key. */
  id: ReadOnly<Bigint>
  /** Workspace. Whoever reads it is the connection of the discovery. */
  workspace_id: Bigint
  /** Name for people. */
  name: string
  /** register_and_merge; register: always a new entity; merge: only into entities that are there. */
  behaviour: string
  /** Identifier of the blueprint that entities are registered as and looked for among. */
  kind: string
  /** Type that registered entities get; null where the kind has none, and where nothing is registered. */
  entity_type: Nullable<string>
  /** Which value of a repository is compared. */
  ingested_path: string
  /** equals: the same, to the letter; contains: the value of the entity contains that of the repository, in whatever case. */
  operator: string
  /** With which value of an entity: identifier, title, or properties and a name. */
  catalogue_path: string
  /** Fields of a repository that entities get. */
  fields: string[]
  /** project_key: the key of its project is its tag; none: it has no tags. */
  tags_from: string
  /** What is wanted of each repository besides: pull_requests, commits. It does not change any more. */
  secondary_kinds: string[]
  /** Minutes between two syncs that were asked for when it was set up. */
  frequency_minutes: number
  /** Start that was asked for when it was set up; null when none was. */
  since: Nullable<Timestamp>
  /** What is detected from then on is imported by itself; null when nothing is. */
  auto_import_since: Nullable<Timestamp>
  /** Since when nothing is discovered and nothing of it is updated; null while it works. */
  suspended_at: Nullable<Timestamp>
  /** Raised with every edit; the ETag of the discovery. */
  version: Defaulted<number>
  /** When it was made. */
  created_at: Defaulted<Timestamp>
  /** When it was edited last. */
  updated_at: Defaulted<Timestamp>
}

/** What happened to a discovery in the last 180 days. */
interface DiscoveryEventsTable {
  /** Surrogate key; grows with time. */
  id: ReadOnly<Bigint>
  /** Discovery. */
  discovery_id: Bigint
  /** sync: its connection was read; created, edited, suspended, resumed; manual_import: a person imported; auto_import: repositories were imported as they were detected; unlinked. */
  type: string
  /** success, partial_success, running or failed; null for a sync, whose run knows. */
  status: Nullable<string>
  /** The run of a sync; null for others. */
  run_id: Nullable<Bigint>
  /** What happened, in a sentence. */
  description: string
  /** Action to which an import is confined; null when every one is meant. */
  only_action: Nullable<string>
  /** Entities that were registered. */
  registered: Defaulted<number>
  /** Repositories that were merged into entities. */
  merged: Defaulted<number>
  /** Repositories that were chosen and did not have the action that was meant. */
  left_out: Defaulted<number>
  /** Repositories that could not be imported. */
  failed: Defaulted<number>
  /** The first twenty of them: repository and message. */
  problems: Defaulted<Json>
  /** Who did it, by name; null when nobody did. */
  caused_by: Nullable<string>
  /** When it began. */
  started_at: Defaulted<Timestamp>
  /** When something was added to it last. */
  updated_at: Defaulted<Timestamp>
  /** When it was over; null while it goes on, and for a sync. */
  ended_at: Nullable<Timestamp>
}

/** Repositories that are in the catalogue, each with its entity, and those that were. */
interface DiscoveryLinksTable {
  /** Surrogate key; grows with time. */
  id: ReadOnly<Bigint>
  /** Discovery that imported it. */
  discovery_id: Bigint
  /** Repository. */
  repository_id: Bigint
  /** Its entity. */
  entity_id: Bigint
  /** registered: the entity was made for it; merged: it was there. */
  status: string
  /** Type that a registered entity got; null for others. */
  entity_type: Nullable<string>
  /** What the entity has of the repository. It stays as it was once they are unlinked. */
  ingested: Json
  /** When it was imported. */
  imported_at: Defaulted<Timestamp>
  /** When its ingested properties changed last. */
  updated_at: Defaulted<Timestamp>
  /** When updates stopped, by a person or because the entity was removed; null while they belong together. */
  unlinked_at: Nullable<Timestamp>
}

/** Addresses seen in commits of a workspace, and the account each belongs to. */
interface EmailsTable {
  /** Workspace. */
  workspace_id: Bigint
  /** The address, in lower case. */
  email: string
  /** Account it belongs to; null when Bitbucket knows none among the members, or was not asked yet. */
  account_id: Nullable<Bigint>
  /** When Bitbucket was asked; null if never. */
  looked_up_at: Nullable<Timestamp>
}

/** The things of the catalogue, as their sources together say. */
interface EntitiesTable {
  /** Surrogate key. */
  id: ReadOnly<Bigint>
  /** Identity for others; outlives every name. */
  uuid: Defaulted<string>
  /** Its kind. */
  blueprint_id: Bigint
  /** What its sources call it; unique within its kind. */
  identifier: string
  /** Name for people; the identifier where nobody gives one. */
  title: string
  /** Icon; null where nobody gives one. */
  icon: Nullable<string>
  /** Team, or teams, as its sources say; null while unknown. */
  team: Nullable<Json>
  /** Properties of its blueprint. */
  properties: Defaulted<Json>
  /** Calculation properties of its blueprint, as they were when it changed last. */
  calculated: Defaulted<Json>
  /** Whether nothing is known of it but that others refer to it. */
  is_stub: Defaulted<boolean>
  /** When it was first heard of. */
  created_at: Defaulted<Timestamp>
  /** When something of it changed last. */
  updated_at: Defaulted<Timestamp>
  /** When it was removed; null while it is there. */
  removed_at: Nullable<Timestamp>
}

/** What each source says of an entity. Properties are believed one by one: a person first, then the latest mapping, then a discovery. */
interface EntitySourcesTable {
  /** Surrogate key. */
  id: ReadOnly<Bigint>
  /** Entity. */
  entity_id: Bigint
  /** hand: a person or a program said so; mapping: a record does; discovery: it was registered for a repository. */
  origin: string
  /** The record by a mapping; null for others. */
  mapped_record_id: Nullable<Bigint>
  /** Title it gives; null when it gives none. */
  title: Nullable<string>
  /** Icon it gives; null when it gives none. */
  icon: Nullable<string>
  /** Team it gives; null when it gives none. */
  team: Nullable<Json>
  /** Properties it gives; a null among them was said. */
  properties: Defaulted<Json>
  /** Relations it gives: an identifier, a list of them, what is to be looked for, or null. */
  relations: Defaulted<Json>
  /** Whether what other sources say does not count beside it. */
  is_whole: Defaulted<boolean>
  /** Whether entities are made that it refers to and that are not there. */
  makes_related: Defaulted<boolean>
  /** When it said something else last. */
  updated_at: Defaulted<Timestamp>
  /** When it stopped saying so; null while it does. It counts until the guard lets it go. */
  gone_at: Nullable<Timestamp>
}

/** Where a repository deploys to. */
interface EnvironmentsTable {
  /** Workspace. */
  workspace_id: Bigint
  /** Repository. */
  repository_id: Bigint
  /** Identity in Bitbucket. */
  uuid: string
  /** Name. */
  name: string
  /** Name in addresses. */
  slug: Nullable<string>
  /** Test, Staging or Production. */
  type: Nullable<string>
  /** Order in which they are shown. */
  rank: Nullable<number>
  /** Whether it is hidden. */
  hidden: Nullable<boolean>
  /** OPEN or LOCKED; null when the record did not say. */
  lock: Nullable<string>
  /** Whether administrators alone may deploy to it. */
  admin_only: Nullable<boolean>
  /** When a complete listing first lacked it; the next one that lacks it too removes it. */
  missing_since: Nullable<Timestamp>
  /** When it was found gone; null while it is there. */
  removed_at: Nullable<Timestamp>
}

/** What could not be read, and when it is tried again. A gap that closes is removed. */
interface GapsTable {
  /** Surrogate key. */
  id: ReadOnly<Bigint>
  /** Workspace. */
  workspace_id: Bigint
  /** Repository; null for a stream of the workspace. */
  repository_id: Nullable<Bigint>
  /** The stream that has the gap. */
  stream: string
  /** Code of the error. */
  reason: string
  /** HTTP status of the answer; null when there was none. */
  status: Nullable<number>
  /** What went wrong, in words; null when the code says it all. */
  detail: Nullable<string>
  /** The first 2 KB of the answer; null when there was none. */
  body: Nullable<Buffer>
  /** When it first failed. */
  first_at: Defaulted<Timestamp>
  /** When it failed last. */
  last_at: Defaulted<Timestamp>
  /** How often it failed in a row. */
  tries: Defaulted<number>
  /** When it is tried again; null when a person has to act first. */
  next_at: Nullable<Timestamp>
}

/** Records that a complete listing lacks, too many at once to be believed: they stay until a person decides. */
interface HeldRemovalsTable {
  /** Surrogate key. */
  id: ReadOnly<Bigint>
  /** Workspace. */
  workspace_id: Bigint
  /** Repository; null for records of the workspace. */
  repository_id: Nullable<Bigint>
  /** The stream whose listing lacks them. */
  stream: string
  /** Keys of the records that are lacking. */
  keys: string[]
  /** How many records of the stream were known, with those. */
  known: number
  /** approved: they are gone; dismissed: they stay; null while nobody decided. It counts for these records alone. */
  decision: Nullable<string>
  /** When so much was lacking first. */
  first_at: Defaulted<Timestamp>
  /** When it was lacking last. */
  last_at: Defaulted<Timestamp>
  /** When a person decided; null before. */
  decided_at: Nullable<Timestamp>
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

/** Comments on issues. */
interface IssueCommentsTable {
  /** Workspace. */
  workspace_id: Bigint
  /** Repository. */
  repository_id: Bigint
  /** Number of the issue. */
  issue_id: number
  /** Number in Bitbucket. */
  id: Bigint
  /** Author; null when the account is gone. */
  author_account_id: Nullable<Bigint>
  /** Text as written; empty for one that only records a change of state. */
  content: string
  /** When it was written. */
  created_on: Timestamp
  /** When it was edited last; null if never. */
  updated_on: Nullable<Timestamp>
  /** When it was found gone; null while it is there. */
  removed_at: Nullable<Timestamp>
}

/** Issues of the tracker that Bitbucket had. */
interface IssuesTable {
  /** Workspace. */
  workspace_id: Bigint
  /** Repository. */
  repository_id: Bigint
  /** Number within the repository. */
  id: number
  /** Title. */
  title: string
  /** Text as written. */
  content: Nullable<string>
  /** Who reported it; null when the account is gone. */
  reporter_account_id: Nullable<Bigint>
  /** Who works on it; null when nobody does. */
  assignee_account_id: Nullable<Bigint>
  /** State. */
  state: string
  /** bug, enhancement, proposal or task. */
  kind: Nullable<string>
  /** trivial, minor, major, critical or blocker. */
  priority: Nullable<string>
  /** Votes. */
  votes: Nullable<number>
  /** Watchers. */
  watches: Nullable<number>
  /** When it was reported. */
  created_on: Timestamp
  /** When it was changed last. */
  updated_on: Nullable<Timestamp>
  /** When its text was edited last; null if never. */
  edited_on: Nullable<Timestamp>
  /** When it was found gone; null while it is there. */
  removed_at: Nullable<Timestamp>
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

/** Requests of the rolling window, counted per identity and class of limit in short slots of time; shared by all processes. */
interface LedgerTable {
  /** Whom the source counts the requests against. */
  identity: string
  /** Class of limit they fall under. */
  class: string
  /** Start of the slot, by the clock of the database. */
  slot: Timestamp
  /** Requests leased in the slot and not yet answered; a lease that expires counts as spent. */
  leased: Defaulted<number>
  /** Requests answered that were leased in the slot. */
  spent: Defaulted<number>
  /** How many of those leased or spent were for people and webhooks. */
  reserved_spent: Defaulted<number>
  /** Requests that others must have sent with the identity, told by a refusal that came too early. */
  foreign_use: Defaulted<number>
}

/** Limits per window, as far as they are known to differ from the plan. */
interface LedgerLimitsTable {
  /** Whom the limit is for. */
  identity: string
  /** Class of limit. */
  class: string
  /** Requests per window. */
  max_requests: number
  /** How it is known: plan, header of an answer, refusal, or person. */
  source: string
  /** When it was learnt. */
  learnt_at: Defaulted<Timestamp>
}

/** What became of a record by a resource of a mapping. */
interface MappedRecordsTable {
  /** Surrogate key. */
  id: ReadOnly<Bigint>
  /** Mapping. */
  mapping_id: Bigint
  /** Which of its resources, from zero. */
  resource: number
  /** Kind of the resource, such as repository or file. */
  kind: string
  /** Workspace the record is of. */
  workspace_id: Bigint
  /** Repository it is of, or is; null for a record of the workspace. */
  repository_id: Nullable<Bigint>
  /** What is mapped at once: projects, members, repositories and pull_requests one by one, files by repository. */
  stream: string
  /** Key of what is mapped at once, within stream and repository. */
  unit: string
  /** Key of the record within that: the same, or a path. */
  key: string
  /** mapped; filtered: its query did not take it; errored: an expression failed, and what was known before stays; gone: there is no such record any more, and what it made waits for the guard. */
  outcome: string
  /** Field, expression and message of everything that failed. */
  errors: Defaulted<Json>
  /** When it was mapped last. */
  mapped_at: Defaulted<Timestamp>
}

/** Every text that a mapping had. */
interface MappingVersionsTable {
  /** Mapping. */
  mapping_id: Bigint
  /** From one, without holes. */
  version: number
  /** The YAML. */
  text: string
  /** The version whose text it brings back; null for a new text. */
  restores: Nullable<number>
  /** Who saved it; null when it was shipped, or the person is gone. */
  made_by: Nullable<Bigint>
  /** When it was saved. */
  made_at: Defaulted<Timestamp>
}

/** What records become in the catalogue. Each save is a version of its own. */
interface MappingsTable {
  /** Surrogate key. Where two mappings say different things of one property, the greater one is believed. */
  id: ReadOnly<Bigint>
  /** Name for people and for the command line. */
  name: string
  /** Whether records are mapped by it. What an inactive one made stays as it was. */
  is_active: Defaulted<boolean>
  /** The version in use. */
  version: number
  /** The template it was made of; null for one that a person made. */
  shipped: Nullable<string>
  /** When it was made. */
  created_at: Defaulted<Timestamp>
  /** When it was changed last. */
  updated_at: Defaulted<Timestamp>
}

/** Who belongs to a workspace. */
interface MembersTable {
  /** Workspace. */
  workspace_id: Bigint
  /** Account. */
  account_id: Bigint
  /** owner, collaborator or member; null while no listing that says so was read. */
  permission: Nullable<string>
  /** When the account joined; null while no listing that says so was read. */
  added_on: Nullable<Timestamp>
  /** When a complete listing first lacked it; the next one that lacks it too removes it. */
  missing_since: Nullable<Timestamp>
  /** When it was found gone; null while it is there. */
  removed_at: Nullable<Timestamp>
  /** When Bitbucket was asked what became of the account that left; null if never. */
  looked_up_at: Nullable<Timestamp>
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

/** Repositories that people say an entity has. They are looked up by name when they are asked for. */
interface NamedRepositoriesTable {
  /** Surrogate key. */
  id: ReadOnly<Bigint>
  /** Entity. */
  entity_id: Bigint
  /** Slug of the workspace, as it was named. */
  workspace: string
  /** Slug of the repository, as it was named. */
  repository: string
  /** Connection that reads it; null for the one that is the default. */
  connection_id: Nullable<Bigint>
  /** When it was named. */
  named_at: Defaulted<Timestamp>
}

/** The OAuth consumer of this installation at a source. Its secret lies sealed in secrets, purpose oauth_app, record = connector. */
interface OauthAppsTable {
  /** Kind of the source, such as bitbucket-cloud. */
  connector: string
  /** What the source calls the consumer; Bitbucket shows it as its key. */
  client_id: string
  /** Where people grant access and tokens are given out, without a slash at its end. */
  site_url: string
  /** Last four characters of the secret, to tell secrets apart; null when it is too short to show any. */
  last_four: Nullable<string>
  /** unverified, ok, or rejected when the source no longer takes the key and the secret. */
  health: Defaulted<string>
  /** What the source said; null while it is well. */
  health_detail: Nullable<string>
  /** When it was first entered. */
  created_at: Defaulted<Timestamp>
  /** When it was entered last. */
  updated_at: Defaulted<Timestamp>
}

/** Grants of access between their start and the connection that takes them over. The tokens lie sealed in secrets, purpose oauth_grant, record = id. */
interface OauthGrantsTable {
  /** Surrogate key. */
  id: ReadOnly<Bigint>
  /** App the access is granted to. */
  connector: string
  /** The consumer as it was when the grant began. */
  client_id: string
  /** SHA-256 of the state that the source hands back; it works once. */
  state_hash: Buffer
  /** SHA-256 of the cookie of the browser it was started in; null when the command line started it. */
  browser_hash: Nullable<Buffer>
  /** Session it was started in, with which it ends; null for the command line. */
  session_id: Nullable<Bigint>
  /** Who started it; null for the command line. */
  person_id: Nullable<Bigint>
  /** Address the source sends the browser back to. */
  redirect_uri: string
  /** waiting, granted or refused. */
  outcome: Defaulted<string>
  /** Why it was refused; null unless it was. */
  refusal: Nullable<string>
  /** When the state came back; null while it has not. */
  claimed_at: Nullable<Timestamp>
  /** When the access token ends; null until there is one. */
  access_until: Nullable<Timestamp>
  /** Scopes that were granted; null until they were. */
  scopes: Nullable<string[]>
  /** When it was started. */
  started_at: Defaulted<Timestamp>
  /** When it ends unless the next step was taken. */
  expires_at: Timestamp
}

/** Tokens of credentials that were granted. Whoever renews them locks the row, so that a refresh token is used once. It lies sealed in secrets, purpose refresh_token, record = credential. */
interface OauthTokensTable {
  /** Credential whose secret is the access token. */
  credential_id: Bigint
  /** App the access was granted to. */
  connector: string
  /** When the access token ends. */
  access_until: Timestamp
  /** When the access token was given out. */
  renewed_at: Defaulted<Timestamp>
  /** How often it was renewed since the access was granted. */
  renewals: Defaulted<number>
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

/** Accounts that were given to a person by hand; this outweighs every address. */
interface PersonAccountsTable {
  /** Account. It belongs to one person at most. */
  account_id: Bigint
  /** Whose it is. */
  person_id: Bigint
  /** Who gave it, by name. */
  given_by: string
  /** When it was given. */
  given_at: Defaulted<Timestamp>
}

/** Accounts that have the address of a person and were taken away by hand all the same. */
interface PersonAccountsTakenTable {
  /** Account. */
  account_id: Bigint
  /** Whose it is not. */
  person_id: Bigint
  /** Who took it away, by name. */
  taken_by: string
  /** When it was taken away. */
  taken_at: Defaulted<Timestamp>
}

/** Steps of pipelines. Scripts, images and variables are not kept: they have carried passwords. */
interface PipelineStepsTable {
  /** Workspace. */
  workspace_id: Bigint
  /** Repository. */
  repository_id: Bigint
  /** Pipeline. */
  pipeline_uuid: string
  /** Identity in Bitbucket. */
  uuid: string
  /** Place within the pipeline, from 0. */
  position: number
  /** Name. */
  name: Nullable<string>
  /** How often it was run. */
  run_number: Nullable<number>
  /** automatic or manual; null when the record did not say. */
  trigger: Nullable<string>
  /** PENDING, IN_PROGRESS or COMPLETED. */
  state: string
  /** SUCCESSFUL, FAILED, STOPPED, ERROR or NOT_RUN; null unless completed. */
  result: Nullable<string>
  /** When it started; null before. */
  started_on: Nullable<Timestamp>
  /** When it ended; null before. */
  completed_on: Nullable<Timestamp>
  /** Seconds it took. */
  duration_in_seconds: Nullable<number>
  /** Seconds of build time it was charged. */
  build_seconds_used: Nullable<number>
  /** Minutes after which it is stopped. */
  max_time: Nullable<number>
}

/** Runs of Bitbucket Pipelines. */
interface PipelinesTable {
  /** Workspace. */
  workspace_id: Bigint
  /** Repository. */
  repository_id: Bigint
  /** Identity in Bitbucket. */
  uuid: string
  /** Number within the repository. */
  build_number: number
  /** How often it was run. */
  run_number: Nullable<number>
  /** Who caused it; null when the account is gone. */
  creator_account_id: Nullable<Bigint>
  /** PUSH, MANUAL or SCHEDULE. */
  trigger: Nullable<string>
  /** PENDING, IN_PROGRESS or COMPLETED. */
  state: string
  /** RUNNING, PAUSED or HALTED; null unless in progress. */
  stage: Nullable<string>
  /** SUCCESSFUL, FAILED, STOPPED, ERROR or EXPIRED; null unless completed. */
  result: Nullable<string>
  /** branch or tag; null when it ran for a commit or pull request. */
  ref_type: Nullable<string>
  /** The branch or tag; null when it ran for a commit or pull request. */
  ref_name: Nullable<string>
  /** Commit it ran for, 40 characters. */
  commit_hash: Nullable<string>
  /** Pull request it ran for; null when it ran for none. */
  pull_request_id: Nullable<number>
  /** Which section of the configuration it ran: default, branches, tags, pull-requests or custom. */
  selector_type: Nullable<string>
  /** The entry of that section; null when it has none. */
  selector_pattern: Nullable<string>
  /** When it was created. */
  created_on: Timestamp
  /** When it ended; null while it runs. */
  completed_on: Nullable<Timestamp>
  /** Seconds it took. */
  duration_in_seconds: Nullable<number>
  /** Seconds of build time it was charged. */
  build_seconds_used: Nullable<number>
  /** When it was found gone; null while it is there. */
  removed_at: Nullable<Timestamp>
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

/** Projects of a workspace. */
interface ProjectsTable {
  /** Surrogate key. */
  id: ReadOnly<Bigint>
  /** Workspace. */
  workspace_id: Bigint
  /** Identity in Bitbucket. */
  uuid: string
  /** Its short name; may change. */
  key: string
  /** Its name for people. */
  name: string
  /** What it is about; null while no record said so. */
  description: Nullable<string>
  /** Whether it is private; null while no record said so. */
  is_private: Nullable<boolean>
  /** When it was made, by Bitbucket. */
  created_on: Nullable<Timestamp>
  /** When it was changed last, by Bitbucket. */
  updated_on: Nullable<Timestamp>
  /** When a complete listing first lacked it; the next one that lacks it too removes it. */
  missing_since: Nullable<Timestamp>
  /** When it was found gone; null while it is there. */
  removed_at: Nullable<Timestamp>
}

/** What happened to pull requests, as the feed tells it. */
interface PullRequestActivityTable {
  /** Workspace. */
  workspace_id: Bigint
  /** Repository. */
  repository_id: Bigint
  /** Number of the pull request. */
  pull_request_id: number
  /** Made of what the entry is, since the feed gives none: kind and comment, or kind, actor, time and ordinal. */
  key: string
  /** update, approval, changes_requested or comment. */
  kind: string
  /** When. */
  date: Timestamp
  /** Who; null when the account is gone. */
  actor_account_id: Nullable<Bigint>
  /** The comment; null unless it is one. */
  comment_id: Nullable<Bigint>
  /** State of the pull request after an update; null otherwise. */
  state: Nullable<string>
  /** Title after an update; null otherwise. */
  title: Nullable<string>
  /** Whether it was a draft after an update; null otherwise. */
  draft: Nullable<boolean>
  /** Source repository after an update; null otherwise, or when that was deleted. */
  source_repository_uuid: Nullable<string>
  /** Source branch after an update; null otherwise. */
  source_branch: Nullable<string>
  /** Source commit after an update, 12 characters; null otherwise. */
  source_commit_prefix: Nullable<string>
  /** That commit in full; null when no mirror has it. git only. */
  source_commit: Nullable<string>
  /** Destination repository after an update; null otherwise. */
  destination_repository_uuid: Nullable<string>
  /** Destination branch after an update; null otherwise. */
  destination_branch: Nullable<string>
  /** Destination commit after an update, 12 characters; null otherwise. */
  destination_commit_prefix: Nullable<string>
  /** That commit in full; null when no mirror has it. git only. */
  destination_commit: Nullable<string>
  /** When it was found gone: an approval taken back leaves the feed. Null while it is there. */
  removed_at: Nullable<Timestamp>
}

/** Comments on pull requests. A deleted one stays as a tombstone without content. */
interface PullRequestCommentsTable {
  /** Workspace. */
  workspace_id: Bigint
  /** Repository. */
  repository_id: Bigint
  /** Number of the pull request. */
  pull_request_id: number
  /** Number in Bitbucket. */
  id: Bigint
  /** Author; null when the account is gone. */
  author_account_id: Nullable<Bigint>
  /** Text as written; empty once deleted. */
  content: string
  /** Whether it was deleted. */
  deleted: boolean
  /** Whether it belongs to a review that was not sent yet. */
  pending: Defaulted<boolean>
  /** Comment it answers; null when it answers none. */
  parent_id: Nullable<Bigint>
  /** File it stands at; null when it stands at none. */
  inline_path: Nullable<string>
  /** Line of the old file; null when it stands at none. */
  inline_from: Nullable<number>
  /** Line of the new file; null when it stands at none. */
  inline_to: Nullable<number>
  /** Whether the line has changed since; null when it stands at no file or the record did not say. */
  inline_outdated: Nullable<boolean>
  /** Who resolved it; null while nobody did. */
  resolved_by_account_id: Nullable<Bigint>
  /** When it was resolved; null while nobody did. */
  resolved_on: Nullable<Timestamp>
  /** When it was written. */
  created_on: Timestamp
  /** When it was edited last. */
  updated_on: Nullable<Timestamp>
  /** When it was found gone; null while it is there. */
  removed_at: Nullable<Timestamp>
}

/** Commits of a pull request. Known from git when a mirror reaches its head, from rest when the deep lane read it. One it no longer has is deleted. */
interface PullRequestCommitsTable {
  /** Workspace. */
  workspace_id: Bigint
  /** Repository. */
  repository_id: Bigint
  /** Number of the pull request. */
  pull_request_id: number
  /** Hash, 40 characters. */
  hash: string
  /** 0 for the newest. */
  position: number
}

/** Reviewers of a pull request and everybody who took part. One the record no longer names is removed. */
interface PullRequestParticipantsTable {
  /** Workspace. */
  workspace_id: Bigint
  /** Repository. */
  repository_id: Bigint
  /** Number of the pull request. */
  pull_request_id: number
  /** Account. */
  account_id: Bigint
  /** REVIEWER or PARTICIPANT. */
  role: string
  /** Whether the approval stands. */
  approved: boolean
  /** approved or changes_requested; null when neither stands. */
  state: Nullable<string>
  /** When the account last took part; null when it has not yet. */
  participated_on: Nullable<Timestamp>
  /** When it was found gone; null while it is there. */
  removed_at: Nullable<Timestamp>
}

/** Pull requests, in the repository they lead to. */
interface PullRequestsTable {
  /** Workspace. */
  workspace_id: Bigint
  /** Repository. */
  repository_id: Bigint
  /** Number within the repository. */
  id: number
  /** Title. */
  title: string
  /** Description. */
  description: Nullable<string>
  /** OPEN, MERGED, DECLINED or SUPERSEDED. */
  state: string
  /** Whether it is a draft; null when the record did not say. */
  draft: Nullable<boolean>
  /** Author; null when the account is gone. */
  author_account_id: Nullable<Bigint>
  /** Repository it comes from, which need not be one of ours; null when Bitbucket says that it was deleted. One of ours that was found gone (removed_at) keeps its uuid here. */
  source_repository_uuid: Nullable<string>
  /** Branch it comes from. */
  source_branch: Nullable<string>
  /** Head of the source as Bitbucket shows it, 12 characters; null when the source was deleted. */
  source_commit_prefix: Nullable<string>
  /** That commit in full; null when no mirror has it. git only. */
  source_commit: Nullable<string>
  /** Branch it leads to. */
  destination_branch: Nullable<string>
  /** Head of the destination as Bitbucket shows it, 12 characters. */
  destination_commit_prefix: Nullable<string>
  /** That commit in full; null when no mirror has it. git only. */
  destination_commit: Nullable<string>
  /** Commit that merged it as Bitbucket shows it, 12 characters; null unless merged. */
  merge_commit_prefix: Nullable<string>
  /** That commit in full; null when no mirror has it. git only. */
  merge_commit: Nullable<string>
  /** Whether merging closes the source branch. */
  close_source_branch: Nullable<boolean>
  /** Who merged or declined it; null while it is open. */
  closed_by_account_id: Nullable<Bigint>
  /** When it was closed, by the pull request itself; null while it is open. */
  closed_on: Nullable<Timestamp>
  /** When it was merged, by the best source known; null unless merged. */
  merged_on: Nullable<Timestamp>
  /** Where merged_on is from: activity, closed_on or merge_commit, from best to worst. */
  merged_on_source: Nullable<string>
  /** Why it was declined. */
  reason: Nullable<string>
  /** Comments that were not deleted. */
  comment_count: Nullable<number>
  /** Open tasks. */
  task_count: Nullable<number>
  /** When it was opened. */
  created_on: Timestamp
  /** When it was changed last. */
  updated_on: Timestamp
  /** When its first commit was written; null when its head cannot be reached. git only. */
  first_commit_on: Nullable<Timestamp>
  /** Whether no mirror reaches its head: squashed, rebased, declined or forked, with the branch gone. git only. */
  head_unreachable: Nullable<boolean>
  /** Files that differ between merge base and head; null when the head cannot be reached. git only. */
  files_changed: Nullable<number>
  /** Lines added between merge base and head; null when the head cannot be reached. git only. */
  lines_added: Nullable<number>
  /** Lines removed between merge base and head; null when the head cannot be reached. git only. */
  lines_removed: Nullable<number>
  /** When it was found gone; null while it is there. */
  removed_at: Nullable<Timestamp>
  /** Commit of the destination that its commits and size were told against; null while they were not. git only. */
  compared_with: Nullable<string>
}

/** Records exactly as the source sent them; the rows of the API can be made again from them without a request. */
interface RawRecordsTable {
  /** Surrogate key. */
  id: ReadOnly<Bigint>
  /** Workspace the record belongs to. */
  workspace_id: Bigint
  /** Repository it belongs to; null for a record of the workspace. */
  repository_id: Nullable<Bigint>
  /** Stream that read it. */
  stream: string
  /** Its key within stream and repository. */
  key: string
  /** list, single or webhook: in which of its forms it came. */
  shape: string
  /** Version of the declared fields that the hash covers. */
  projection_version: number
  /** The JSON of the record, deflated. */
  payload: Buffer
  /** SHA-256 of the declared fields: an equal one means that no row changes. */
  hash: Buffer
  /** Why no rows could be made of it; null for a healthy record. */
  error: Nullable<string>
  /** When this content was stored. */
  stored_at: Defaulted<Timestamp>
}

/** What entities refer to. */
interface RelationsTable {
  /** Entity that refers. */
  entity_id: Bigint
  /** Relation of its blueprint. */
  name: string
  /** Identifier of what it refers to. */
  target_identifier: string
  /** Kind of what it refers to. */
  target_blueprint_id: Bigint
  /** What it refers to; null while there is no such entity. */
  target_id: Nullable<Bigint>
}

/** Mapping everything again from what is stored. */
interface RemapsTable {
  /** Surrogate key. */
  id: ReadOnly<Bigint>
  /** mapping or blueprint: one was saved; person: somebody asked for it; start: the catalogue was set up. */
  cause: string
  /** Name of the mapping or blueprint; null otherwise. */
  subject: Nullable<string>
  /** Keys that it marked. */
  total: number
  /** When it was begun. */
  started_at: Defaulted<Timestamp>
  /** When its last key was dealt with; null while it runs. */
  ended_at: Nullable<Timestamp>
}

/** Removals that were too many at once, and what was decided about them. */
interface RemovalDecisionsTable {
  /** Surrogate key. */
  id: ReadOnly<Bigint>
  /** Mapping whose records are gone. */
  mapping_id: Bigint
  /** Kind of those records. */
  kind: string
  /** How many of what it made have no record any more. */
  gone: number
  /** Of how many. */
  known: number
  /** When they were first held back. */
  held_at: Defaulted<Timestamp>
  /** When it was decided; null while it is open. */
  decided_at: Nullable<Timestamp>
  /** remove; keep: they stay as if a person had made them; back: the records came back by themselves. */
  decision: Nullable<string>
  /** Who decided; null while it is open, and when nobody had to. */
  decided_by: Nullable<Bigint>
}

/** Repositories of a workspace. One that moves to another workspace keeps its identity and all that is in it. */
interface RepositoriesTable {
  /** Surrogate key. */
  id: ReadOnly<Bigint>
  /** Workspace. */
  workspace_id: Bigint
  /** Project it lies in; null while unknown. */
  project_id: Nullable<Bigint>
  /** Identity in Bitbucket. */
  uuid: string
  /** Its name in addresses; may change, see repository_slugs. */
  slug: string
  /** Its name for people. */
  name: string
  /** What it is about. */
  description: Nullable<string>
  /** Address it names. */
  website: Nullable<string>
  /** Language it declares; empty when it declares none. */
  language: Nullable<string>
  /** Bytes, by Bitbucket. */
  size: Nullable<Bigint>
  /** Whether it is private. */
  is_private: Nullable<boolean>
  /** Whether it has no commit: it then has no main branch. */
  is_empty: Nullable<boolean>
  /** Name of the main branch; null when it is empty. */
  main_branch: Nullable<string>
  /** allow_forks, no_public_forks or no_forks. */
  fork_policy: Nullable<string>
  /** Repository it was forked from, which need not be one of ours; null when it is no fork or that one is gone. */
  parent_uuid: Nullable<string>
  /** Account that owns it. */
  owner_account_id: Nullable<Bigint>
  /** Whether its issue tracker is on. */
  has_issues: Nullable<boolean>
  /** Whether its wiki is on. */
  has_wiki: Nullable<boolean>
  /** When it was made, by Bitbucket. */
  created_on: Nullable<Timestamp>
  /** When pushes, merges or settings changed it last, by Bitbucket; reviews do not. */
  updated_on: Nullable<Timestamp>
  /** Whether the connection collects what is in it. */
  is_chosen: Defaulted<boolean>
  /** When a complete listing first lacked it; the next one that lacks it too removes it. */
  missing_since: Nullable<Timestamp>
  /** When it was found gone; null while it is there. */
  removed_at: Nullable<Timestamp>
  /** When a webhook told something about it last; null if never. */
  last_event_at: Nullable<Timestamp>
}

/** Repositories that people chose or left out one by one; what is said here outweighs patterns and projects. */
interface RepositoryChoicesTable {
  /** The connection it was said for. */
  connection_id: Bigint
  /** Identity of the repository in Bitbucket; it need not have been read yet. */
  repository_uuid: string
  /** Workspace and slug it had when it was chosen. */
  full_name: string
  /** Whether it is collected. */
  is_wanted: boolean
  /** When that was said last. */
  chosen_at: Defaulted<Timestamp>
}

/** Files of the head of the main branch. A cache of the tree: a path that left it is deleted. With git, or where files are read one by one. */
interface RepositoryFilesTable {
  /** Workspace. */
  workspace_id: Bigint
  /** Repository. */
  repository_id: Bigint
  /** Path from the root. */
  path: string
  /** Hash of the content; null where files are read one by one, for those that are not. */
  oid: Nullable<string>
  /** Mode as git writes it, such as 100644; null where files are read one by one. */
  mode: Nullable<string>
  /** Bytes; null until the content was read. */
  size: Nullable<Bigint>
}

/** Every address a repository was seen under, so that old addresses still lead to it. */
interface RepositorySlugsTable {
  /** The repository. */
  repository_id: Bigint
  /** Workspace it lay in then. */
  workspace_id: Bigint
  /** The slug. */
  slug: string
  /** When it was first seen there. */
  first_seen_at: Defaulted<Timestamp>
}

/** Requests by the hour, for what they were sent and with whose allowance. Kept for seven days. */
interface RequestCountsTable {
  /** Start of the hour in which they were written down, by the clock of the database. */
  hour: Timestamp
  /** Connection they were sent for. */
  connection_id: Bigint
  /** Whom the source counts them against. */
  identity: string
  /** Class of limit they fall under. */
  class: string
  /** Stream that asked, or what else it was for, such as verify. */
  stream: string
  /** How many were sent. */
  requests: Defaulted<number>
  /** How many of them were answered 429. */
  refused: Defaulted<number>
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

/** What happened between this installation and its sources of late. Never holds a secret. */
interface SyncLogsTable {
  /** Surrogate key; grows with time. */
  id: ReadOnly<Bigint>
  /** When it happened. */
  at: Defaulted<Timestamp>
  /** Connection it happened on; null when it was none. */
  connection_id: Nullable<Bigint>
  /** What was being done, such as verify, sync or git. */
  operation: string
  /** info, warning or error. */
  level: string
  /** HTTP status of the answer; null when there was none. */
  status: Nullable<number>
  /** The full error; null when all went well. */
  error: Nullable<string>
  /** Path that was asked, without its secrets; null when none was. */
  path: Nullable<string>
  /** Id of the request at the source; null when it gave none. */
  request_id: Nullable<string>
}

/** How far a run is, by repository and stream. */
interface SyncProgressTable {
  /** Surrogate key. */
  id: ReadOnly<Bigint>
  /** The run. */
  run_id: Bigint
  /** Workspace. */
  workspace_id: Bigint
  /** Repository; null for a stream of the workspace. */
  repository_id: Nullable<Bigint>
  /** The stream. */
  stream: string
  /** waiting, running, complete, gap, or skipped. */
  state: Defaulted<string>
  /** Requests it took so far. */
  requests: Defaulted<number>
  /** Rows it changed so far. */
  changed: Defaulted<number>
  /** Records it read so far. */
  seen: Defaulted<number>
  /** When it moved last. */
  updated_at: Defaulted<Timestamp>
  /** Requests it takes in all, as its first answer told; null while unknown. */
  expected: Nullable<number>
  /** Rows it changed so far, by table. */
  tables: Defaulted<Json>
}

/** Runs of a connection, one at a time. */
interface SyncRunsTable {
  /** Surrogate key; grows with time. */
  id: ReadOnly<Bigint>
  /** The connection. */
  connection_id: Bigint
  /** Why it was started: person, schedule, webhook or audit. */
  cause: string
  /** running, paused, complete, incomplete (gaps remain), failed or cancelled. */
  state: Defaulted<string>
  /** When it started. */
  started_at: Defaulted<Timestamp>
  /** When it ended; null while it runs. */
  ended_at: Nullable<Timestamp>
  /** Requests sent, by template of the path. */
  requests: Defaulted<Json>
  /** Rows written, by table. */
  rows: Defaulted<Json>
  /** Why it failed; null otherwise. */
  error: Nullable<string>
  /** all; hot: what changed of late and a part of the rest; identities: who is there; repositories: the catalogue alone; gaps: what could not be read before. */
  scope: Defaulted<string>
}

/** Tags of a repository. */
interface TagsTable {
  /** Workspace. */
  workspace_id: Bigint
  /** Repository. */
  repository_id: Bigint
  /** Name. */
  name: string
  /** Commit tagged, 40 characters. */
  target: string
  /** The tag object; null for a lightweight tag. git only. */
  object: Nullable<string>
  /** Message; null for a lightweight tag. */
  message: Nullable<string>
  /** When it was tagged; null for a lightweight tag. */
  date: Nullable<Timestamp>
  /** Who tagged, as git has it; null for a lightweight tag. */
  tagger_raw: Nullable<string>
  /** When it was found gone; null while it is there. */
  removed_at: Nullable<Timestamp>
}

/** Requests to the webhooks' address that were refused, by the hour: nothing else is kept of them. Kept for seven days. */
interface WebhookRefusalsTable {
  /** Surrogate key. */
  id: ReadOnly<Bigint>
  /** Start of the hour, by the clock of the database. */
  hour: Timestamp
  /** Connection in the address; null when it names none that is known. */
  connection_id: Nullable<Bigint>
  /** unsigned, bad_signature, unknown_connection, too_large, bad_address or malformed. */
  reason: string
  /** How many. */
  refused: Defaulted<number>
  /** When the last one came. */
  last_at: Defaulted<Timestamp>
}

/** The webhook of a workspace. Its secret lies sealed in secrets, purpose webhook, record = id; while it changes, the one before under webhook_previous. */
interface WebhooksTable {
  /** Surrogate key. */
  id: ReadOnly<Bigint>
  /** Workspace whose events it brings. */
  workspace_id: Bigint
  /** Connection that registers it. */
  connection_id: Bigint
  /** Where Bitbucket is to send to; null until that is known. */
  url: Nullable<string>
  /** Bitbucket's uuid of it; null until it is known. */
  uuid: Nullable<string>
  /** waiting: not registered yet; registered: Bitbucket has it as we want it; by_hand: the credentials may not manage webhooks, so that a person makes it; failed: it could not be asked. */
  state: Defaulted<string>
  /** Why it is by_hand or failed, or what it waits for; null otherwise. */
  detail: Nullable<string>
  /** Events that Bitbucket sends, as it said when it was asked last. */
  events: Defaulted<string[]>
  /** Until when deliveries signed with the secret before are taken, too; null when there is none. */
  previous_secret_until: Nullable<Timestamp>
  /** When Bitbucket was asked about it last; null until it was. */
  checked_at: Nullable<Timestamp>
  /** When it was found changed or switched off and was put right; null if never. */
  repaired_at: Nullable<Timestamp>
  /** When the first delivery came; null until one does. */
  first_delivery_at: Nullable<Timestamp>
  /** When a delivery came last; null until one does. Written every few seconds. */
  last_delivery_at: Nullable<Timestamp>
  /** When it was wanted first. */
  created_at: Defaulted<Timestamp>
}

/** Every slug a workspace was seen under, so that old addresses still lead to it. */
interface WorkspaceSlugsTable {
  /** The workspace. */
  workspace_id: Bigint
  /** The slug. */
  slug: string
  /** When it was first seen under it. */
  first_seen_at: Defaulted<Timestamp>
}

/** Workspaces that are read, each by one connection at a time. What is known of them stays when that changes. */
interface WorkspacesTable {
  /** Surrogate key. */
  id: ReadOnly<Bigint>
  /** Identity in Bitbucket. */
  uuid: string
  /** Its name in addresses; may change, see workspace_slugs. */
  slug: string
  /** Its name for people. */
  name: string
  /** The connection that reads it; null while none does. */
  connection_id: Nullable<Bigint>
  /** Whether its content is private by itself; null while unknown. */
  is_private: Nullable<boolean>
  /** When it was made, by Bitbucket. */
  created_on: Nullable<Timestamp>
  /** When it was found gone; null while it is there. */
  removed_at: Nullable<Timestamp>
  /** When it was added here. */
  created_at: Defaulted<Timestamp>
  /** Whether only repositories that were chosen one by one are collected here, whatever the patterns of the connection say. */
  only_chosen: Defaulted<boolean>
}

export interface Schema {
  accounts: AccountsTable
  api_keys: ApiKeysTable
  audit_log: AuditLogTable
  blobs: BlobsTable
  blueprint_seeds: BlueprintSeedsTable
  blueprints: BlueprintsTable
  branch_restrictions: BranchRestrictionsTable
  branches: BranchesTable
  capabilities: CapabilitiesTable
  catalogue_seeds: CatalogueSeedsTable
  child_reads: ChildReadsTable
  commit_statuses: CommitStatusesTable
  commits: CommitsTable
  connections: ConnectionsTable
  credential_parks: CredentialParksTable
  credential_reminders: CredentialRemindersTable
  credentials: CredentialsTable
  cursors: CursorsTable
  deliveries: DeliveriesTable
  deployments: DeploymentsTable
  dirty: DirtyTable
  dirty_parked: DirtyParkedTable
  discovered: DiscoveredTable
  discoveries: DiscoveriesTable
  discovery_events: DiscoveryEventsTable
  discovery_links: DiscoveryLinksTable
  emails: EmailsTable
  entities: EntitiesTable
  entity_sources: EntitySourcesTable
  environments: EnvironmentsTable
  gaps: GapsTable
  held_removals: HeldRemovalsTable
  idempotency_keys: IdempotencyKeysTable
  installation: InstallationTable
  issue_comments: IssueCommentsTable
  issues: IssuesTable
  job_schedule: JobScheduleTable
  ledger: LedgerTable
  ledger_limits: LedgerLimitsTable
  mapped_records: MappedRecordsTable
  mapping_versions: MappingVersionsTable
  mappings: MappingsTable
  members: MembersTable
  migrations: MigrationsTable
  named_repositories: NamedRepositoriesTable
  oauth_apps: OauthAppsTable
  oauth_grants: OauthGrantsTable
  oauth_tokens: OauthTokensTable
  people: PeopleTable
  person_accounts: PersonAccountsTable
  person_accounts_taken: PersonAccountsTakenTable
  pipeline_steps: PipelineStepsTable
  pipelines: PipelinesTable
  processes: ProcessesTable
  projects: ProjectsTable
  pull_request_activity: PullRequestActivityTable
  pull_request_comments: PullRequestCommentsTable
  pull_request_commits: PullRequestCommitsTable
  pull_request_participants: PullRequestParticipantsTable
  pull_requests: PullRequestsTable
  raw_records: RawRecordsTable
  relations: RelationsTable
  remaps: RemapsTable
  removal_decisions: RemovalDecisionsTable
  repositories: RepositoriesTable
  repository_choices: RepositoryChoicesTable
  repository_files: RepositoryFilesTable
  repository_slugs: RepositorySlugsTable
  request_counts: RequestCountsTable
  sealing_key: SealingKeyTable
  secrets: SecretsTable
  sessions: SessionsTable
  settings: SettingsTable
  sign_in_attempts: SignInAttemptsTable
  slices: SlicesTable
  sync_logs: SyncLogsTable
  sync_progress: SyncProgressTable
  sync_runs: SyncRunsTable
  tags: TagsTable
  webhook_refusals: WebhookRefusalsTable
  webhooks: WebhooksTable
  workspace_slugs: WorkspaceSlugsTable
  workspaces: WorkspacesTable
}

/** A row as it is read. */
export type Row<T extends keyof Schema> = Selectable<Schema[T]>

/** A row as it is inserted: what has a default may be left out. */
export type NewRow<T extends keyof Schema> = Insertable<Schema[T]>

/** The primary key of every table. */
export const tableKeys = {
  accounts: ['id'],
  api_keys: ['id'],
  audit_log: ['id'],
  blobs: ['workspace_id', 'oid'],
  blueprint_seeds: ['name'],
  blueprints: ['id'],
  branch_restrictions: ['workspace_id', 'repository_id', 'id'],
  branches: ['workspace_id', 'repository_id', 'name'],
  capabilities: ['connection_id', 'name'],
  catalogue_seeds: ['name'],
  child_reads: ['workspace_id', 'repository_id', 'stream', 'parent'],
  commit_statuses: ['workspace_id', 'repository_id', 'commit_hash', 'key'],
  commits: ['workspace_id', 'repository_id', 'hash'],
  connections: ['id'],
  credential_parks: ['identity', 'class'],
  credential_reminders: ['credential_id', 'expires_at', 'days'],
  credentials: ['id'],
  cursors: ['id'],
  deliveries: ['id'],
  deployments: ['workspace_id', 'repository_id', 'uuid'],
  dirty: ['kind', 'key'],
  dirty_parked: ['kind', 'key'],
  discovered: ['repository_id'],
  discoveries: ['id'],
  discovery_events: ['id'],
  discovery_links: ['id'],
  emails: ['workspace_id', 'email'],
  entities: ['id'],
  entity_sources: ['id'],
  environments: ['workspace_id', 'repository_id', 'uuid'],
  gaps: ['id'],
  held_removals: ['id'],
  idempotency_keys: ['caller', 'key'],
  installation: ['id'],
  issue_comments: ['workspace_id', 'repository_id', 'issue_id', 'id'],
  issues: ['workspace_id', 'repository_id', 'id'],
  job_schedule: ['task'],
  ledger: ['identity', 'class', 'slot'],
  ledger_limits: ['identity', 'class'],
  mapped_records: ['id'],
  mapping_versions: ['mapping_id', 'version'],
  mappings: ['id'],
  members: ['workspace_id', 'account_id'],
  migrations: ['name'],
  named_repositories: ['id'],
  oauth_apps: ['connector'],
  oauth_grants: ['id'],
  oauth_tokens: ['credential_id'],
  people: ['id'],
  person_accounts: ['account_id'],
  person_accounts_taken: ['account_id', 'person_id'],
  pipeline_steps: ['workspace_id', 'repository_id', 'pipeline_uuid', 'uuid'],
  pipelines: ['workspace_id', 'repository_id', 'uuid'],
  processes: ['id'],
  projects: ['id'],
  pull_request_activity: ['workspace_id', 'repository_id', 'pull_request_id', 'key'],
  pull_request_comments: ['workspace_id', 'repository_id', 'pull_request_id', 'id'],
  pull_request_commits: ['workspace_id', 'repository_id', 'pull_request_id', 'hash'],
  pull_request_participants: ['workspace_id', 'repository_id', 'pull_request_id', 'account_id'],
  pull_requests: ['workspace_id', 'repository_id', 'id'],
  raw_records: ['id'],
  relations: ['entity_id', 'name', 'target_identifier'],
  remaps: ['id'],
  removal_decisions: ['id'],
  repositories: ['id'],
  repository_choices: ['connection_id', 'repository_uuid'],
  repository_files: ['workspace_id', 'repository_id', 'path'],
  repository_slugs: ['repository_id', 'workspace_id', 'slug'],
  request_counts: ['hour', 'connection_id', 'identity', 'class', 'stream'],
  sealing_key: ['singleton'],
  secrets: ['purpose', 'record'],
  sessions: ['id'],
  settings: ['key'],
  sign_in_attempts: ['kind', 'key'],
  slices: ['id'],
  sync_logs: ['id'],
  sync_progress: ['id'],
  sync_runs: ['id'],
  tags: ['workspace_id', 'repository_id', 'name'],
  webhook_refusals: ['id'],
  webhooks: ['id'],
  workspace_slugs: ['workspace_id', 'slug'],
  workspaces: ['id'],
} as const

/** The type of every column as PostgreSQL writes it in a cast. */
export const columnTypes = {
  accounts: {
    id: 'bigint',
    uuid: 'uuid',
    account_id: 'text',
    type: 'text',
    display_name: 'text',
    nickname: 'text',
    account_status: 'text',
    created_on: 'timestamp with time zone',
  },
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
  blobs: {
    workspace_id: 'bigint',
    oid: 'text',
    size: 'bigint',
    content: 'bytea',
  },
  blueprint_seeds: {
    name: 'text',
    digest: 'text',
  },
  blueprints: {
    id: 'bigint',
    identifier: 'text',
    title: 'text',
    definition: 'json',
    shipped: 'text',
    revision: 'integer',
    created_at: 'timestamp with time zone',
    updated_at: 'timestamp with time zone',
  },
  branch_restrictions: {
    workspace_id: 'bigint',
    repository_id: 'bigint',
    id: 'bigint',
    kind: 'text',
    branch_match_kind: 'text',
    pattern: 'text',
    branch_type: 'text',
    value: 'integer',
    user_account_ids: 'bigint[]',
    groups: 'text[]',
    missing_since: 'timestamp with time zone',
    removed_at: 'timestamp with time zone',
  },
  branches: {
    workspace_id: 'bigint',
    repository_id: 'bigint',
    name: 'text',
    target: 'text',
    merge_strategies: 'text[]',
    default_merge_strategy: 'text',
    removed_at: 'timestamp with time zone',
  },
  capabilities: {
    connection_id: 'bigint',
    name: 'text',
    value: 'jsonb',
    seen_at: 'timestamp with time zone',
  },
  catalogue_seeds: {
    name: 'text',
    seeded_at: 'timestamp with time zone',
  },
  child_reads: {
    workspace_id: 'bigint',
    repository_id: 'bigint',
    stream: 'text',
    parent: 'text',
    version: 'text',
    asked_at: 'timestamp with time zone',
    reason: 'text',
    detail: 'text',
  },
  commit_statuses: {
    workspace_id: 'bigint',
    repository_id: 'bigint',
    commit_hash: 'text',
    key: 'text',
    type: 'text',
    state: 'text',
    name: 'text',
    url: 'text',
    description: 'text',
    refname: 'text',
    created_on: 'timestamp with time zone',
    updated_on: 'timestamp with time zone',
    removed_at: 'timestamp with time zone',
  },
  commits: {
    workspace_id: 'bigint',
    repository_id: 'bigint',
    hash: 'text',
    parents: 'text[]',
    tree: 'text',
    author_raw: 'text',
    author_email: 'text',
    author_account_id: 'bigint',
    committer_raw: 'text',
    committer_email: 'text',
    committer_account_id: 'bigint',
    date: 'timestamp with time zone',
    committed_on: 'timestamp with time zone',
    message: 'text',
    is_reachable: 'boolean',
  },
  connections: {
    id: 'bigint',
    connector: 'text',
    alias: 'text',
    is_default: 'boolean',
    state: 'text',
    api_url: 'text',
    git_url: 'text',
    proxy_url: 'text',
    ca: 'text',
    rate_limit: 'integer',
    source_access: 'text',
    since: 'timestamp with time zone',
    range_days: 'integer',
    streams: 'text[]',
    projects: 'text[]',
    include: 'text[]',
    frequency_minutes: 'integer',
    cron: 'text',
    skip_failed: 'boolean',
    version: 'integer',
    created_at: 'timestamp with time zone',
    updated_at: 'timestamp with time zone',
    exclude: 'text[]',
    auto_add_stopped_at: 'timestamp with time zone',
  },
  credential_parks: {
    identity: 'text',
    class: 'text',
    until: 'timestamp with time zone',
    tries: 'integer',
    probing_until: 'timestamp with time zone',
    parked_at: 'timestamp with time zone',
  },
  credential_reminders: {
    credential_id: 'bigint',
    expires_at: 'timestamp with time zone',
    days: 'integer',
    sent_at: 'timestamp with time zone',
  },
  credentials: {
    id: 'bigint',
    connection_id: 'bigint',
    kind: 'text',
    label: 'text',
    identity: 'text',
    email: 'text',
    level: 'text',
    last_four: 'text',
    scopes: 'text[]',
    expires_at: 'timestamp with time zone',
    reserved_for: 'text[]',
    health: 'text',
    health_detail: 'text',
    checked_at: 'timestamp with time zone',
    last_used_at: 'timestamp with time zone',
    created_at: 'timestamp with time zone',
  },
  cursors: {
    id: 'bigint',
    workspace_id: 'bigint',
    repository_id: 'bigint',
    stream: 'text',
    covered: 'jsonb',
    next: 'text',
    high: 'timestamp with time zone',
    low: 'timestamp with time zone',
    complete_at: 'timestamp with time zone',
    look_again_at: 'timestamp with time zone',
    updated_at: 'timestamp with time zone',
    source_changed_on: 'timestamp with time zone',
    projection_version: 'integer',
  },
  deliveries: {
    id: 'bigint',
    webhook_id: 'bigint',
    request_uuid: 'text',
    event: 'text',
    attempt: 'integer',
    received_at: 'timestamp with time zone',
    body: 'bytea',
    state: 'text',
    workspace_id: 'bigint',
    repository_id: 'bigint',
    subject: 'text',
    tries: 'integer',
    next_at: 'timestamp with time zone',
    settled_at: 'timestamp with time zone',
    replayed_at: 'timestamp with time zone',
    changed: 'integer',
    requests: 'integer',
    effects: 'jsonb',
    error: 'text',
  },
  deployments: {
    workspace_id: 'bigint',
    repository_id: 'bigint',
    uuid: 'uuid',
    environment_uuid: 'uuid',
    pipeline_uuid: 'uuid',
    step_uuid: 'uuid',
    key: 'text',
    release_uuid: 'uuid',
    release_name: 'text',
    commit_hash: 'text',
    deployer_account_id: 'bigint',
    state: 'text',
    status: 'text',
    version: 'integer',
    started_on: 'timestamp with time zone',
    completed_on: 'timestamp with time zone',
    created_on: 'timestamp with time zone',
    last_update_time: 'timestamp with time zone',
    removed_at: 'timestamp with time zone',
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
  discovered: {
    repository_id: 'bigint',
    discovery_id: 'bigint',
    detected_at: 'timestamp with time zone',
    chosen_action: 'text',
    chosen_type: 'text',
    chosen_entity_id: 'bigint',
    import_event_id: 'bigint',
    problem: 'text',
  },
  discoveries: {
    id: 'bigint',
    workspace_id: 'bigint',
    name: 'text',
    behaviour: 'text',
    kind: 'text',
    entity_type: 'text',
    ingested_path: 'text',
    operator: 'text',
    catalogue_path: 'text',
    fields: 'text[]',
    tags_from: 'text',
    secondary_kinds: 'text[]',
    frequency_minutes: 'integer',
    since: 'timestamp with time zone',
    auto_import_since: 'timestamp with time zone',
    suspended_at: 'timestamp with time zone',
    version: 'integer',
    created_at: 'timestamp with time zone',
    updated_at: 'timestamp with time zone',
  },
  discovery_events: {
    id: 'bigint',
    discovery_id: 'bigint',
    type: 'text',
    status: 'text',
    run_id: 'bigint',
    description: 'text',
    only_action: 'text',
    registered: 'integer',
    merged: 'integer',
    left_out: 'integer',
    failed: 'integer',
    problems: 'jsonb',
    caused_by: 'text',
    started_at: 'timestamp with time zone',
    updated_at: 'timestamp with time zone',
    ended_at: 'timestamp with time zone',
  },
  discovery_links: {
    id: 'bigint',
    discovery_id: 'bigint',
    repository_id: 'bigint',
    entity_id: 'bigint',
    status: 'text',
    entity_type: 'text',
    ingested: 'jsonb',
    imported_at: 'timestamp with time zone',
    updated_at: 'timestamp with time zone',
    unlinked_at: 'timestamp with time zone',
  },
  emails: {
    workspace_id: 'bigint',
    email: 'text',
    account_id: 'bigint',
    looked_up_at: 'timestamp with time zone',
  },
  entities: {
    id: 'bigint',
    uuid: 'uuid',
    blueprint_id: 'bigint',
    identifier: 'text',
    title: 'text',
    icon: 'text',
    team: 'jsonb',
    properties: 'jsonb',
    calculated: 'jsonb',
    is_stub: 'boolean',
    created_at: 'timestamp with time zone',
    updated_at: 'timestamp with time zone',
    removed_at: 'timestamp with time zone',
  },
  entity_sources: {
    id: 'bigint',
    entity_id: 'bigint',
    origin: 'text',
    mapped_record_id: 'bigint',
    title: 'text',
    icon: 'text',
    team: 'jsonb',
    properties: 'jsonb',
    relations: 'jsonb',
    is_whole: 'boolean',
    makes_related: 'boolean',
    updated_at: 'timestamp with time zone',
    gone_at: 'timestamp with time zone',
  },
  environments: {
    workspace_id: 'bigint',
    repository_id: 'bigint',
    uuid: 'uuid',
    name: 'text',
    slug: 'text',
    type: 'text',
    rank: 'integer',
    hidden: 'boolean',
    lock: 'text',
    admin_only: 'boolean',
    missing_since: 'timestamp with time zone',
    removed_at: 'timestamp with time zone',
  },
  gaps: {
    id: 'bigint',
    workspace_id: 'bigint',
    repository_id: 'bigint',
    stream: 'text',
    reason: 'text',
    status: 'integer',
    detail: 'text',
    body: 'bytea',
    first_at: 'timestamp with time zone',
    last_at: 'timestamp with time zone',
    tries: 'integer',
    next_at: 'timestamp with time zone',
  },
  held_removals: {
    id: 'bigint',
    workspace_id: 'bigint',
    repository_id: 'bigint',
    stream: 'text',
    keys: 'text[]',
    known: 'integer',
    decision: 'text',
    first_at: 'timestamp with time zone',
    last_at: 'timestamp with time zone',
    decided_at: 'timestamp with time zone',
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
  issue_comments: {
    workspace_id: 'bigint',
    repository_id: 'bigint',
    issue_id: 'integer',
    id: 'bigint',
    author_account_id: 'bigint',
    content: 'text',
    created_on: 'timestamp with time zone',
    updated_on: 'timestamp with time zone',
    removed_at: 'timestamp with time zone',
  },
  issues: {
    workspace_id: 'bigint',
    repository_id: 'bigint',
    id: 'integer',
    title: 'text',
    content: 'text',
    reporter_account_id: 'bigint',
    assignee_account_id: 'bigint',
    state: 'text',
    kind: 'text',
    priority: 'text',
    votes: 'integer',
    watches: 'integer',
    created_on: 'timestamp with time zone',
    updated_on: 'timestamp with time zone',
    edited_on: 'timestamp with time zone',
    removed_at: 'timestamp with time zone',
  },
  job_schedule: {
    task: 'text',
    doc: 'text',
    cron: 'text',
  },
  ledger: {
    identity: 'text',
    class: 'text',
    slot: 'timestamp with time zone',
    leased: 'integer',
    spent: 'integer',
    reserved_spent: 'integer',
    foreign_use: 'integer',
  },
  ledger_limits: {
    identity: 'text',
    class: 'text',
    max_requests: 'integer',
    source: 'text',
    learnt_at: 'timestamp with time zone',
  },
  mapped_records: {
    id: 'bigint',
    mapping_id: 'bigint',
    resource: 'integer',
    kind: 'text',
    workspace_id: 'bigint',
    repository_id: 'bigint',
    stream: 'text',
    unit: 'text',
    key: 'text',
    outcome: 'text',
    errors: 'jsonb',
    mapped_at: 'timestamp with time zone',
  },
  mapping_versions: {
    mapping_id: 'bigint',
    version: 'integer',
    text: 'text',
    restores: 'integer',
    made_by: 'bigint',
    made_at: 'timestamp with time zone',
  },
  mappings: {
    id: 'bigint',
    name: 'text',
    is_active: 'boolean',
    version: 'integer',
    shipped: 'text',
    created_at: 'timestamp with time zone',
    updated_at: 'timestamp with time zone',
  },
  members: {
    workspace_id: 'bigint',
    account_id: 'bigint',
    permission: 'text',
    added_on: 'timestamp with time zone',
    missing_since: 'timestamp with time zone',
    removed_at: 'timestamp with time zone',
    looked_up_at: 'timestamp with time zone',
  },
  migrations: {
    name: 'text',
    checksum: 'text',
    applied_at: 'timestamp with time zone',
  },
  named_repositories: {
    id: 'bigint',
    entity_id: 'bigint',
    workspace: 'text',
    repository: 'text',
    connection_id: 'bigint',
    named_at: 'timestamp with time zone',
  },
  oauth_apps: {
    connector: 'text',
    client_id: 'text',
    site_url: 'text',
    last_four: 'text',
    health: 'text',
    health_detail: 'text',
    created_at: 'timestamp with time zone',
    updated_at: 'timestamp with time zone',
  },
  oauth_grants: {
    id: 'bigint',
    connector: 'text',
    client_id: 'text',
    state_hash: 'bytea',
    browser_hash: 'bytea',
    session_id: 'bigint',
    person_id: 'bigint',
    redirect_uri: 'text',
    outcome: 'text',
    refusal: 'text',
    claimed_at: 'timestamp with time zone',
    access_until: 'timestamp with time zone',
    scopes: 'text[]',
    started_at: 'timestamp with time zone',
    expires_at: 'timestamp with time zone',
  },
  oauth_tokens: {
    credential_id: 'bigint',
    connector: 'text',
    access_until: 'timestamp with time zone',
    renewed_at: 'timestamp with time zone',
    renewals: 'integer',
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
  person_accounts: {
    account_id: 'bigint',
    person_id: 'bigint',
    given_by: 'text',
    given_at: 'timestamp with time zone',
  },
  person_accounts_taken: {
    account_id: 'bigint',
    person_id: 'bigint',
    taken_by: 'text',
    taken_at: 'timestamp with time zone',
  },
  pipeline_steps: {
    workspace_id: 'bigint',
    repository_id: 'bigint',
    pipeline_uuid: 'uuid',
    uuid: 'uuid',
    position: 'integer',
    name: 'text',
    run_number: 'integer',
    trigger: 'text',
    state: 'text',
    result: 'text',
    started_on: 'timestamp with time zone',
    completed_on: 'timestamp with time zone',
    duration_in_seconds: 'integer',
    build_seconds_used: 'integer',
    max_time: 'integer',
  },
  pipelines: {
    workspace_id: 'bigint',
    repository_id: 'bigint',
    uuid: 'uuid',
    build_number: 'integer',
    run_number: 'integer',
    creator_account_id: 'bigint',
    trigger: 'text',
    state: 'text',
    stage: 'text',
    result: 'text',
    ref_type: 'text',
    ref_name: 'text',
    commit_hash: 'text',
    pull_request_id: 'integer',
    selector_type: 'text',
    selector_pattern: 'text',
    created_on: 'timestamp with time zone',
    completed_on: 'timestamp with time zone',
    duration_in_seconds: 'integer',
    build_seconds_used: 'integer',
    removed_at: 'timestamp with time zone',
  },
  processes: {
    id: 'text',
    role: 'text',
    host: 'text',
    pid: 'integer',
    started_at: 'timestamp with time zone',
    seen_at: 'timestamp with time zone',
  },
  projects: {
    id: 'bigint',
    workspace_id: 'bigint',
    uuid: 'uuid',
    key: 'text',
    name: 'text',
    description: 'text',
    is_private: 'boolean',
    created_on: 'timestamp with time zone',
    updated_on: 'timestamp with time zone',
    missing_since: 'timestamp with time zone',
    removed_at: 'timestamp with time zone',
  },
  pull_request_activity: {
    workspace_id: 'bigint',
    repository_id: 'bigint',
    pull_request_id: 'integer',
    key: 'text',
    kind: 'text',
    date: 'timestamp with time zone',
    actor_account_id: 'bigint',
    comment_id: 'bigint',
    state: 'text',
    title: 'text',
    draft: 'boolean',
    source_repository_uuid: 'uuid',
    source_branch: 'text',
    source_commit_prefix: 'text',
    source_commit: 'text',
    destination_repository_uuid: 'uuid',
    destination_branch: 'text',
    destination_commit_prefix: 'text',
    destination_commit: 'text',
    removed_at: 'timestamp with time zone',
  },
  pull_request_comments: {
    workspace_id: 'bigint',
    repository_id: 'bigint',
    pull_request_id: 'integer',
    id: 'bigint',
    author_account_id: 'bigint',
    content: 'text',
    deleted: 'boolean',
    pending: 'boolean',
    parent_id: 'bigint',
    inline_path: 'text',
    inline_from: 'integer',
    inline_to: 'integer',
    inline_outdated: 'boolean',
    resolved_by_account_id: 'bigint',
    resolved_on: 'timestamp with time zone',
    created_on: 'timestamp with time zone',
    updated_on: 'timestamp with time zone',
    removed_at: 'timestamp with time zone',
  },
  pull_request_commits: {
    workspace_id: 'bigint',
    repository_id: 'bigint',
    pull_request_id: 'integer',
    hash: 'text',
    position: 'integer',
  },
  pull_request_participants: {
    workspace_id: 'bigint',
    repository_id: 'bigint',
    pull_request_id: 'integer',
    account_id: 'bigint',
    role: 'text',
    approved: 'boolean',
    state: 'text',
    participated_on: 'timestamp with time zone',
    removed_at: 'timestamp with time zone',
  },
  pull_requests: {
    workspace_id: 'bigint',
    repository_id: 'bigint',
    id: 'integer',
    title: 'text',
    description: 'text',
    state: 'text',
    draft: 'boolean',
    author_account_id: 'bigint',
    source_repository_uuid: 'uuid',
    source_branch: 'text',
    source_commit_prefix: 'text',
    source_commit: 'text',
    destination_branch: 'text',
    destination_commit_prefix: 'text',
    destination_commit: 'text',
    merge_commit_prefix: 'text',
    merge_commit: 'text',
    close_source_branch: 'boolean',
    closed_by_account_id: 'bigint',
    closed_on: 'timestamp with time zone',
    merged_on: 'timestamp with time zone',
    merged_on_source: 'text',
    reason: 'text',
    comment_count: 'integer',
    task_count: 'integer',
    created_on: 'timestamp with time zone',
    updated_on: 'timestamp with time zone',
    first_commit_on: 'timestamp with time zone',
    head_unreachable: 'boolean',
    files_changed: 'integer',
    lines_added: 'integer',
    lines_removed: 'integer',
    removed_at: 'timestamp with time zone',
    compared_with: 'text',
  },
  raw_records: {
    id: 'bigint',
    workspace_id: 'bigint',
    repository_id: 'bigint',
    stream: 'text',
    key: 'text',
    shape: 'text',
    projection_version: 'integer',
    payload: 'bytea',
    hash: 'bytea',
    error: 'text',
    stored_at: 'timestamp with time zone',
  },
  relations: {
    entity_id: 'bigint',
    name: 'text',
    target_identifier: 'text',
    target_blueprint_id: 'bigint',
    target_id: 'bigint',
  },
  remaps: {
    id: 'bigint',
    cause: 'text',
    subject: 'text',
    total: 'integer',
    started_at: 'timestamp with time zone',
    ended_at: 'timestamp with time zone',
  },
  removal_decisions: {
    id: 'bigint',
    mapping_id: 'bigint',
    kind: 'text',
    gone: 'integer',
    known: 'integer',
    held_at: 'timestamp with time zone',
    decided_at: 'timestamp with time zone',
    decision: 'text',
    decided_by: 'bigint',
  },
  repositories: {
    id: 'bigint',
    workspace_id: 'bigint',
    project_id: 'bigint',
    uuid: 'uuid',
    slug: 'text',
    name: 'text',
    description: 'text',
    website: 'text',
    language: 'text',
    size: 'bigint',
    is_private: 'boolean',
    is_empty: 'boolean',
    main_branch: 'text',
    fork_policy: 'text',
    parent_uuid: 'uuid',
    owner_account_id: 'bigint',
    has_issues: 'boolean',
    has_wiki: 'boolean',
    created_on: 'timestamp with time zone',
    updated_on: 'timestamp with time zone',
    is_chosen: 'boolean',
    missing_since: 'timestamp with time zone',
    removed_at: 'timestamp with time zone',
    last_event_at: 'timestamp with time zone',
  },
  repository_choices: {
    connection_id: 'bigint',
    repository_uuid: 'uuid',
    full_name: 'text',
    is_wanted: 'boolean',
    chosen_at: 'timestamp with time zone',
  },
  repository_files: {
    workspace_id: 'bigint',
    repository_id: 'bigint',
    path: 'text',
    oid: 'text',
    mode: 'text',
    size: 'bigint',
  },
  repository_slugs: {
    repository_id: 'bigint',
    workspace_id: 'bigint',
    slug: 'text',
    first_seen_at: 'timestamp with time zone',
  },
  request_counts: {
    hour: 'timestamp with time zone',
    connection_id: 'bigint',
    identity: 'text',
    class: 'text',
    stream: 'text',
    requests: 'integer',
    refused: 'integer',
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
  sync_logs: {
    id: 'bigint',
    at: 'timestamp with time zone',
    connection_id: 'bigint',
    operation: 'text',
    level: 'text',
    status: 'integer',
    error: 'text',
    path: 'text',
    request_id: 'text',
  },
  sync_progress: {
    id: 'bigint',
    run_id: 'bigint',
    workspace_id: 'bigint',
    repository_id: 'bigint',
    stream: 'text',
    state: 'text',
    requests: 'integer',
    changed: 'integer',
    seen: 'integer',
    updated_at: 'timestamp with time zone',
    expected: 'integer',
    tables: 'jsonb',
  },
  sync_runs: {
    id: 'bigint',
    connection_id: 'bigint',
    cause: 'text',
    state: 'text',
    started_at: 'timestamp with time zone',
    ended_at: 'timestamp with time zone',
    requests: 'jsonb',
    rows: 'jsonb',
    error: 'text',
    scope: 'text',
  },
  tags: {
    workspace_id: 'bigint',
    repository_id: 'bigint',
    name: 'text',
    target: 'text',
    object: 'text',
    message: 'text',
    date: 'timestamp with time zone',
    tagger_raw: 'text',
    removed_at: 'timestamp with time zone',
  },
  webhook_refusals: {
    id: 'bigint',
    hour: 'timestamp with time zone',
    connection_id: 'bigint',
    reason: 'text',
    refused: 'integer',
    last_at: 'timestamp with time zone',
  },
  webhooks: {
    id: 'bigint',
    workspace_id: 'bigint',
    connection_id: 'bigint',
    url: 'text',
    uuid: 'uuid',
    state: 'text',
    detail: 'text',
    events: 'text[]',
    previous_secret_until: 'timestamp with time zone',
    checked_at: 'timestamp with time zone',
    repaired_at: 'timestamp with time zone',
    first_delivery_at: 'timestamp with time zone',
    last_delivery_at: 'timestamp with time zone',
    created_at: 'timestamp with time zone',
  },
  workspace_slugs: {
    workspace_id: 'bigint',
    slug: 'text',
    first_seen_at: 'timestamp with time zone',
  },
  workspaces: {
    id: 'bigint',
    uuid: 'uuid',
    slug: 'text',
    name: 'text',
    connection_id: 'bigint',
    is_private: 'boolean',
    created_on: 'timestamp with time zone',
    removed_at: 'timestamp with time zone',
    created_at: 'timestamp with time zone',
    only_chosen: 'boolean',
  },
} as const
