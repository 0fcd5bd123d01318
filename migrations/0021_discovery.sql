-- Discovery: the repositories of a workspace that are in no entity yet, and those that were brought into the catalogue.

create table discoveries (
  id bigint generated always as identity primary key,
  workspace_id bigint not null unique references workspaces on delete cascade,
  name text not null check (name <> ''),
  behaviour text not null check (behaviour in ('register_and_merge', 'register', 'merge')),
  kind text not null check (kind <> ''),
  entity_type text,
  ingested_path text not null,
  operator text not null check (operator in ('equals', 'contains')),
  catalogue_path text not null,
  fields text[] not null,
  tags_from text not null check (tags_from in ('project_key', 'none')),
  secondary_kinds text[] not null,
  frequency_minutes integer not null,
  since timestamptz,
  auto_import_since timestamptz,
  suspended_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

comment on table discoveries is 'How the repositories of a workspace are brought into the catalogue; one a workspace.';
comment on column discoveries.id is 'Surrogate key.';
comment on column discoveries.workspace_id is 'Workspace. Whoever reads it is the connection of the discovery.';
comment on column discoveries.name is 'Name for people.';
comment on column discoveries.behaviour is 'register_and_merge; register: always a new entity; merge: only into entities that are there.';
comment on column discoveries.kind is 'Identifier of the blueprint that entities are registered as and looked for among.';
comment on column discoveries.entity_type is 'Type that registered entities get; null where the kind has none, and where nothing is registered.';
comment on column discoveries.ingested_path is 'Which value of a repository is compared.';
comment on column discoveries.operator is 'equals: the same, to the letter; contains: the value of the entity contains that of the repository, in whatever case.';
comment on column discoveries.catalogue_path is 'With which value of an entity: identifier, title, or properties and a name.';
comment on column discoveries.fields is 'Fields of a repository that entities get.';
comment on column discoveries.tags_from is 'project_key: the key of its project is its tag; none: it has no tags.';
comment on column discoveries.secondary_kinds is 'What is wanted of each repository besides: pull_requests, commits. It does not change any more.';
comment on column discoveries.frequency_minutes is 'Minutes between two syncs that were asked for when it was set up.';
comment on column discoveries.since is 'Start that was asked for when it was set up; null when none was.';
comment on column discoveries.auto_import_since is 'What is detected from then on is imported by itself; null when nothing is.';
comment on column discoveries.suspended_at is 'Since when nothing is discovered and nothing of it is updated; null while it works.';
comment on column discoveries.version is 'Raised with every edit; the ETag of the discovery.';
comment on column discoveries.created_at is 'When it was made.';
comment on column discoveries.updated_at is 'When it was edited last.';

create table discovery_events (
  id bigint generated always as identity primary key,
  discovery_id bigint not null references discoveries on delete cascade,
  type text not null check (type in ('sync', 'created', 'edited', 'suspended', 'resumed', 'manual_import', 'auto_import', 'unlinked')),
  status text check (status in ('success', 'partial_success', 'running', 'failed')),
  run_id bigint references sync_runs on delete cascade,
  description text not null,
  only_action text check (only_action in ('register', 'merge')),
  registered integer not null default 0,
  merged integer not null default 0,
  left_out integer not null default 0,
  failed integer not null default 0,
  problems jsonb not null default '[]',
  caused_by text,
  started_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  ended_at timestamptz,
  check ((type = 'sync') = (status is null)),
  check ((type = 'sync') = (run_id is not null))
);
create index discovery_events_newest on discovery_events (discovery_id, id);
create index discovery_events_run on discovery_events (run_id) where run_id is not null;

comment on table discovery_events is 'What happened to a discovery in the last 180 days.';
comment on column discovery_events.id is 'Surrogate key; grows with time.';
comment on column discovery_events.discovery_id is 'Discovery.';
comment on column discovery_events.type is 'sync: its connection was read; created, edited, suspended, resumed; manual_import: a person imported; auto_import: repositories were imported as they were detected; unlinked.';
comment on column discovery_events.status is 'success, partial_success, running or failed; null for a sync, whose run knows.';
comment on column discovery_events.run_id is 'The run of a sync; null for others.';
comment on column discovery_events.description is 'What happened, in a sentence.';
comment on column discovery_events.only_action is 'Action to which an import is confined; null when every one is meant.';
comment on column discovery_events.registered is 'Entities that were registered.';
comment on column discovery_events.merged is 'Repositories that were merged into entities.';
comment on column discovery_events.left_out is 'Repositories that were chosen and did not have the action that was meant.';
comment on column discovery_events.failed is 'Repositories that could not be imported.';
comment on column discovery_events.problems is 'The first twenty of them: repository and message.';
comment on column discovery_events.caused_by is 'Who did it, by name; null when nobody did.';
comment on column discovery_events.started_at is 'When it began.';
comment on column discovery_events.updated_at is 'When something was added to it last.';
comment on column discovery_events.ended_at is 'When it was over; null while it goes on, and for a sync.';

create table discovered (
  repository_id bigint primary key references repositories on delete cascade,
  discovery_id bigint not null references discoveries on delete cascade,
  detected_at timestamptz not null default now(),
  chosen_action text check (chosen_action in ('register', 'merge')),
  chosen_type text,
  chosen_entity_id bigint references entities on delete set null,
  import_event_id bigint references discovery_events on delete set null,
  problem text
);
create index discovered_of on discovered (discovery_id, detected_at, repository_id);
create index discovered_importing on discovered (import_event_id) where import_event_id is not null;

comment on table discovered is 'Repositories that a discovery has detected: chosen for collecting, and there. Which entity fits is looked up when it is asked for.';
comment on column discovered.repository_id is 'Repository.';
comment on column discovered.discovery_id is 'Discovery of its workspace.';
comment on column discovered.detected_at is 'When it was detected first.';
comment on column discovered.chosen_action is 'What a person chose in place of the recommended action; null when nobody did.';
comment on column discovered.chosen_type is 'Type that a person chose for it; null when nobody did.';
comment on column discovered.chosen_entity_id is 'Entity that a person chose in place of the suggested one; null when nobody did.';
comment on column discovered.import_event_id is 'The import it waits for; null while it waits for none.';
comment on column discovered.problem is 'Why its last import failed, or its entity does not follow it; null when neither is so.';

create table discovery_links (
  id bigint generated always as identity primary key,
  discovery_id bigint not null references discoveries on delete cascade,
  repository_id bigint not null references repositories on delete cascade,
  entity_id bigint not null references entities on delete cascade,
  status text not null check (status in ('registered', 'merged')),
  entity_type text,
  ingested jsonb not null,
  imported_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unlinked_at timestamptz
);
create unique index discovery_links_repository on discovery_links (repository_id) where unlinked_at is null;
create unique index discovery_links_entity on discovery_links (discovery_id, entity_id) where unlinked_at is null;
create index discovery_links_of on discovery_links (entity_id);
create index discovery_links_ever on discovery_links (repository_id);

comment on table discovery_links is 'Repositories that are in the catalogue, each with its entity, and those that were.';
comment on column discovery_links.id is 'Surrogate key; grows with time.';
comment on column discovery_links.discovery_id is 'Discovery that imported it.';
comment on column discovery_links.repository_id is 'Repository.';
comment on column discovery_links.entity_id is 'Its entity.';
comment on column discovery_links.status is 'registered: the entity was made for it; merged: it was there.';
comment on column discovery_links.entity_type is 'Type that a registered entity got; null for others.';
comment on column discovery_links.ingested is 'What the entity has of the repository. It stays as it was once they are unlinked.';
comment on column discovery_links.imported_at is 'When it was imported.';
comment on column discovery_links.updated_at is 'When its ingested properties changed last.';
comment on column discovery_links.unlinked_at is 'When updates stopped, by a person or because the entity was removed; null while they belong together.';

create function mark_discovered() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into dirty (kind, key)
    select 'discovery', id::text as mark from changed order by mark
    on conflict (kind, key) do update set marked_at = dirty.marked_at where false;
  else
    insert into dirty (kind, key)
    select 'discovery', changed.id::text as mark
      from changed join former on former.id = changed.id
     where (changed.workspace_id, changed.project_id, changed.slug, changed.name, changed.description, changed.website,
            changed.language, changed.is_private, changed.main_branch, changed.is_chosen, changed.removed_at is null)
           is distinct from
           (former.workspace_id, former.project_id, former.slug, former.name, former.description, former.website,
            former.language, former.is_private, former.main_branch, former.is_chosen, former.removed_at is null)
     order by mark
    on conflict (kind, key) do update set marked_at = dirty.marked_at where false;
  end if;
  return null;
end
$$;
comment on function mark_discovered is 'A repository that is new, or of which something is ingested that changed, is looked at by its discovery.';

create trigger repositories_discovered after insert on repositories
  referencing new table as changed for each statement execute function mark_discovered();
create trigger repositories_discovered_again after update on repositories
  referencing old table as former new table as changed for each statement execute function mark_discovered();

create function mark_discovered_of_project() returns trigger language plpgsql as $$
begin
  insert into dirty (kind, key)
  select 'discovery', id::text as mark from repositories where project_id = new.id order by mark
  on conflict (kind, key) do update set marked_at = dirty.marked_at where false;
  return null;
end
$$;
comment on function mark_discovered_of_project is 'Key and name of a project are ingested with each of its repositories.';

create trigger projects_discovered after update of key, name on projects
  for each row when ((old.key, old.name) is distinct from (new.key, new.name))
  execute function mark_discovered_of_project();

create function mark_discovered_of_workspace() returns trigger language plpgsql as $$
begin
  insert into dirty (kind, key) values ('discovery', 'workspace ' || new.id)
  on conflict (kind, key) do update set marked_at = dirty.marked_at where false;
  return null;
end
$$;
comment on function mark_discovered_of_workspace is 'The name of a workspace stands in the address of each of its repositories.';

create trigger workspaces_discovered after update of slug on workspaces
  for each row when (old.slug is distinct from new.slug)
  execute function mark_discovered_of_workspace();

create function note_discovery_run() returns trigger language plpgsql as $$
begin
  insert into discovery_events (discovery_id, type, run_id, description, started_at)
  select discoveries.id, 'sync', new.id, 'A run reads ' || connections.alias || '.', new.started_at
    from discoveries
    join workspaces on workspaces.id = discoveries.workspace_id
    join connections on connections.id = workspaces.connection_id
   where connections.id = new.connection_id and discoveries.suspended_at is null;
  return null;
end
$$;
comment on function note_discovery_run is 'A run that reads repositories is an event of the discoveries of its connection.';

create trigger sync_runs_noted after insert on sync_runs
  for each row when (new.scope in ('all', 'hot', 'repositories')) execute function note_discovery_run();

create function note_discovery_reader() returns trigger language plpgsql as $$
begin
  insert into discovery_events (discovery_id, type, status, description, ended_at)
  select discoveries.id, 'edited', 'success',
         coalesce('The workspace is read by the connection ' || connections.alias || ' from now on.',
                  'No connection reads the workspace any more.'), now()
    from discoveries left join connections on connections.id = new.connection_id
   where discoveries.workspace_id = new.id;
  return null;
end
$$;
comment on function note_discovery_reader is 'Another connection is another source of the discovery.';

create trigger workspaces_reader_noted after update of connection_id on workspaces
  for each row when (old.connection_id is distinct from new.connection_id)
  execute function note_discovery_reader();

create function unlink_removed() returns trigger language plpgsql as $$
begin
  update discovery_links set unlinked_at = now() where entity_id = new.id and unlinked_at is null;
  return null;
end
$$;
comment on function unlink_removed is 'A repository whose entity was removed is discovered again.';

create trigger entities_unlinked after update of removed_at on entities
  for each row when (old.removed_at is null and new.removed_at is not null)
  execute function unlink_removed();
