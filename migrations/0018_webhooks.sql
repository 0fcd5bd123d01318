-- What Bitbucket tells us by itself: the webhook of each workspace, what came by it, and what became of that.

create table webhooks (
  id bigint generated always as identity primary key,
  workspace_id bigint not null unique references workspaces on delete cascade,
  connection_id bigint not null references connections on delete cascade,
  url text,
  uuid uuid,
  state text not null default 'waiting' check (state in ('waiting', 'registered', 'by_hand', 'failed')),
  detail text,
  events text[] not null default '{}',
  previous_secret_until timestamptz,
  checked_at timestamptz,
  repaired_at timestamptz,
  first_delivery_at timestamptz,
  last_delivery_at timestamptz,
  created_at timestamptz not null default now()
);
create index webhooks_connection_id on webhooks (connection_id);
create index webhooks_uuid on webhooks (uuid);

comment on table webhooks is 'The webhook of a workspace. Its secret lies sealed in secrets, purpose webhook, record = id; while it changes, the one before under webhook_previous.';
comment on column webhooks.id is 'Surrogate key.';
comment on column webhooks.workspace_id is 'Workspace whose events it brings.';
comment on column webhooks.connection_id is 'Connection that registers it.';
comment on column webhooks.url is 'Where Bitbucket is to send to; null until that is known.';
comment on column webhooks.uuid is 'Bitbucket''s uuid of it; null until it is known.';
comment on column webhooks.state is 'waiting: not registered yet; registered: Bitbucket has it as we want it; by_hand: the credentials may not manage webhooks, so that a person makes it; failed: it could not be asked.';
comment on column webhooks.detail is 'Why it is by_hand or failed, or what it waits for; null otherwise.';
comment on column webhooks.events is 'Events that Bitbucket sends, as it said when it was asked last.';
comment on column webhooks.previous_secret_until is 'Until when deliveries signed with the secret before are taken, too; null when there is none.';
comment on column webhooks.checked_at is 'When Bitbucket was asked about it last; null until it was.';
comment on column webhooks.repaired_at is 'When it was found changed or switched off and was put right; null if never.';
comment on column webhooks.first_delivery_at is 'When the first delivery came; null until one does.';
comment on column webhooks.last_delivery_at is 'When a delivery came last; null until one does. Written every few seconds.';
comment on column webhooks.created_at is 'When it was wanted first.';

insert into webhooks (workspace_id, connection_id)
select id, connection_id from workspaces where connection_id is not null;

create table deliveries (
  id bigint generated always as identity primary key,
  webhook_id bigint not null references webhooks on delete cascade,
  request_uuid text not null,
  event text not null,
  attempt integer,
  received_at timestamptz not null default clock_timestamp(),
  body bytea not null,
  state text not null default 'waiting' check (state in ('waiting', 'placed', 'done', 'unknown', 'dead')),
  workspace_id bigint not null references workspaces on delete cascade,
  repository_id bigint references repositories on delete set null,
  subject text,
  tries integer not null default 0,
  next_at timestamptz,
  settled_at timestamptz,
  replayed_at timestamptz,
  changed integer,
  requests integer,
  effects jsonb,
  error text,
  unique (webhook_id, request_uuid)
);
-- What is signed and at random does not get smaller, and looking at it costs the time of an answer.
alter table deliveries alter column body set storage external;
create index deliveries_waiting on deliveries (id) where state = 'waiting';
create index deliveries_placed on deliveries (workspace_id, repository_id, id) where state = 'placed';
create index deliveries_dead on deliveries (id) where state = 'dead';
create index deliveries_received_at on deliveries (received_at);
create index deliveries_repository_id on deliveries (repository_id, id) where repository_id is not null;

comment on table deliveries is 'Requests that webhooks brought, as they came, and what became of them. Kept for as many days as WINDLASS_DELIVERY_DAYS says.';
comment on column deliveries.id is 'Surrogate key, in the order in which they came.';
comment on column deliveries.webhook_id is 'Webhook that brought it.';
comment on column deliveries.request_uuid is 'X-Request-UUID, by which a repetition is known; SHA-256 of the body where there is none.';
comment on column deliveries.event is 'X-Event-Key, such as pullrequest:updated.';
comment on column deliveries.attempt is 'X-Attempt-Number; null when it was not sent.';
comment on column deliveries.received_at is 'When it came.';
comment on column deliveries.body is 'The body, byte by byte.';
comment on column deliveries.state is 'waiting: not looked at; placed: waits for its repository''s turn; done: what it says is known; unknown: an event that tells nothing we collect; dead: it failed again and again, and waits for a person.';
comment on column deliveries.workspace_id is 'Workspace of the webhook.';
comment on column deliveries.repository_id is 'Repository it is about; null when it is about none, or one that is not known.';
comment on column deliveries.subject is 'What it is about, such as pull request 17; null when it is the repository itself.';
comment on column deliveries.tries is 'How often it failed.';
comment on column deliveries.next_at is 'Not before this it is tried again; null when it has not failed.';
comment on column deliveries.settled_at is 'When it became done, unknown or dead; null before.';
comment on column deliveries.replayed_at is 'When a person had it dealt with again; null if never.';
comment on column deliveries.changed is 'Rows that it changed; null until it is done.';
comment on column deliveries.requests is 'Requests it took to know what it says; null until it is done.';
comment on column deliveries.effects is 'What was done about it: rows changed by table, streams that were read; null until it is done.';
comment on column deliveries.error is 'Why it failed last; null when it has not.';

create table webhook_refusals (
  id bigint generated always as identity primary key,
  hour timestamptz not null,
  connection_id bigint references connections on delete cascade,
  reason text not null,
  refused integer not null default 0,
  last_at timestamptz not null default now(),
  unique nulls not distinct (hour, connection_id, reason)
);

comment on table webhook_refusals is 'Requests to the webhooks'' address that were refused, by the hour: nothing else is kept of them. Kept for seven days.';
comment on column webhook_refusals.id is 'Surrogate key.';
comment on column webhook_refusals.hour is 'Start of the hour, by the clock of the database.';
comment on column webhook_refusals.connection_id is 'Connection in the address; null when it names none that is known.';
comment on column webhook_refusals.reason is 'unsigned, bad_signature, unknown_connection, too_large, bad_address or malformed.';
comment on column webhook_refusals.refused is 'How many.';
comment on column webhook_refusals.last_at is 'When the last one came.';

alter table repositories add column last_event_at timestamptz;
comment on column repositories.last_event_at is 'When a webhook told something about it last; null if never.';

create table commit_statuses (
  workspace_id bigint not null,
  repository_id bigint not null,
  commit_hash text not null,
  key text not null,
  type text,
  state text not null,
  name text,
  url text,
  description text,
  refname text,
  created_on timestamptz,
  updated_on timestamptz,
  removed_at timestamptz,
  primary key (workspace_id, repository_id, commit_hash, key),
  foreign key (workspace_id, repository_id) references repositories (workspace_id, id)
    on update cascade on delete cascade
);

comment on table commit_statuses is 'What builds say of commits. Known from webhooks, and of single commits when somebody asks: a commit that neither told about has none here.';
comment on column commit_statuses.workspace_id is 'Workspace.';
comment on column commit_statuses.repository_id is 'Repository.';
comment on column commit_statuses.commit_hash is 'Commit it is about.';
comment on column commit_statuses.key is 'What tells the builds of a commit apart, as the build chose it.';
comment on column commit_statuses.type is 'Kind of status; Bitbucket has build alone.';
comment on column commit_statuses.state is 'INPROGRESS, SUCCESSFUL, FAILED or STOPPED.';
comment on column commit_statuses.name is 'Name of the build; null when it has none.';
comment on column commit_statuses.url is 'Where the build is shown; null when it has no page.';
comment on column commit_statuses.description is 'What the build says; null when it says nothing.';
comment on column commit_statuses.refname is 'Branch it was built for; null when it was none.';
comment on column commit_statuses.created_on is 'When it was first reported.';
comment on column commit_statuses.updated_on is 'When it was reported last.';
comment on column commit_statuses.removed_at is 'When it was found gone; null while it is there.';
