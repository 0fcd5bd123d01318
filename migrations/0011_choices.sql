-- Which repositories a connection collects: by name, one by one, and what becomes of new ones.

alter table connections rename column repository_patterns to include;
alter table connections add column exclude text[];
alter table connections add column auto_add_stopped_at timestamptz;

comment on column connections.projects is 'Keys of the projects whose repositories are collected; null for all.';
comment on column connections.include is 'Patterns of the repositories that are collected; null for all, an empty list for those alone that were chosen one by one.';
comment on column connections.exclude is 'Patterns of the repositories that are left out; null for none.';
comment on column connections.auto_add_stopped_at is 'Repositories made after this are collected only when they are chosen one by one; null when new ones are collected like others.';

alter table workspaces add column only_chosen boolean not null default false;
comment on column workspaces.only_chosen is 'Whether only repositories that were chosen one by one are collected here, whatever the patterns of the connection say.';

create table repository_choices (
  connection_id bigint not null references connections on delete cascade,
  repository_uuid uuid not null,
  full_name text not null,
  is_wanted boolean not null,
  chosen_at timestamptz not null default now(),
  primary key (connection_id, repository_uuid)
);

comment on table repository_choices is 'Repositories that people chose or left out one by one; what is said here outweighs patterns and projects.';
comment on column repository_choices.connection_id is 'The connection it was said for.';
comment on column repository_choices.repository_uuid is 'Identity of the repository in Bitbucket; it need not have been read yet.';
comment on column repository_choices.full_name is 'Workspace and slug it had when it was chosen.';
comment on column repository_choices.is_wanted is 'Whether it is collected.';
comment on column repository_choices.chosen_at is 'When that was said last.';
