-- People, how they sign in, the keys of their programs, and the record of who changed what.

create table people (
  id bigint generated always as identity primary key,
  name text not null,
  email text not null,
  role text not null check (role in ('viewer', 'editor', 'admin')),
  disabled boolean not null default false,
  password text not null,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  last_seen_at timestamptz
);
create unique index people_email on people (lower(email));
create index people_name on people (lower(name), id);

comment on table people is 'People with an account on this installation.';
comment on column people.id is 'Surrogate key.';
comment on column people.name is 'What the person is called on the page.';
comment on column people.email is 'Address the person signs in with, as typed; unique whatever its case.';
comment on column people.role is 'viewer, editor or admin: the permissions the person has.';
comment on column people.disabled is 'The account is kept, and neither its owner nor the keys of its owner get in.';
comment on column people.password is 'Hash of the password with the parameters it was made with; never the password.';
comment on column people.version is 'Raised with every edit; the ETag of the person.';
comment on column people.created_at is 'When the account was made.';
comment on column people.updated_at is 'When the account was edited last.';
comment on column people.last_seen_at is 'When the person last used a session, to the minute; null if never.';

create table sessions (
  id bigint generated always as identity primary key,
  person_id bigint not null references people on delete cascade,
  token_hash bytea not null unique,
  method text not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz not null default now(),
  expires_at timestamptz not null,
  user_agent text,
  address text
);
create index sessions_person on sessions (person_id);
create index sessions_expiry on sessions (expires_at);

comment on table sessions is 'Browsers that are signed in. A session that is ended is removed.';
comment on column sessions.id is 'Surrogate key.';
comment on column sessions.person_id is 'Who is signed in.';
comment on column sessions.token_hash is 'SHA-256 of the 32 random bytes in the cookie; the bytes themselves are not stored.';
comment on column sessions.method is 'The sign-in method the session began with.';
comment on column sessions.created_at is 'When the person signed in.';
comment on column sessions.last_used_at is 'When the session was last used, to the minute.';
comment on column sessions.expires_at is 'When the session ends unless it is used before.';
comment on column sessions.user_agent is 'What the browser calls itself.';
comment on column sessions.address is 'Network address the person signed in from.';

create table api_keys (
  id bigint generated always as identity primary key,
  person_id bigint references people on delete cascade,
  name text not null,
  prefix text not null,
  key_hash bytea not null unique,
  permissions text[] not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  last_used_at timestamptz
);
create index api_keys_person on api_keys (person_id);

comment on table api_keys is 'Keys with which programs call the API. A key that is revoked is removed.';
comment on column api_keys.id is 'Surrogate key.';
comment on column api_keys.person_id is 'Whose key it is; null for the command line of the machine Windlass runs on.';
comment on column api_keys.name is 'What the owner calls the key.';
comment on column api_keys.prefix is 'The first characters of the key, to tell keys apart.';
comment on column api_keys.key_hash is 'SHA-256 of the key; the key itself is not stored.';
comment on column api_keys.permissions is 'Permissions the key was given; those the role of the owner lacks have no effect.';
comment on column api_keys.created_at is 'When the key was made.';
comment on column api_keys.expires_at is 'When the key ends; null if it does not.';
comment on column api_keys.last_used_at is 'When the key was last used, to the minute; null if never.';

create table audit_log (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  actor_kind text not null check (actor_kind in ('person', 'api_key', 'command_line', 'nobody')),
  actor_id bigint,
  actor_name text not null,
  action text not null,
  subject_kind text,
  subject_id text,
  subject_name text,
  before jsonb,
  after jsonb,
  outcome text not null check (outcome in ('done', 'refused')),
  address text,
  request_id text,
  check ((subject_kind is null) = (subject_id is null) and (subject_kind is null) = (subject_name is null))
);
create index audit_log_at on audit_log (at);
create index audit_log_action on audit_log (action, id);

comment on table audit_log is 'Who changed what, and when. Lines can be added, never changed or removed.';
comment on column audit_log.id is 'Surrogate key; grows with time.';
comment on column audit_log.at is 'When it happened.';
comment on column audit_log.actor_kind is 'person, api_key, command_line, or nobody when the caller was not known.';
comment on column audit_log.actor_id is 'The person who acted, also through a key. Stays when the person is removed.';
comment on column audit_log.actor_name is 'What the person was called then, with the name of the key if one was used.';
comment on column audit_log.action is 'What was done, for example person.update.';
comment on column audit_log.subject_kind is 'Kind of the thing it was done to.';
comment on column audit_log.subject_id is 'Key of the thing it was done to.';
comment on column audit_log.subject_name is 'What the thing was called then.';
comment on column audit_log.before is 'The thing before, with its secrets masked; null if it was not there.';
comment on column audit_log.after is 'The thing after, with its secrets masked; null if it is gone.';
comment on column audit_log.outcome is 'done, or refused when the caller was not allowed to.';
comment on column audit_log.address is 'Network address of the caller.';
comment on column audit_log.request_id is 'Id of the request, which is in the log and in the answer too.';

create function refuse_audit_change() returns trigger language plpgsql as $$
begin
  raise exception 'audit_log is append-only' using errcode = 'insufficient_privilege';
end
$$;
comment on function refuse_audit_change is 'Keeps the audit log append-only.';

create trigger audit_log_append_only before update or delete on audit_log
  for each row execute function refuse_audit_change();
create trigger audit_log_no_truncate before truncate on audit_log
  for each statement execute function refuse_audit_change();

create table sign_in_attempts (
  kind text not null check (kind in ('account', 'address')),
  key text not null,
  attempts integer not null,
  started_at timestamptz not null default now(),
  primary key (kind, key)
);
create index sign_in_attempts_started on sign_in_attempts (started_at);

comment on table sign_in_attempts is 'Failed sign-ins of late, by account and by network address; too many in one window are refused.';
comment on column sign_in_attempts.kind is 'account or address.';
comment on column sign_in_attempts.key is 'The network address, or a hash of the e-mail address tried: it need not be one of ours.';
comment on column sign_in_attempts.attempts is 'Attempts in this window that did not succeed.';
comment on column sign_in_attempts.started_at is 'When this window began.';

create table idempotency_keys (
  caller text not null,
  key text not null,
  request_hash bytea not null,
  answer bytea,
  created_at timestamptz not null default now(),
  primary key (caller, key)
);
create index idempotency_keys_created on idempotency_keys (created_at);

comment on table idempotency_keys is 'Creates that carried an Idempotency-Key, kept for a day so that a repeated one makes nothing twice.';
comment on column idempotency_keys.caller is 'Who sent it: kind and key of the person or API key.';
comment on column idempotency_keys.key is 'The Idempotency-Key header.';
comment on column idempotency_keys.request_hash is 'Keyed hash of endpoint and body: the same key with another body is refused.';
comment on column idempotency_keys.answer is 'The answer, sealed: it may hold an API key that is shown once. Null while the create runs.';
comment on column idempotency_keys.created_at is 'When it was first sent.';
