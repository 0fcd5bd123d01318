-- What background work needs beside graphile-worker's own tables: who is alive, what runs by the clock, and the
-- keys that could not be drained.

create table processes (
  id text primary key,
  role text not null,
  host text not null,
  pid integer not null,
  started_at timestamptz not null default now(),
  seen_at timestamptz not null default now()
);

comment on table processes is 'Processes that run jobs, each with its last sign of life. Jobs held by a process that is not here are freed.';
comment on column processes.id is 'Identity of its job pool: what stands in locked_by of the jobs it holds.';
comment on column processes.role is 'What the process does.';
comment on column processes.host is 'Name of the machine.';
comment on column processes.pid is 'Process id on that machine.';
comment on column processes.started_at is 'When it started.';
comment on column processes.seen_at is 'Its last heartbeat, by the clock of the database.';

create table job_schedule (
  task text primary key,
  doc text not null,
  cron text not null
);

comment on table job_schedule is 'What runs by the clock, as the worker that started last declared it; the page and the API read it here.';
comment on column job_schedule.task is 'Name of the task.';
comment on column job_schedule.doc is 'What it does.';
comment on column job_schedule.cron is 'Five cron fields, UTC.';

create table dirty_parked (
  kind text not null,
  key text not null,
  error text not null,
  parked_at timestamptz not null default now(),
  primary key (kind, key)
);

comment on table dirty_parked is 'Dirty keys whose drainer failed on them alone. They wait for a person, or for the next change of the key.';
comment on column dirty_parked.kind is 'Which derivation failed.';
comment on column dirty_parked.key is 'The key it failed on.';
comment on column dirty_parked.error is 'What it said.';
comment on column dirty_parked.parked_at is 'When it failed last.';
