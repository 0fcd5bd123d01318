-- What sync keeps for itself: the records as they came, how far each stream is covered, runs, gaps and logs.

create table raw_records (
  id bigint generated always as identity primary key,
  workspace_id bigint not null references workspaces on delete cascade,
  repository_id bigint,
  stream text not null,
  key text not null,
  shape text not null check (shape in ('list', 'single', 'webhook')),
  projection_version integer not null,
  payload bytea not null,
  hash bytea not null,
  error text,
  stored_at timestamptz not null default now(),
  unique nulls not distinct (workspace_id, repository_id, stream, key),
  foreign key (workspace_id, repository_id) references repositories (workspace_id, id)
    on update cascade on delete cascade
);
-- It is deflated already.
alter table raw_records alter column payload set storage external;
create index raw_records_quarantine on raw_records (workspace_id, repository_id, stream) where error is not null;

comment on table raw_records is 'Records exactly as the source sent them; the rows of the API can be made again from them without a request.';
comment on column raw_records.id is 'Surrogate key.';
comment on column raw_records.workspace_id is 'Workspace the record belongs to.';
comment on column raw_records.repository_id is 'Repository it belongs to; null for a record of the workspace.';
comment on column raw_records.stream is 'Stream that read it.';
comment on column raw_records.key is 'Its key within stream and repository.';
comment on column raw_records.shape is 'list, single or webhook: in which of its forms it came.';
comment on column raw_records.projection_version is 'Version of the declared fields that the hash covers.';
comment on column raw_records.payload is 'The JSON of the record, deflated.';
comment on column raw_records.hash is 'SHA-256 of the declared fields: an equal one means that no row changes.';
comment on column raw_records.error is 'Why no rows could be made of it; null for a healthy record.';
comment on column raw_records.stored_at is 'When this content was stored.';

create table cursors (
  id bigint generated always as identity primary key,
  workspace_id bigint not null references workspaces on delete cascade,
  repository_id bigint,
  stream text not null,
  covered jsonb not null default '[]',
  next text,
  high timestamptz,
  low timestamptz,
  complete_at timestamptz,
  look_again_at timestamptz,
  updated_at timestamptz not null default now(),
  unique nulls not distinct (workspace_id, repository_id, stream),
  foreign key (workspace_id, repository_id) references repositories (workspace_id, id)
    on update cascade on delete cascade
);

comment on table cursors is 'How far each stream is read. Written only in the transaction that stores the rows it covers.';
comment on column cursors.id is 'Surrogate key.';
comment on column cursors.workspace_id is 'Workspace.';
comment on column cursors.repository_id is 'Repository; null for a stream of the workspace.';
comment on column cursors.stream is 'The stream.';
comment on column cursors.covered is 'Intervals [high, low] of time that are read without a hole, newest first, and the walk that is open.';
comment on column cursors.next is 'Where an open walk goes on, as the source said; null when none is open.';
comment on column cursors.high is 'Everything up to here is known, back to low; rises only when a walk closes.';
comment on column cursors.low is 'Start of what is known without a hole up to high.';
comment on column cursors.complete_at is 'When the stream was last read to its end; null if never.';
comment on column cursors.look_again_at is 'Not before this is a stream that had nothing asked again; null when it is asked in every cycle.';
comment on column cursors.updated_at is 'When the cursor was written last.';

create table sync_runs (
  id bigint generated always as identity primary key,
  connection_id bigint not null references connections on delete cascade,
  cause text not null check (cause in ('person', 'schedule', 'webhook', 'audit')),
  state text not null default 'running'
    check (state in ('running', 'paused', 'complete', 'incomplete', 'failed', 'cancelled')),
  started_at timestamptz not null default now(),
  ended_at timestamptz,
  requests jsonb not null default '{}',
  rows jsonb not null default '{}',
  error text
);
create index sync_runs_connection on sync_runs (connection_id, id);

comment on table sync_runs is 'Runs of a connection, one at a time.';
comment on column sync_runs.id is 'Surrogate key; grows with time.';
comment on column sync_runs.connection_id is 'The connection.';
comment on column sync_runs.cause is 'Why it was started: person, schedule, webhook or audit.';
comment on column sync_runs.state is 'running, paused, complete, incomplete (gaps remain), failed or cancelled.';
comment on column sync_runs.started_at is 'When it started.';
comment on column sync_runs.ended_at is 'When it ended; null while it runs.';
comment on column sync_runs.requests is 'Requests sent, by template of the path.';
comment on column sync_runs.rows is 'Rows written, by table.';
comment on column sync_runs.error is 'Why it failed; null otherwise.';

create table sync_progress (
  id bigint generated always as identity primary key,
  run_id bigint not null references sync_runs on delete cascade,
  workspace_id bigint not null references workspaces on delete cascade,
  repository_id bigint,
  stream text not null,
  state text not null default 'waiting' check (state in ('waiting', 'running', 'complete', 'gap', 'skipped')),
  requests integer not null default 0,
  changed integer not null default 0,
  seen integer not null default 0,
  updated_at timestamptz not null default now(),
  unique nulls not distinct (run_id, workspace_id, repository_id, stream)
);

comment on table sync_progress is 'How far a run is, by repository and stream.';
comment on column sync_progress.id is 'Surrogate key.';
comment on column sync_progress.run_id is 'The run.';
comment on column sync_progress.workspace_id is 'Workspace.';
comment on column sync_progress.repository_id is 'Repository; null for a stream of the workspace.';
comment on column sync_progress.stream is 'The stream.';
comment on column sync_progress.state is 'waiting, running, complete, gap, or skipped.';
comment on column sync_progress.requests is 'Requests it took so far.';
comment on column sync_progress.changed is 'Rows it changed so far.';
comment on column sync_progress.seen is 'Records it read so far.';
comment on column sync_progress.updated_at is 'When it moved last.';

create table gaps (
  id bigint generated always as identity primary key,
  workspace_id bigint not null references workspaces on delete cascade,
  repository_id bigint,
  stream text not null,
  reason text not null,
  status integer,
  detail text,
  body bytea,
  first_at timestamptz not null default now(),
  last_at timestamptz not null default now(),
  tries integer not null default 1,
  next_at timestamptz,
  unique nulls not distinct (workspace_id, repository_id, stream),
  foreign key (workspace_id, repository_id) references repositories (workspace_id, id)
    on update cascade on delete cascade
);
create index gaps_due on gaps (next_at);

comment on table gaps is 'What could not be read, and when it is tried again. A gap that closes is removed.';
comment on column gaps.id is 'Surrogate key.';
comment on column gaps.workspace_id is 'Workspace.';
comment on column gaps.repository_id is 'Repository; null for a stream of the workspace.';
comment on column gaps.stream is 'The stream that has the gap.';
comment on column gaps.reason is 'Code of the error.';
comment on column gaps.status is 'HTTP status of the answer; null when there was none.';
comment on column gaps.detail is 'What went wrong, in words; null when the code says it all.';
comment on column gaps.body is 'The first 2 KB of the answer; null when there was none.';
comment on column gaps.first_at is 'When it first failed.';
comment on column gaps.last_at is 'When it failed last.';
comment on column gaps.tries is 'How often it failed in a row.';
comment on column gaps.next_at is 'When it is tried again; null when a person has to act first.';

create table sync_logs (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  connection_id bigint references connections on delete cascade,
  operation text not null,
  level text not null check (level in ('info', 'warning', 'error')),
  status integer,
  error text,
  path text,
  request_id text
);
create index sync_logs_connection on sync_logs (connection_id, id);
create index sync_logs_at on sync_logs (at);

comment on table sync_logs is 'What happened between this installation and its sources of late. Never holds a secret.';
comment on column sync_logs.id is 'Surrogate key; grows with time.';
comment on column sync_logs.at is 'When it happened.';
comment on column sync_logs.connection_id is 'Connection it happened on; null when it was none.';
comment on column sync_logs.operation is 'What was being done, such as verify, sync or git.';
comment on column sync_logs.level is 'info, warning or error.';
comment on column sync_logs.status is 'HTTP status of the answer; null when there was none.';
comment on column sync_logs.error is 'The full error; null when all went well.';
comment on column sync_logs.path is 'Path that was asked, without its secrets; null when none was.';
comment on column sync_logs.request_id is 'Id of the request at the source; null when it gave none.';
