-- An account that left a workspace is asked for once: no listing says that it was closed.

alter table members add column looked_up_at timestamptz;
comment on column members.looked_up_at is 'When Bitbucket was asked what became of the account that left; null if never.';
