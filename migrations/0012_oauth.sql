-- Access that people grant through an Atlassian app, whose tokens are renewed for ever, and reminders of credentials
-- that come to their end.

create table oauth_apps (
  connector text primary key,
  client_id text not null,
  site_url text not null,
  last_four text,
  health text not null default 'unverified' check (health in ('unverified', 'ok', 'rejected')),
  health_detail text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

comment on table oauth_apps is 'The OAuth consumer of this installation at a source. Its secret lies sealed in secrets, purpose oauth_app, record = connector.';
comment on column oauth_apps.connector is 'Kind of the source, such as bitbucket-cloud.';
comment on column oauth_apps.client_id is 'What the source calls the consumer; Bitbucket shows it as its key.';
comment on column oauth_apps.site_url is 'Where people grant access and tokens are given out, without a slash at its end.';
comment on column oauth_apps.last_four is 'Last four characters of the secret, to tell secrets apart; null when it is too short to show any.';
comment on column oauth_apps.health is 'unverified, ok, or rejected when the source no longer takes the key and the secret.';
comment on column oauth_apps.health_detail is 'What the source said; null while it is well.';
comment on column oauth_apps.created_at is 'When it was first entered.';
comment on column oauth_apps.updated_at is 'When it was entered last.';

create table oauth_grants (
  id bigint generated always as identity primary key,
  connector text not null references oauth_apps on delete cascade,
  client_id text not null,
  state_hash bytea not null unique,
  browser_hash bytea,
  session_id bigint references sessions on delete cascade,
  person_id bigint references people on delete cascade,
  redirect_uri text not null,
  outcome text not null default 'waiting' check (outcome in ('waiting', 'granted', 'refused')),
  refusal text,
  claimed_at timestamptz,
  access_until timestamptz,
  scopes text[],
  started_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index oauth_grants_expires_at on oauth_grants (expires_at);

comment on table oauth_grants is 'Grants of access between their start and the connection that takes them over. The tokens lie sealed in secrets, purpose oauth_grant, record = id.';
comment on column oauth_grants.id is 'Surrogate key.';
comment on column oauth_grants.connector is 'App the access is granted to.';
comment on column oauth_grants.client_id is 'The consumer as it was when the grant began.';
comment on column oauth_grants.state_hash is 'SHA-256 of the state that the source hands back; it works once.';
comment on column oauth_grants.browser_hash is 'SHA-256 of the cookie of the browser it was started in; null when the command line started it.';
comment on column oauth_grants.session_id is 'Session it was started in, with which it ends; null for the command line.';
comment on column oauth_grants.person_id is 'Who started it; null for the command line.';
comment on column oauth_grants.redirect_uri is 'Address the source sends the browser back to.';
comment on column oauth_grants.outcome is 'waiting, granted or refused.';
comment on column oauth_grants.refusal is 'Why it was refused; null unless it was.';
comment on column oauth_grants.claimed_at is 'When the state came back; null while it has not.';
comment on column oauth_grants.access_until is 'When the access token ends; null until there is one.';
comment on column oauth_grants.scopes is 'Scopes that were granted; null until they were.';
comment on column oauth_grants.started_at is 'When it was started.';
comment on column oauth_grants.expires_at is 'When it ends unless the next step was taken.';

create table oauth_tokens (
  credential_id bigint primary key references credentials on delete cascade,
  connector text not null,
  access_until timestamptz not null,
  renewed_at timestamptz not null default now(),
  renewals integer not null default 0
);

comment on table oauth_tokens is 'Tokens of credentials that were granted. Whoever renews them locks the row, so that a refresh token is used once. It lies sealed in secrets, purpose refresh_token, record = credential.';
comment on column oauth_tokens.credential_id is 'Credential whose secret is the access token.';
comment on column oauth_tokens.connector is 'App the access was granted to.';
comment on column oauth_tokens.access_until is 'When the access token ends.';
comment on column oauth_tokens.renewed_at is 'When the access token was given out.';
comment on column oauth_tokens.renewals is 'How often it was renewed since the access was granted.';

create table credential_reminders (
  credential_id bigint not null references credentials on delete cascade,
  expires_at timestamptz not null,
  days integer not null check (days in (30, 7, 1)),
  sent_at timestamptz not null default now(),
  primary key (credential_id, expires_at, days)
);

comment on table credential_reminders is 'Reminders that a credential comes to its end, each shown once for one end.';
comment on column credential_reminders.credential_id is 'Credential that ends.';
comment on column credential_reminders.expires_at is 'The end it reminds of; a new token has another.';
comment on column credential_reminders.days is 'Days before the end: 30, 7 or 1.';
comment on column credential_reminders.sent_at is 'When it was due and shown.';
