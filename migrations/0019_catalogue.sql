-- The catalogue: shapes of things, the mappings that make them of records, and the things themselves.

create extension if not exists pg_trgm;

-- What is marked at once is taken by neighbours, which lie in one repository.
drop index dirty_oldest;
create index dirty_oldest on dirty (kind, marked_at, key);

create table blueprints (
  id bigint generated always as identity primary key,
  identifier text not null unique check (identifier <> ''),
  title text not null,
  definition json not null,
  shipped text,
  revision integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

comment on table blueprints is 'What the entities of a kind look like.';
comment on column blueprints.id is 'Surrogate key.';
comment on column blueprints.identifier is 'Name by which mappings and relations call it.';
comment on column blueprints.title is 'Name for people.';
comment on column blueprints.definition is 'The blueprint in Port''s form, with its keys in the order they were written: schema, relations, mirror and calculation properties, layout.';
comment on column blueprints.shipped is 'The template it was made of; null for one that a person made.';
comment on column blueprints.revision is 'Counts its changes.';
comment on column blueprints.created_at is 'When it was made.';
comment on column blueprints.updated_at is 'When it was changed last.';

create table mappings (
  id bigint generated always as identity primary key,
  name text not null unique check (name <> ''),
  is_active boolean not null default true,
  version integer not null,
  shipped text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

comment on table mappings is 'What records become in the catalogue. Each save is a version of its own.';
comment on column mappings.id is 'Surrogate key. Where two mappings say different things of one property, the greater one is believed.';
comment on column mappings.name is 'Name for people and for the command line.';
comment on column mappings.is_active is 'Whether records are mapped by it. What an inactive one made stays as it was.';
comment on column mappings.version is 'The version in use.';
comment on column mappings.shipped is 'The template it was made of; null for one that a person made.';
comment on column mappings.created_at is 'When it was made.';
comment on column mappings.updated_at is 'When it was changed last.';

create table mapping_versions (
  mapping_id bigint not null references mappings on delete cascade,
  version integer not null,
  text text not null,
  restores integer,
  made_by bigint references people on delete set null,
  made_at timestamptz not null default now(),
  primary key (mapping_id, version)
);

comment on table mapping_versions is 'Every text that a mapping had.';
comment on column mapping_versions.mapping_id is 'Mapping.';
comment on column mapping_versions.version is 'From one, without holes.';
comment on column mapping_versions.text is 'The YAML.';
comment on column mapping_versions.restores is 'The version whose text it brings back; null for a new text.';
comment on column mapping_versions.made_by is 'Who saved it; null when it was shipped, or the person is gone.';
comment on column mapping_versions.made_at is 'When it was saved.';

create table mapped_records (
  id bigint generated always as identity primary key,
  mapping_id bigint not null references mappings on delete cascade,
  resource integer not null,
  kind text not null,
  workspace_id bigint not null references workspaces on delete cascade,
  repository_id bigint,
  stream text not null,
  unit text not null,
  key text not null,
  outcome text not null check (outcome in ('mapped', 'filtered', 'errored', 'gone')),
  errors jsonb not null default '[]',
  mapped_at timestamptz not null default now(),
  unique nulls not distinct (mapping_id, resource, workspace_id, repository_id, stream, unit, key),
  foreign key (workspace_id, repository_id) references repositories (workspace_id, id)
    on update cascade on delete cascade
);
create index mapped_records_outcome on mapped_records (mapping_id, kind, outcome);
-- As many columns as are asked for, so that it is taken before the table has statistics, too.
create index mapped_records_unit on mapped_records (stream, workspace_id, unit, mapping_id, resource, key);

comment on table mapped_records is 'What became of a record by a resource of a mapping.';
comment on column mapped_records.id is 'Surrogate key.';
comment on column mapped_records.mapping_id is 'Mapping.';
comment on column mapped_records.resource is 'Which of its resources, from zero.';
comment on column mapped_records.kind is 'Kind of the resource, such as repository or file.';
comment on column mapped_records.workspace_id is 'Workspace the record is of.';
comment on column mapped_records.repository_id is 'Repository it is of, or is; null for a record of the workspace.';
comment on column mapped_records.stream is 'What is mapped at once: projects, members, repositories and pull_requests one by one, files by repository.';
comment on column mapped_records.unit is 'Key of what is mapped at once, within stream and repository.';
comment on column mapped_records.key is 'Key of the record within that: the same, or a path.';
comment on column mapped_records.outcome is 'mapped; filtered: its query did not take it; errored: an expression failed, and what was known before stays; gone: there is no such record any more, and what it made waits for the guard.';
comment on column mapped_records.errors is 'Field, expression and message of everything that failed.';
comment on column mapped_records.mapped_at is 'When it was mapped last.';

create table entities (
  id bigint generated always as identity primary key,
  uuid uuid not null default gen_random_uuid() unique,
  blueprint_id bigint not null references blueprints on delete cascade,
  identifier text not null check (identifier <> ''),
  title text not null,
  icon text,
  team jsonb,
  properties jsonb not null default '{}',
  calculated jsonb not null default '{}',
  is_stub boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  removed_at timestamptz,
  unique (blueprint_id, identifier)
);
create index entities_by_title on entities (blueprint_id, lower(title), id) where removed_at is null;
create index entities_by_change on entities (blueprint_id, updated_at, id) where removed_at is null;
create index entities_text on entities using gin ((lower(title) || ' ' || lower(identifier)) gin_trgm_ops)
  where removed_at is null;
create index entities_removed on entities (removed_at) where removed_at is not null;
create index entities_properties on entities using gin (properties jsonb_path_ops) where removed_at is null;

comment on table entities is 'The things of the catalogue, as their sources together say.';
comment on column entities.id is 'Surrogate key.';
comment on column entities.uuid is 'Identity for others; outlives every name.';
comment on column entities.blueprint_id is 'Its kind.';
comment on column entities.identifier is 'What its sources call it; unique within its kind.';
comment on column entities.title is 'Name for people; the identifier where nobody gives one.';
comment on column entities.icon is 'Icon; null where nobody gives one.';
comment on column entities.team is 'Team, or teams, as its sources say; null while unknown.';
comment on column entities.properties is 'Properties of its blueprint.';
comment on column entities.calculated is 'Calculation properties of its blueprint, as they were when it changed last.';
comment on column entities.is_stub is 'Whether nothing is known of it but that others refer to it.';
comment on column entities.created_at is 'When it was first heard of.';
comment on column entities.updated_at is 'When something of it changed last.';
comment on column entities.removed_at is 'When it was removed; null while it is there.';

create table entity_sources (
  id bigint generated always as identity primary key,
  entity_id bigint not null references entities on delete cascade,
  origin text not null check (origin in ('hand', 'mapping', 'discovery')),
  mapped_record_id bigint references mapped_records on delete cascade,
  title text,
  icon text,
  team jsonb,
  properties jsonb not null default '{}',
  relations jsonb not null default '{}',
  is_whole boolean not null default false,
  makes_related boolean not null default true,
  updated_at timestamptz not null default now(),
  gone_at timestamptz,
  unique nulls not distinct (entity_id, origin, mapped_record_id),
  check ((origin = 'mapping') = (mapped_record_id is not null))
);
create index entity_sources_record on entity_sources (mapped_record_id) where mapped_record_id is not null;
create index entity_sources_gone on entity_sources (gone_at) where gone_at is not null;

comment on table entity_sources is 'What each source says of an entity. Properties are believed one by one: a person first, then the latest mapping, then a discovery.';
comment on column entity_sources.id is 'Surrogate key.';
comment on column entity_sources.entity_id is 'Entity.';
comment on column entity_sources.origin is 'hand: a person or a program said so; mapping: a record does; discovery: it was registered for a repository.';
comment on column entity_sources.mapped_record_id is 'The record by a mapping; null for others.';
comment on column entity_sources.title is 'Title it gives; null when it gives none.';
comment on column entity_sources.icon is 'Icon it gives; null when it gives none.';
comment on column entity_sources.team is 'Team it gives; null when it gives none.';
comment on column entity_sources.properties is 'Properties it gives; a null among them was said.';
comment on column entity_sources.relations is 'Relations it gives: an identifier, a list of them, what is to be looked for, or null.';
comment on column entity_sources.is_whole is 'Whether what other sources say does not count beside it.';
comment on column entity_sources.makes_related is 'Whether entities are made that it refers to and that are not there.';
comment on column entity_sources.updated_at is 'When it said something else last.';
comment on column entity_sources.gone_at is 'When it stopped saying so; null while it does. It counts until the guard lets it go.';

create table relations (
  entity_id bigint not null references entities on delete cascade,
  name text not null,
  target_identifier text not null,
  target_blueprint_id bigint not null references blueprints on delete cascade,
  target_id bigint references entities on delete set null,
  primary key (entity_id, name, target_identifier)
);
create index relations_target on relations (target_id, name);
create index relations_missing on relations (target_blueprint_id, target_identifier) where target_id is null;

comment on table relations is 'What entities refer to.';
comment on column relations.entity_id is 'Entity that refers.';
comment on column relations.name is 'Relation of its blueprint.';
comment on column relations.target_identifier is 'Identifier of what it refers to.';
comment on column relations.target_blueprint_id is 'Kind of what it refers to.';
comment on column relations.target_id is 'What it refers to; null while there is no such entity.';

create table remaps (
  id bigint generated always as identity primary key,
  cause text not null check (cause in ('mapping', 'blueprint', 'person', 'start')),
  subject text,
  total integer not null,
  started_at timestamptz not null default now(),
  ended_at timestamptz
);
create unique index remaps_one on remaps ((true)) where ended_at is null;

comment on table remaps is 'Mapping everything again from what is stored.';
comment on column remaps.id is 'Surrogate key.';
comment on column remaps.cause is 'mapping or blueprint: one was saved; person: somebody asked for it; start: the catalogue was set up.';
comment on column remaps.subject is 'Name of the mapping or blueprint; null otherwise.';
comment on column remaps.total is 'Keys that it marked.';
comment on column remaps.started_at is 'When it was begun.';
comment on column remaps.ended_at is 'When its last key was dealt with; null while it runs.';

create table removal_decisions (
  id bigint generated always as identity primary key,
  mapping_id bigint not null references mappings on delete cascade,
  kind text not null,
  gone integer not null,
  known integer not null,
  held_at timestamptz not null default now(),
  decided_at timestamptz,
  decision text check (decision in ('remove', 'keep', 'back')),
  decided_by bigint references people on delete set null,
  check ((decided_at is null) = (decision is null))
);
create unique index removal_decisions_open on removal_decisions (mapping_id, kind) where decided_at is null;

comment on table removal_decisions is 'Removals that were too many at once, and what was decided about them.';
comment on column removal_decisions.id is 'Surrogate key.';
comment on column removal_decisions.mapping_id is 'Mapping whose records are gone.';
comment on column removal_decisions.kind is 'Kind of those records.';
comment on column removal_decisions.gone is 'How many of what it made have no record any more.';
comment on column removal_decisions.known is 'Of how many.';
comment on column removal_decisions.held_at is 'When they were first held back.';
comment on column removal_decisions.decided_at is 'When it was decided; null while it is open.';
comment on column removal_decisions.decision is 'remove; keep: they stay as if a person had made them; back: the records came back by themselves.';
comment on column removal_decisions.decided_by is 'Who decided; null while it is open, and when nobody had to.';

create table catalogue_seeds (
  name text primary key,
  seeded_at timestamptz not null default now()
);

comment on table catalogue_seeds is 'What this installation was given to begin with. It is given once: what a person removed does not come back.';
comment on column catalogue_seeds.name is 'What it was.';
comment on column catalogue_seeds.seeded_at is 'When.';

create function mark_records() returns trigger language plpgsql as $$
begin
  insert into dirty (kind, key)
  select distinct 'record', concat_ws(' ', stream, workspace_id, coalesce(repository_id, 0), key) as mark
    from changed where stream in ('projects', 'members', 'repositories', 'pull_requests') order by mark
  on conflict (kind, key) do update set marked_at = dirty.marked_at where false;
  return null;
end
$$;
comment on function mark_records is 'What the catalogue is made of has changed, whoever wrote it: its keys are mapped again.';

create trigger raw_records_new after insert on raw_records
  referencing new table as changed for each statement execute function mark_records();
create trigger raw_records_changed after update on raw_records
  referencing new table as changed for each statement execute function mark_records();
create trigger raw_records_gone after delete on raw_records
  referencing old table as changed for each statement execute function mark_records();

create function mark_repository() returns trigger language plpgsql as $$
begin
  insert into dirty (kind, key)
  select distinct 'record', mark from (
    select concat_ws(' ', stream, workspace_id, repository_id, key) as mark
      from raw_records where repository_id = new.id and stream = 'pull_requests'
    union all
    select unnest(array[
      concat_ws(' ', 'repositories', id, 0, new.uuid), concat_ws(' ', 'files', id, new.id, '')
    ]) from unnest(array[old.workspace_id, new.workspace_id]) as id
  ) as marks order by mark
  on conflict (kind, key) do update set marked_at = dirty.marked_at where false;
  return null;
end
$$;
comment on function mark_repository is 'A repository that is chosen, left out, gone or back takes with it what lies in it.';

create trigger repositories_marked after update of is_chosen, removed_at, workspace_id on repositories
  for each row when ((old.is_chosen, old.removed_at is null, old.workspace_id)
                     is distinct from (new.is_chosen, new.removed_at is null, new.workspace_id))
  execute function mark_repository();

create function mark_files() returns trigger language plpgsql as $$
begin
  insert into dirty (kind, key)
  select distinct 'record', mark
    from (select distinct workspace_id, repository_id from changed) as touched
    join repositories on repositories.workspace_id = touched.workspace_id and repositories.id = repository_id
    cross join lateral unnest(array[
      concat_ws(' ', 'repositories', repositories.workspace_id, 0, uuid),
      concat_ws(' ', 'files', repositories.workspace_id, id, '')
    ]) as mark
   order by mark
  on conflict (kind, key) do update set marked_at = dirty.marked_at where false;
  return null;
end
$$;
comment on function mark_files is 'Files, and the repository that may include them, are mapped again.';

create trigger repository_files_new after insert on repository_files
  referencing new table as changed for each statement execute function mark_files();
create trigger repository_files_changed after update on repository_files
  referencing new table as changed for each statement execute function mark_files();
create trigger repository_files_gone after delete on repository_files
  referencing old table as changed for each statement execute function mark_files();

create function mark_blobs() returns trigger language plpgsql as $$
begin
  insert into dirty (kind, key)
  select distinct 'record', mark
    from (select distinct files.workspace_id, files.repository_id
            from changed join repository_files files
              on files.workspace_id = changed.workspace_id and files.oid = changed.oid) as touched
    join repositories on repositories.workspace_id = touched.workspace_id and repositories.id = repository_id
    cross join lateral unnest(array[
      concat_ws(' ', 'repositories', repositories.workspace_id, 0, uuid),
      concat_ws(' ', 'files', repositories.workspace_id, id, '')
    ]) as mark
   order by mark
  on conflict (kind, key) do update set marked_at = dirty.marked_at where false;
  return null;
end
$$;
comment on function mark_blobs is 'Contents that came later than the list of files are mapped, too.';

create trigger blobs_new after insert on blobs
  referencing new table as changed for each statement execute function mark_blobs();

create function mark_entities() returns trigger language plpgsql as $$
begin
  insert into dirty (kind, key)
  select distinct 'entity', entity_id::text as mark from changed order by mark
  on conflict (kind, key) do update set marked_at = dirty.marked_at where false;
  return null;
end
$$;
comment on function mark_entities is 'An entity is put together again when one of its sources says something else, or goes with a workspace that is removed.';

create trigger entity_sources_new after insert on entity_sources
  referencing new table as changed for each statement execute function mark_entities();
create trigger entity_sources_changed after update on entity_sources
  referencing new table as changed for each statement execute function mark_entities();
create trigger entity_sources_removed after delete on entity_sources
  referencing old table as changed for each statement execute function mark_entities();
