create table named_repositories (
  id bigint generated always as identity primary key,
  entity_id bigint not null references entities on delete cascade,
  workspace text not null,
  repository text not null,
  connection_id bigint references connections on delete cascade,
  named_at timestamptz not null default now(),
  unique nulls not distinct (entity_id, workspace, repository, connection_id)
);
create index named_repositories_connection on named_repositories (connection_id);

comment on table named_repositories is 'Repositories that people say an entity has. They are looked up by name when they are asked for.';
comment on column named_repositories.id is 'Surrogate key.';
comment on column named_repositories.entity_id is 'Entity.';
comment on column named_repositories.workspace is 'Slug of the workspace, as it was named.';
comment on column named_repositories.repository is 'Slug of the repository, as it was named.';
comment on column named_repositories.connection_id is 'Connection that reads it; null for the one that is the default.';
comment on column named_repositories.named_at is 'When it was named.';
