-- Which accounts of Bitbucket belong to which person, whichever connections they were met through. Only what people say
-- by hand is kept: that an address of Bitbucket is the one a person signs in with is looked up when it is asked for.

create table person_accounts (
  account_id bigint primary key references accounts on delete cascade,
  person_id bigint not null references people on delete cascade,
  given_by text not null,
  given_at timestamptz not null default now()
);
create index person_accounts_person on person_accounts (person_id);

comment on table person_accounts is 'Accounts that were given to a person by hand; this outweighs every address.';
comment on column person_accounts.account_id is 'Account. It belongs to one person at most.';
comment on column person_accounts.person_id is 'Whose it is.';
comment on column person_accounts.given_by is 'Who gave it, by name.';
comment on column person_accounts.given_at is 'When it was given.';

create table person_accounts_taken (
  account_id bigint not null references accounts on delete cascade,
  person_id bigint not null references people on delete cascade,
  taken_by text not null,
  taken_at timestamptz not null default now(),
  primary key (account_id, person_id)
);
create index person_accounts_taken_person on person_accounts_taken (person_id);

comment on table person_accounts_taken is 'Accounts that have the address of a person and were taken away by hand all the same.';
comment on column person_accounts_taken.account_id is 'Account.';
comment on column person_accounts_taken.person_id is 'Whose it is not.';
comment on column person_accounts_taken.taken_by is 'Who took it away, by name.';
comment on column person_accounts_taken.taken_at is 'When it was taken away.';

-- Addresses are looked up across workspaces, and accounts from either side.
create index emails_email on emails (email) where account_id is not null;
create index emails_account on emails (account_id) where account_id is not null;
create index members_account on members (account_id);
