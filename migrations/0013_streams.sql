-- What is read below one parent at a time: which parents were read, and as they were when.
create table child_reads (
  workspace_id bigint not null,
  repository_id bigint not null,
  stream text not null,
  parent text not null,
  version text,
  asked_at timestamptz,
  reason text,
  detail text,
  primary key (workspace_id, repository_id, stream, parent),
  foreign key (workspace_id, repository_id) references repositories (workspace_id, id)
    on update cascade on delete cascade
);

comment on table child_reads is 'Parents whose children were read, such as the pull requests whose commits were asked for. One that changed since is read again.';
comment on column child_reads.workspace_id is 'Workspace.';
comment on column child_reads.repository_id is 'Repository.';
comment on column child_reads.stream is 'The stream that reads the children.';
comment on column child_reads.parent is 'Number or uuid of the parent.';
comment on column child_reads.version is 'What the parent was like when its children were read; null while they never were, or may change without it.';
comment on column child_reads.asked_at is 'When they were asked for last, once in a run at most; null when another stream brought them.';
comment on column child_reads.reason is 'Code of the error, when that failed; null when they were read.';
comment on column child_reads.detail is 'The error in words; null when they were read.';

insert into child_reads (workspace_id, repository_id, stream, parent, version)
select workspace_id, repository_id, 'pull_request_history', id, extract(epoch from activity_settled_on)::text
  from pull_requests where activity_settled_on is not null;
alter table pull_requests drop column activity_settled_on;

-- What a complete listing lacked so much of that a person has to say whether it is gone.
create table held_removals (
  id bigint generated always as identity primary key,
  workspace_id bigint not null references workspaces on delete cascade,
  repository_id bigint,
  stream text not null,
  keys text[] not null,
  known integer not null,
  decision text check (decision in ('approved', 'dismissed')),
  first_at timestamptz not null default now(),
  last_at timestamptz not null default now(),
  decided_at timestamptz,
  unique nulls not distinct (workspace_id, repository_id, stream),
  foreign key (workspace_id, repository_id) references repositories (workspace_id, id)
    on update cascade on delete cascade
);

comment on table held_removals is 'Records that a complete listing lacks, too many at once to be believed: they stay until a person decides.';
comment on column held_removals.id is 'Surrogate key.';
comment on column held_removals.workspace_id is 'Workspace.';
comment on column held_removals.repository_id is 'Repository; null for records of the workspace.';
comment on column held_removals.stream is 'The stream whose listing lacks them.';
comment on column held_removals.keys is 'Keys of the records that are lacking.';
comment on column held_removals.known is 'How many records of the stream were known, with those.';
comment on column held_removals.decision is 'approved: they are gone; dismissed: they stay; null while nobody decided. It counts for these records alone.';
comment on column held_removals.first_at is 'When so much was lacking first.';
comment on column held_removals.last_at is 'When it was lacking last.';
comment on column held_removals.decided_at is 'When a person decided; null before.';
