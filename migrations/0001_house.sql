-- The rows the house itself needs: who this installation is, what an operator set, and the two ways work is
-- handed out by key (dirty keys and leased slices).

create table installation (
  id uuid primary key default gen_random_uuid(),
  created_at timestamptz not null default now(),
  singleton boolean not null default true unique check (singleton)
);
comment on table installation is 'This installation: exactly one row.';
comment on column installation.id is 'Identity of the installation; the first-run code is derived from it.';
comment on column installation.created_at is 'When the database was migrated for the first time.';
comment on column installation.singleton is 'Always true and unique, so that a second row is impossible.';
insert into installation default values;

create table settings (
  key text primary key,
  value jsonb not null,
  version integer not null default 1,
  changed_at timestamptz not null default now()
);
comment on table settings is 'Settings of the installation that are changed on the page, such as the features switched off.';
comment on column settings.key is 'Name of the setting.';
comment on column settings.value is 'Its value, checked by the code that owns the setting.';
comment on column settings.version is 'Raised by every change; two people editing at once are told apart by it.';
comment on column settings.changed_at is 'When it was changed last.';

create table dirty (
  kind text not null,
  key text not null,
  marked_at timestamptz not null default now(),
  primary key (kind, key)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);
comment on table dirty is 'Keys that wait to be derived again; marking a key twice keeps one row, so work is coalesced.';
comment on column dirty.kind is 'Which derivation the key waits for.';
comment on column dirty.key is 'The key, in the form that derivation understands.';
comment on column dirty.marked_at is 'When the key was marked first since it was last taken.';
-- Drained oldest first; the age of the oldest row is the lag shown to the operator.
create index dirty_oldest on dirty (kind, marked_at);

-- Declared from the most to the least urgent: an enum sorts by this order.
create type slice_lane as enum ('person', 'webhook', 'delta', 'newest', 'deep', 'audit');
comment on type slice_lane is 'Why a slice is due, from the most to the least urgent.';

create table slices (
  id bigint generated always as identity primary key,
  workspace_id bigint not null,
  repository_id bigint,
  lane slice_lane not null,
  due_at timestamptz not null,
  wake_lane slice_lane,
  leased_by text,
  leased_until timestamptz,
  fence bigint not null default 0,
  check ((leased_by is null) = (leased_until is null)),
  unique nulls not distinct (workspace_id, repository_id)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);
comment on table slices is 'Work that syncs on its own, usually one repository; leased to one worker at a time.';
comment on column slices.id is 'Identity of the slice.';
comment on column slices.workspace_id is 'Workspace the slice belongs to.';
comment on column slices.repository_id is 'Repository it reads; null for the slice of the workspace itself.';
comment on column slices.lane is 'Why it is due next.';
comment on column slices.due_at is 'When it is due next, by the clock of the database.';
comment on column slices.wake_lane is 'Most urgent reason that arrived while it was leased; null when none did.';
comment on column slices.leased_by is 'Worker that holds it; null while nobody does.';
comment on column slices.leased_until is 'When the lease ends unless the worker renews it, by the clock of the database.';
comment on column slices.fence is 'Raised by every claim; a batch commits only under the fence it was read with.';
create index slices_claim on slices (lane, due_at);
