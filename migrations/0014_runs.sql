-- What a run covers and how much it will take; who spent the allowance on what.

alter table sync_runs add column scope text not null default 'all'
  check (scope in ('all', 'hot', 'identities', 'repositories', 'gaps'));
comment on column sync_runs.scope is 'all; hot: what changed of late and a part of the rest; identities: who is there; repositories: the catalogue alone; gaps: what could not be read before.';

-- One run of a connection is open at most.
create unique index sync_runs_open on sync_runs (connection_id) where state in ('running', 'paused');

alter table sync_progress add column expected integer check (expected >= 0);
comment on column sync_progress.expected is 'Requests it takes in all, as its first answer told; null while unknown.';

create table request_counts (
  hour timestamptz not null,
  connection_id bigint not null references connections on delete cascade,
  identity text not null,
  class text not null,
  stream text not null,
  requests integer not null default 0,
  refused integer not null default 0,
  primary key (hour, connection_id, identity, class, stream)
);

comment on table request_counts is 'Requests by the hour, for what they were sent and with whose allowance. Kept for seven days.';
comment on column request_counts.hour is 'Start of the hour in which they were written down, by the clock of the database.';
comment on column request_counts.connection_id is 'Connection they were sent for.';
comment on column request_counts.identity is 'Whom the source counts them against.';
comment on column request_counts.class is 'Class of limit they fall under.';
comment on column request_counts.stream is 'Stream that asked, or what else it was for, such as verify.';
comment on column request_counts.requests is 'How many were sent.';
comment on column request_counts.refused is 'How many of them were answered 429.';
