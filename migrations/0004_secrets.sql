-- Secrets of connections, sealed before they reach the database. A dump of these tables without the key ring opens
-- nothing.

create table secrets (
  purpose text not null,
  record text not null,
  sealed bytea not null,
  key_id text not null,
  last_four text,
  created_at timestamptz not null default now(),
  rotated_at timestamptz,
  primary key (purpose, record)
);

comment on table secrets is 'Sealed secrets (AES-256-GCM). The purpose and the record are bound into the seal: a value moved to another row does not open.';
comment on column secrets.purpose is 'What the secret is for, such as credential or webhook.';
comment on column secrets.record is 'Identity of the record it belongs to.';
comment on column secrets.sealed is 'Version, key id, nonce, tag and ciphertext.';
comment on column secrets.key_id is 'Fingerprint of the key that sealed it.';
comment on column secrets.last_four is 'Last four characters, to tell secrets apart; null when the secret is too short to show any.';
comment on column secrets.created_at is 'When the secret was stored.';
comment on column secrets.rotated_at is 'When it was last sealed anew with another key.';

create index secrets_key_id on secrets (key_id);

create table sealing_key (
  singleton boolean primary key default true check (singleton),
  key_id text not null,
  since timestamptz not null default now()
);

comment on table sealing_key is 'The key this installation seals with. A process that lacks it knows at once that it was started with the wrong key.';
comment on column sealing_key.singleton is 'Always true: there is one row.';
comment on column sealing_key.key_id is 'Fingerprint of the key, not the key.';
comment on column sealing_key.since is 'When this key became the one that seals.';
