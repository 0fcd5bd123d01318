-- How this installation reaches a source: connections, the credentials they read with, the workspaces they read, and
-- the account of requests that all processes share.

create table connections (
  id bigint generated always as identity primary key,
  connector text not null,
  alias text not null unique,
  is_default boolean not null default false,
  state text not null default 'active' check (state in ('active', 'suspended', 'ended')),
  api_url text not null,
  git_url text,
  proxy_url text,
  ca text,
  rate_limit integer check (rate_limit > 0),
  source_access text not null default 'git' check (source_access in ('git', 'files', 'none')),
  since timestamptz,
  range_days integer not null default 183 check (range_days > 0),
  streams text[],
  projects text[],
  repository_patterns text[],
  frequency_minutes integer not null default 180 check (frequency_minutes > 0),
  cron text,
  skip_failed boolean not null default true,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
-- One connection is the default at most.
create unique index connections_default on connections (is_default) where is_default;

comment on table connections is 'Sources this installation reads from, each with its own credentials, reach and rhythm.';
comment on column connections.id is 'Surrogate key.';
comment on column connections.connector is 'Kind of the source, such as bitbucket-cloud.';
comment on column connections.alias is 'Name people gave it.';
comment on column connections.is_default is 'The one that is meant when none is named.';
comment on column connections.state is 'active; suspended by a person; or ended, when the source refuses its kind of credential for good.';
comment on column connections.api_url is 'Base address of the API.';
comment on column connections.git_url is 'Base address of git; null for the one that belongs to the API.';
comment on column connections.proxy_url is 'Proxy of this connection; null for the one of the installation.';
comment on column connections.ca is 'Certificates trusted beside those of the system, as PEM.';
comment on column connections.rate_limit is 'Requests per window set by a person; null when the limit is learnt.';
comment on column connections.source_access is 'git: mirrors; files: single files by the API; none: metadata only, source is never read.';
comment on column connections.since is 'Start of what is collected; null for a range that moves with the day.';
comment on column connections.range_days is 'Days back that are collected when no start is set.';
comment on column connections.streams is 'Streams that are collected; null for all.';
comment on column connections.projects is 'Keys of the projects that are collected; null for all.';
comment on column connections.repository_patterns is 'Patterns of the repositories that are collected; null for all.';
comment on column connections.frequency_minutes is 'Minutes between two syncs.';
comment on column connections.cron is 'Five cron fields, UTC, in place of the frequency; null when the frequency counts.';
comment on column connections.skip_failed is 'A repository that fails is left out of the run instead of ending it.';
comment on column connections.version is 'Raised with every edit; the ETag of the connection.';
comment on column connections.created_at is 'When it was made.';
comment on column connections.updated_at is 'When it was edited last.';

create table credentials (
  id bigint generated always as identity primary key,
  connection_id bigint not null references connections on delete cascade,
  kind text not null check (kind in ('access_token', 'api_token', 'oauth', 'app_password')),
  label text not null,
  identity text not null,
  email text,
  level text check (level in ('workspace', 'project', 'repository')),
  last_four text,
  scopes text[],
  expires_at timestamptz,
  reserved_for text[],
  health text not null default 'unverified'
    check (health in ('unverified', 'ok', 'rejected', 'expired', 'ended')),
  health_detail text,
  checked_at timestamptz,
  last_used_at timestamptz,
  created_at timestamptz not null default now()
);
create index credentials_connection on credentials (connection_id);

comment on table credentials is 'What a connection proves itself with. The secret lies sealed in secrets, purpose credential, record = id.';
comment on column credentials.id is 'Surrogate key.';
comment on column credentials.connection_id is 'Connection that reads with it.';
comment on column credentials.kind is 'access_token, api_token, oauth or app_password.';
comment on column credentials.label is 'What people call it.';
comment on column credentials.identity is 'Whom the source counts its requests against; credentials that share it share one allowance.';
comment on column credentials.email is 'Address an API token belongs to; null for other kinds.';
comment on column credentials.level is 'What an access token was made for: workspace, project or repository; null when unknown.';
comment on column credentials.last_four is 'Last four characters of the secret, to tell secrets apart; null when it is too short to show any.';
comment on column credentials.scopes is 'Scopes the source said it has; null while unknown.';
comment on column credentials.expires_at is 'When it ends; null when it does not or nobody said.';
comment on column credentials.reserved_for is 'Streams it is kept for; null for all.';
comment on column credentials.health is 'unverified, ok, rejected (answered 401), expired, or ended with its kind.';
comment on column credentials.health_detail is 'What the source said; null while it is well.';
comment on column credentials.checked_at is 'When its health was last found out; null if never.';
comment on column credentials.last_used_at is 'When a request was last sent with it, to the minute; null if never.';
comment on column credentials.created_at is 'When it was added.';

create table workspaces (
  id bigint generated always as identity primary key,
  uuid uuid not null unique,
  slug text not null,
  name text not null,
  connection_id bigint references connections on delete set null,
  is_private boolean,
  created_on timestamptz,
  removed_at timestamptz,
  created_at timestamptz not null default now()
);
create index workspaces_connection on workspaces (connection_id);

comment on table workspaces is 'Workspaces that are read, each by one connection at a time. What is known of them stays when that changes.';
comment on column workspaces.id is 'Surrogate key.';
comment on column workspaces.uuid is 'Identity in Bitbucket.';
comment on column workspaces.slug is 'Its name in addresses; may change, see workspace_slugs.';
comment on column workspaces.name is 'Its name for people.';
comment on column workspaces.connection_id is 'The connection that reads it; null while none does.';
comment on column workspaces.is_private is 'Whether its content is private by itself; null while unknown.';
comment on column workspaces.created_on is 'When it was made, by Bitbucket.';
comment on column workspaces.removed_at is 'When it was found gone; null while it is there.';
comment on column workspaces.created_at is 'When it was added here.';

create table workspace_slugs (
  workspace_id bigint not null references workspaces on delete cascade,
  slug text not null,
  first_seen_at timestamptz not null default now(),
  primary key (workspace_id, slug)
);
create index workspace_slugs_slug on workspace_slugs (slug);

comment on table workspace_slugs is 'Every slug a workspace was seen under, so that old addresses still lead to it.';
comment on column workspace_slugs.workspace_id is 'The workspace.';
comment on column workspace_slugs.slug is 'The slug.';
comment on column workspace_slugs.first_seen_at is 'When it was first seen under it.';

create function remember_workspace_slug() returns trigger language plpgsql as $$
begin
  insert into workspace_slugs (workspace_id, slug) values (new.id, new.slug) on conflict do nothing;
  return null;
end
$$;
comment on function remember_workspace_slug is 'Keeps the history of slugs, whoever writes the workspace.';

create trigger workspaces_slug after insert or update of slug on workspaces
  for each row execute function remember_workspace_slug();

create table capabilities (
  connection_id bigint not null references connections on delete cascade,
  name text not null,
  value jsonb not null,
  seen_at timestamptz not null default now(),
  primary key (connection_id, name)
);

comment on table capabilities is 'What the source behind a connection was found to do or not to do.';
comment on column capabilities.connection_id is 'The connection.';
comment on column capabilities.name is 'The capability.';
comment on column capabilities.value is 'What was found.';
comment on column capabilities.seen_at is 'When it was found last.';

create table ledger (
  identity text not null,
  class text not null,
  slot timestamptz not null,
  leased integer not null default 0,
  spent integer not null default 0,
  reserved_spent integer not null default 0,
  foreign_use integer not null default 0,
  primary key (identity, class, slot)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02);

comment on table ledger is 'Requests of the rolling window, counted per identity and class of limit in short slots of time; shared by all processes.';
comment on column ledger.identity is 'Whom the source counts the requests against.';
comment on column ledger.class is 'Class of limit they fall under.';
comment on column ledger.slot is 'Start of the slot, by the clock of the database.';
comment on column ledger.leased is 'Requests leased in the slot and not yet answered; a lease that expires counts as spent.';
comment on column ledger.spent is 'Requests answered that were leased in the slot.';
comment on column ledger.reserved_spent is 'How many of those leased or spent were for people and webhooks.';
comment on column ledger.foreign_use is 'Requests that others must have sent with the identity, told by a refusal that came too early.';

create table ledger_limits (
  identity text not null,
  class text not null,
  max_requests integer not null check (max_requests > 0),
  source text not null check (source in ('plan', 'header', 'refusal', 'person')),
  learnt_at timestamptz not null default now(),
  primary key (identity, class)
);

comment on table ledger_limits is 'Limits per window, as far as they are known to differ from the plan.';
comment on column ledger_limits.identity is 'Whom the limit is for.';
comment on column ledger_limits.class is 'Class of limit.';
comment on column ledger_limits.max_requests is 'Requests per window.';
comment on column ledger_limits.source is 'How it is known: plan, header of an answer, refusal, or person.';
comment on column ledger_limits.learnt_at is 'When it was learnt.';

create table credential_parks (
  identity text not null,
  class text not null,
  until timestamptz not null,
  tries integer not null default 1,
  probing_until timestamptz,
  parked_at timestamptz not null default now(),
  primary key (identity, class)
);

comment on table credential_parks is 'Identities that were told to wait. When the time is over one request probes before the others follow.';
comment on column credential_parks.identity is 'Who waits.';
comment on column credential_parks.class is 'Class of limit it was refused under.';
comment on column credential_parks.until is 'Until when, by the clock of the database.';
comment on column credential_parks.tries is 'Refusals in a row: the pause grows with them when the source names none.';
comment on column credential_parks.probing_until is 'Until when the request that probes may take; null while none does.';
comment on column credential_parks.parked_at is 'When it was refused last.';
