-- What Bitbucket holds. Columns have Bitbucket's names; times of its own end in _on as it names them. What lies in a
-- repository is keyed by workspace and repository and then by what Bitbucket calls it there (number, name, hash or
-- uuid): nothing outside of the repository refers to it. A comment says when only one path can know a column: git for
-- the mirror, rest for the API.

create table accounts (
  id bigint generated always as identity primary key,
  uuid uuid not null unique,
  account_id text,
  type text,
  display_name text,
  nickname text,
  account_status text,
  created_on timestamptz
);

comment on table accounts is 'People, apps and teams of Bitbucket, met as members or in records. Never removed: what they did keeps their name.';
comment on column accounts.id is 'Surrogate key.';
comment on column accounts.uuid is 'Identity in Bitbucket.';
comment on column accounts.account_id is 'Identity at Atlassian; null for teams, and for accounts that were closed.';
comment on column accounts.type is 'user, app_user or team; null while only the uuid is known.';
comment on column accounts.display_name is 'Name for people; null while only the uuid is known.';
comment on column accounts.nickname is 'Short name; neither unique nor lasting. Null for apps and teams.';
comment on column accounts.account_status is 'active, inactive or closed; null when no record said so.';
comment on column accounts.created_on is 'When it was made, by Bitbucket; null when no record said so.';

create table members (
  workspace_id bigint not null references workspaces on delete cascade,
  account_id bigint not null,
  permission text,
  added_on timestamptz,
  missing_since timestamptz,
  removed_at timestamptz,
  primary key (workspace_id, account_id)
);

comment on table members is 'Who belongs to a workspace.';
comment on column members.workspace_id is 'Workspace.';
comment on column members.account_id is 'Account.';
comment on column members.permission is 'owner, collaborator or member; null while no listing that says so was read.';
comment on column members.added_on is 'When the account joined; null while no listing that says so was read.';
comment on column members.missing_since is 'When a complete listing first lacked it; the next one that lacks it too removes it.';
comment on column members.removed_at is 'When it was found gone; null while it is there.';

create table emails (
  workspace_id bigint not null references workspaces on delete cascade,
  email text not null,
  account_id bigint,
  looked_up_at timestamptz,
  primary key (workspace_id, email)
);

comment on table emails is 'Addresses seen in commits of a workspace, and the account each belongs to.';
comment on column emails.workspace_id is 'Workspace.';
comment on column emails.email is 'The address, in lower case.';
comment on column emails.account_id is 'Account it belongs to; null when Bitbucket knows none among the members, or was not asked yet.';
comment on column emails.looked_up_at is 'When Bitbucket was asked; null if never.';

create index emails_unknown on emails (workspace_id) where looked_up_at is null;

create table projects (
  id bigint generated always as identity primary key,
  workspace_id bigint not null references workspaces on delete cascade,
  uuid uuid not null unique,
  key text not null,
  name text not null,
  description text,
  is_private boolean,
  created_on timestamptz,
  updated_on timestamptz,
  missing_since timestamptz,
  removed_at timestamptz
);

comment on table projects is 'Projects of a workspace.';
comment on column projects.id is 'Surrogate key.';
comment on column projects.workspace_id is 'Workspace.';
comment on column projects.uuid is 'Identity in Bitbucket.';
comment on column projects.key is 'Its short name; may change.';
comment on column projects.name is 'Its name for people.';
comment on column projects.description is 'What it is about; null while no record said so.';
comment on column projects.is_private is 'Whether it is private; null while no record said so.';
comment on column projects.created_on is 'When it was made, by Bitbucket.';
comment on column projects.updated_on is 'When it was changed last, by Bitbucket.';
comment on column projects.missing_since is 'When a complete listing first lacked it; the next one that lacks it too removes it.';
comment on column projects.removed_at is 'When it was found gone; null while it is there.';

create index projects_workspace on projects (workspace_id, key);

create table repositories (
  id bigint generated always as identity primary key,
  workspace_id bigint not null references workspaces on delete cascade,
  project_id bigint,
  uuid uuid not null unique,
  slug text not null,
  name text not null,
  description text,
  website text,
  language text,
  size bigint,
  is_private boolean,
  is_empty boolean,
  main_branch text,
  fork_policy text,
  parent_uuid uuid,
  owner_account_id bigint,
  has_issues boolean,
  has_wiki boolean,
  created_on timestamptz,
  updated_on timestamptz,
  is_chosen boolean not null default true,
  missing_since timestamptz,
  removed_at timestamptz,
  unique (workspace_id, id)
);

comment on table repositories is 'Repositories of a workspace. One that moves to another workspace keeps its identity and all that is in it.';
comment on column repositories.id is 'Surrogate key.';
comment on column repositories.workspace_id is 'Workspace.';
comment on column repositories.project_id is 'Project it lies in; null while unknown.';
comment on column repositories.uuid is 'Identity in Bitbucket.';
comment on column repositories.slug is 'Its name in addresses; may change, see repository_slugs.';
comment on column repositories.name is 'Its name for people.';
comment on column repositories.description is 'What it is about.';
comment on column repositories.website is 'Address it names.';
comment on column repositories.language is 'Language it declares; empty when it declares none.';
comment on column repositories.size is 'Bytes, by Bitbucket.';
comment on column repositories.is_private is 'Whether it is private.';
comment on column repositories.is_empty is 'Whether it has no commit: it then has no main branch.';
comment on column repositories.main_branch is 'Name of the main branch; null when it is empty.';
comment on column repositories.fork_policy is 'allow_forks, no_public_forks or no_forks.';
comment on column repositories.parent_uuid is 'Repository it was forked from, which need not be one of ours; null when it is no fork or that one is gone.';
comment on column repositories.owner_account_id is 'Account that owns it.';
comment on column repositories.has_issues is 'Whether its issue tracker is on.';
comment on column repositories.has_wiki is 'Whether its wiki is on.';
comment on column repositories.created_on is 'When it was made, by Bitbucket.';
comment on column repositories.updated_on is 'When pushes, merges or settings changed it last, by Bitbucket; reviews do not.';
comment on column repositories.is_chosen is 'Whether the connection collects what is in it.';
comment on column repositories.missing_since is 'When a complete listing first lacked it; the next one that lacks it too removes it.';
comment on column repositories.removed_at is 'When it was found gone; null while it is there.';

create index repositories_slug on repositories (workspace_id, slug);
create index repositories_project on repositories (project_id);

create table repository_slugs (
  repository_id bigint not null references repositories on delete cascade,
  workspace_id bigint not null,
  slug text not null,
  first_seen_at timestamptz not null default now(),
  primary key (repository_id, workspace_id, slug)
);

comment on table repository_slugs is 'Every address a repository was seen under, so that old addresses still lead to it.';
comment on column repository_slugs.repository_id is 'The repository.';
comment on column repository_slugs.workspace_id is 'Workspace it lay in then.';
comment on column repository_slugs.slug is 'The slug.';
comment on column repository_slugs.first_seen_at is 'When it was first seen there.';

create index repository_slugs_slug on repository_slugs (workspace_id, slug);

create function remember_repository_slug() returns trigger language plpgsql as $$
begin
  insert into repository_slugs (repository_id, workspace_id, slug) values (new.id, new.workspace_id, new.slug)
  on conflict do nothing;
  return null;
end
$$;
comment on function remember_repository_slug is 'Keeps the history of addresses, whoever writes the repository.';

create trigger repositories_slug after insert or update of slug, workspace_id on repositories
  for each row execute function remember_repository_slug();

create table branches (
  workspace_id bigint not null,
  repository_id bigint not null,
  name text not null,
  target text not null,
  merge_strategies text[],
  default_merge_strategy text,
  removed_at timestamptz,
  primary key (workspace_id, repository_id, name),
  foreign key (workspace_id, repository_id) references repositories (workspace_id, id)
    on update cascade on delete cascade
);

comment on table branches is 'Branches of a repository.';
comment on column branches.workspace_id is 'Workspace.';
comment on column branches.repository_id is 'Repository.';
comment on column branches.name is 'Name.';
comment on column branches.target is 'Commit it points at, 40 characters.';
comment on column branches.merge_strategies is 'Ways of merging into it that are allowed; rest only.';
comment on column branches.default_merge_strategy is 'The way that is offered first; rest only.';
comment on column branches.removed_at is 'When it was found gone; null while it is there.';

create table tags (
  workspace_id bigint not null,
  repository_id bigint not null,
  name text not null,
  target text not null,
  object text,
  message text,
  date timestamptz,
  tagger_raw text,
  removed_at timestamptz,
  primary key (workspace_id, repository_id, name),
  foreign key (workspace_id, repository_id) references repositories (workspace_id, id)
    on update cascade on delete cascade
);

comment on table tags is 'Tags of a repository.';
comment on column tags.workspace_id is 'Workspace.';
comment on column tags.repository_id is 'Repository.';
comment on column tags.name is 'Name.';
comment on column tags.target is 'Commit tagged, 40 characters.';
comment on column tags.object is 'The tag object; null for a lightweight tag. git only.';
comment on column tags.message is 'Message; null for a lightweight tag.';
comment on column tags.date is 'When it was tagged; null for a lightweight tag.';
comment on column tags.tagger_raw is 'Who tagged, as git has it; null for a lightweight tag.';
comment on column tags.removed_at is 'When it was found gone; null while it is there.';

create table commits (
  workspace_id bigint not null,
  repository_id bigint not null,
  hash text not null,
  parents text[] not null,
  tree text,
  author_raw text not null,
  author_email text generated always as (lower(substring(author_raw from '<([^<>]*)>[^<>]*$'))) stored,
  author_account_id bigint,
  committer_raw text,
  committer_email text generated always as (lower(substring(committer_raw from '<([^<>]*)>[^<>]*$'))) stored,
  committer_account_id bigint,
  date timestamptz not null,
  committed_on timestamptz,
  message text not null,
  is_reachable boolean not null default true,
  primary key (workspace_id, repository_id, hash),
  foreign key (workspace_id, repository_id) references repositories (workspace_id, id)
    on update cascade on delete cascade
);

comment on table commits is 'Commits of a repository.';
comment on column commits.workspace_id is 'Workspace.';
comment on column commits.repository_id is 'Repository.';
comment on column commits.hash is 'Hash, 40 characters.';
comment on column commits.parents is 'Hashes of its parents, in order.';
comment on column commits.tree is 'Hash of its tree; git only.';
comment on column commits.author_raw is 'Who wrote it, as git has it: name and address.';
comment on column commits.author_email is 'The address in author_raw, in lower case.';
comment on column commits.author_account_id is 'Account the address belongs to: by the look-up of addresses (git), or as the record says (rest).';
comment on column commits.committer_raw is 'Who committed it, as git has it; git only.';
comment on column commits.committer_email is 'The address in committer_raw, in lower case; git only.';
comment on column commits.committer_account_id is 'Account the address belongs to; git only.';
comment on column commits.date is 'When it was written.';
comment on column commits.committed_on is 'When it was committed, later than date after a rebase; git only.';
comment on column commits.message is 'Message.';
comment on column commits.is_reachable is 'Whether a branch or tag reaches it; one that is known through a pull request alone is not.';

create index commits_date on commits (workspace_id, repository_id, date);
-- An address that is looked up, and the work of one person.
create index commits_author_email on commits (workspace_id, author_email, date);
create index commits_committer_email on commits (workspace_id, committer_email) where committer_email <> author_email;

create table repository_files (
  workspace_id bigint not null,
  repository_id bigint not null,
  path text not null,
  oid text not null,
  mode text not null,
  size bigint,
  primary key (workspace_id, repository_id, path),
  foreign key (workspace_id, repository_id) references repositories (workspace_id, id)
    on update cascade on delete cascade
);

comment on table repository_files is 'Files of the head of the main branch. A cache of the tree: a path that left it is deleted. git only.';
comment on column repository_files.workspace_id is 'Workspace.';
comment on column repository_files.repository_id is 'Repository.';
comment on column repository_files.path is 'Path from the root.';
comment on column repository_files.oid is 'Hash of the content.';
comment on column repository_files.mode is 'Mode as git writes it.';
comment on column repository_files.size is 'Bytes; null until the content was read.';

create index repository_files_oid on repository_files (workspace_id, oid);

create table blobs (
  workspace_id bigint not null references workspaces on delete cascade,
  oid text not null,
  size bigint not null,
  content bytea,
  primary key (workspace_id, oid)
);

comment on table blobs is 'Contents of files that something asked for, each stored once per workspace. git only.';
comment on column blobs.workspace_id is 'Workspace.';
comment on column blobs.oid is 'Hash of the content.';
comment on column blobs.size is 'Bytes.';
comment on column blobs.content is 'The content; null when it is larger than what is kept.';

create table branch_restrictions (
  workspace_id bigint not null,
  repository_id bigint not null,
  id bigint not null,
  kind text not null,
  branch_match_kind text,
  pattern text,
  branch_type text,
  value integer,
  user_account_ids bigint[] not null,
  groups text[] not null,
  missing_since timestamptz,
  removed_at timestamptz,
  primary key (workspace_id, repository_id, id),
  foreign key (workspace_id, repository_id) references repositories (workspace_id, id)
    on update cascade on delete cascade
);

comment on table branch_restrictions is 'What is forbidden or required on branches.';
comment on column branch_restrictions.workspace_id is 'Workspace.';
comment on column branch_restrictions.repository_id is 'Repository.';
comment on column branch_restrictions.id is 'Number in Bitbucket.';
comment on column branch_restrictions.kind is 'What is restricted or required, such as push or require_approvals_to_merge.';
comment on column branch_restrictions.branch_match_kind is 'glob or branching_model.';
comment on column branch_restrictions.pattern is 'Branches it is for, when matched by glob.';
comment on column branch_restrictions.branch_type is 'Kind of branches it is for, when matched by the branching model.';
comment on column branch_restrictions.value is 'The number that is required; null when the kind has none.';
comment on column branch_restrictions.user_account_ids is 'Accounts that are exempt.';
comment on column branch_restrictions.groups is 'Slugs of the groups that are exempt.';
comment on column branch_restrictions.missing_since is 'When a complete listing first lacked it; the next one that lacks it too removes it.';
comment on column branch_restrictions.removed_at is 'When it was found gone; null while it is there.';

create table pull_requests (
  workspace_id bigint not null,
  repository_id bigint not null,
  id integer not null,
  title text not null,
  description text,
  state text not null,
  draft boolean,
  author_account_id bigint,
  source_repository_uuid uuid,
  source_branch text,
  source_commit_prefix text,
  source_commit text,
  destination_branch text,
  destination_commit_prefix text,
  destination_commit text,
  merge_commit_prefix text,
  merge_commit text,
  close_source_branch boolean,
  closed_by_account_id bigint,
  closed_on timestamptz,
  merged_on timestamptz,
  merged_on_source text,
  reason text,
  comment_count integer,
  task_count integer,
  created_on timestamptz not null,
  updated_on timestamptz not null,
  first_commit_on timestamptz,
  head_unreachable boolean,
  files_changed integer,
  lines_added integer,
  lines_removed integer,
  removed_at timestamptz,
  primary key (workspace_id, repository_id, id),
  check ((merged_on is null) = (merged_on_source is null)),
  check (merged_on_source in ('activity', 'closed_on', 'merge_commit')),
  foreign key (workspace_id, repository_id) references repositories (workspace_id, id)
    on update cascade on delete cascade
);

comment on table pull_requests is 'Pull requests, in the repository they lead to.';
comment on column pull_requests.workspace_id is 'Workspace.';
comment on column pull_requests.repository_id is 'Repository.';
comment on column pull_requests.id is 'Number within the repository.';
comment on column pull_requests.title is 'Title.';
comment on column pull_requests.description is 'Description.';
comment on column pull_requests.state is 'OPEN, MERGED, DECLINED or SUPERSEDED.';
comment on column pull_requests.draft is 'Whether it is a draft; null when the record did not say.';
comment on column pull_requests.author_account_id is 'Author; null when the account is gone.';
comment on column pull_requests.source_repository_uuid is 'Repository it comes from, which need not be one of ours; null when that was deleted.';
comment on column pull_requests.source_branch is 'Branch it comes from.';
comment on column pull_requests.source_commit_prefix is 'Head of the source as Bitbucket shows it, 12 characters; null when the source was deleted.';
comment on column pull_requests.source_commit is 'That commit in full; null when no mirror has it. git only.';
comment on column pull_requests.destination_branch is 'Branch it leads to.';
comment on column pull_requests.destination_commit_prefix is 'Head of the destination as Bitbucket shows it, 12 characters.';
comment on column pull_requests.destination_commit is 'That commit in full; null when no mirror has it. git only.';
comment on column pull_requests.merge_commit_prefix is 'Commit that merged it as Bitbucket shows it, 12 characters; null unless merged.';
comment on column pull_requests.merge_commit is 'That commit in full; null when no mirror has it. git only.';
comment on column pull_requests.close_source_branch is 'Whether merging closes the source branch.';
comment on column pull_requests.closed_by_account_id is 'Who merged or declined it; null while it is open.';
comment on column pull_requests.closed_on is 'When it was closed, by the pull request itself; null while it is open.';
comment on column pull_requests.merged_on is 'When it was merged, by the best source known; null unless merged.';
comment on column pull_requests.merged_on_source is 'Where merged_on is from: activity, closed_on or merge_commit, from best to worst.';
comment on column pull_requests.reason is 'Why it was declined.';
comment on column pull_requests.comment_count is 'Comments that were not deleted.';
comment on column pull_requests.task_count is 'Open tasks.';
comment on column pull_requests.created_on is 'When it was opened.';
comment on column pull_requests.updated_on is 'When it was changed last.';
comment on column pull_requests.first_commit_on is 'When its first commit was written; null when its head cannot be reached. git only.';
comment on column pull_requests.head_unreachable is 'Whether no mirror reaches its head: squashed, rebased, declined or forked, with the branch gone. git only.';
comment on column pull_requests.files_changed is 'Files that differ between merge base and head; null when the head cannot be reached. git only.';
comment on column pull_requests.lines_added is 'Lines added between merge base and head; null when the head cannot be reached. git only.';
comment on column pull_requests.lines_removed is 'Lines removed between merge base and head; null when the head cannot be reached. git only.';
comment on column pull_requests.removed_at is 'When it was found gone; null while it is there.';

-- The walk by time of change, and the list of one author's.
create index pull_requests_updated_on on pull_requests (workspace_id, repository_id, updated_on, id);
create index pull_requests_author on pull_requests (author_account_id, created_on);

create table pull_request_participants (
  workspace_id bigint not null,
  repository_id bigint not null,
  pull_request_id integer not null,
  account_id bigint not null,
  role text not null,
  approved boolean not null,
  state text,
  participated_on timestamptz,
  removed_at timestamptz,
  primary key (workspace_id, repository_id, pull_request_id, account_id),
  foreign key (workspace_id, repository_id) references repositories (workspace_id, id)
    on update cascade on delete cascade
);

comment on table pull_request_participants is 'Reviewers of a pull request and everybody who took part. One the record no longer names is removed.';
comment on column pull_request_participants.workspace_id is 'Workspace.';
comment on column pull_request_participants.repository_id is 'Repository.';
comment on column pull_request_participants.pull_request_id is 'Number of the pull request.';
comment on column pull_request_participants.account_id is 'Account.';
comment on column pull_request_participants.role is 'REVIEWER or PARTICIPANT.';
comment on column pull_request_participants.approved is 'Whether the approval stands.';
comment on column pull_request_participants.state is 'approved or changes_requested; null when neither stands.';
comment on column pull_request_participants.participated_on is 'When the account last took part; null when it has not yet.';
comment on column pull_request_participants.removed_at is 'When it was found gone; null while it is there.';

create index pull_request_participants_account on pull_request_participants (account_id, participated_on);

create table pull_request_activity (
  workspace_id bigint not null,
  repository_id bigint not null,
  pull_request_id integer not null,
  key text not null,
  kind text not null,
  date timestamptz not null,
  actor_account_id bigint,
  comment_id bigint,
  state text,
  title text,
  draft boolean,
  source_repository_uuid uuid,
  source_branch text,
  source_commit_prefix text,
  source_commit text,
  destination_repository_uuid uuid,
  destination_branch text,
  destination_commit_prefix text,
  destination_commit text,
  removed_at timestamptz,
  primary key (workspace_id, repository_id, pull_request_id, key),
  foreign key (workspace_id, repository_id) references repositories (workspace_id, id)
    on update cascade on delete cascade
);

comment on table pull_request_activity is 'What happened to pull requests, as the feed tells it.';
comment on column pull_request_activity.workspace_id is 'Workspace.';
comment on column pull_request_activity.repository_id is 'Repository.';
comment on column pull_request_activity.pull_request_id is 'Number of the pull request.';
comment on column pull_request_activity.key is 'Made of what the entry is, since the feed gives none: kind and comment, or kind, actor, time and ordinal.';
comment on column pull_request_activity.kind is 'update, approval, changes_requested or comment.';
comment on column pull_request_activity.date is 'When.';
comment on column pull_request_activity.actor_account_id is 'Who; null when the account is gone.';
comment on column pull_request_activity.comment_id is 'The comment; null unless it is one.';
comment on column pull_request_activity.state is 'State of the pull request after an update; null otherwise.';
comment on column pull_request_activity.title is 'Title after an update; null otherwise.';
comment on column pull_request_activity.draft is 'Whether it was a draft after an update; null otherwise.';
comment on column pull_request_activity.source_repository_uuid is 'Source repository after an update; null otherwise, or when that was deleted.';
comment on column pull_request_activity.source_branch is 'Source branch after an update; null otherwise.';
comment on column pull_request_activity.source_commit_prefix is 'Source commit after an update, 12 characters; null otherwise.';
comment on column pull_request_activity.source_commit is 'That commit in full; null when no mirror has it. git only.';
comment on column pull_request_activity.destination_repository_uuid is 'Destination repository after an update; null otherwise.';
comment on column pull_request_activity.destination_branch is 'Destination branch after an update; null otherwise.';
comment on column pull_request_activity.destination_commit_prefix is 'Destination commit after an update, 12 characters; null otherwise.';
comment on column pull_request_activity.destination_commit is 'That commit in full; null when no mirror has it. git only.';
comment on column pull_request_activity.removed_at is 'When it was found gone: an approval taken back leaves the feed. Null while it is there.';

create index pull_request_activity_date on pull_request_activity (workspace_id, repository_id, date);

create table pull_request_comments (
  workspace_id bigint not null,
  repository_id bigint not null,
  pull_request_id integer not null,
  id bigint not null,
  author_account_id bigint,
  content text not null,
  deleted boolean not null,
  pending boolean not null default false,
  parent_id bigint,
  inline_path text,
  inline_from integer,
  inline_to integer,
  inline_outdated boolean,
  resolved_by_account_id bigint,
  resolved_on timestamptz,
  created_on timestamptz not null,
  updated_on timestamptz,
  removed_at timestamptz,
  primary key (workspace_id, repository_id, pull_request_id, id),
  foreign key (workspace_id, repository_id) references repositories (workspace_id, id)
    on update cascade on delete cascade
);

comment on table pull_request_comments is 'Comments on pull requests. A deleted one stays as a tombstone without content.';
comment on column pull_request_comments.workspace_id is 'Workspace.';
comment on column pull_request_comments.repository_id is 'Repository.';
comment on column pull_request_comments.pull_request_id is 'Number of the pull request.';
comment on column pull_request_comments.id is 'Number in Bitbucket.';
comment on column pull_request_comments.author_account_id is 'Author; null when the account is gone.';
comment on column pull_request_comments.content is 'Text as written; empty once deleted.';
comment on column pull_request_comments.deleted is 'Whether it was deleted.';
comment on column pull_request_comments.pending is 'Whether it belongs to a review that was not sent yet.';
comment on column pull_request_comments.parent_id is 'Comment it answers; null when it answers none.';
comment on column pull_request_comments.inline_path is 'File it stands at; null when it stands at none.';
comment on column pull_request_comments.inline_from is 'Line of the old file; null when it stands at none.';
comment on column pull_request_comments.inline_to is 'Line of the new file; null when it stands at none.';
comment on column pull_request_comments.inline_outdated is 'Whether the line has changed since; null when it stands at no file or the record did not say.';
comment on column pull_request_comments.resolved_by_account_id is 'Who resolved it; null while nobody did.';
comment on column pull_request_comments.resolved_on is 'When it was resolved; null while nobody did.';
comment on column pull_request_comments.created_on is 'When it was written.';
comment on column pull_request_comments.updated_on is 'When it was edited last.';
comment on column pull_request_comments.removed_at is 'When it was found gone; null while it is there.';

create table pull_request_commits (
  workspace_id bigint not null,
  repository_id bigint not null,
  pull_request_id integer not null,
  hash text not null,
  position integer not null,
  primary key (workspace_id, repository_id, pull_request_id, hash),
  foreign key (workspace_id, repository_id) references repositories (workspace_id, id)
    on update cascade on delete cascade
);

comment on table pull_request_commits is 'Commits of a pull request. Known from git when a mirror reaches its head, from rest when the deep lane read it. One it no longer has is deleted.';
comment on column pull_request_commits.workspace_id is 'Workspace.';
comment on column pull_request_commits.repository_id is 'Repository.';
comment on column pull_request_commits.pull_request_id is 'Number of the pull request.';
comment on column pull_request_commits.hash is 'Hash, 40 characters.';
comment on column pull_request_commits.position is '0 for the newest.';

create index pull_request_commits_hash on pull_request_commits (workspace_id, repository_id, hash);

create table pipelines (
  workspace_id bigint not null,
  repository_id bigint not null,
  uuid uuid not null,
  build_number integer not null,
  run_number integer,
  creator_account_id bigint,
  trigger text,
  state text not null,
  stage text,
  result text,
  ref_type text,
  ref_name text,
  commit_hash text,
  pull_request_id integer,
  selector_type text,
  selector_pattern text,
  created_on timestamptz not null,
  completed_on timestamptz,
  duration_in_seconds integer,
  build_seconds_used integer,
  removed_at timestamptz,
  primary key (workspace_id, repository_id, uuid),
  foreign key (workspace_id, repository_id) references repositories (workspace_id, id)
    on update cascade on delete cascade
);

comment on table pipelines is 'Runs of Bitbucket Pipelines.';
comment on column pipelines.workspace_id is 'Workspace.';
comment on column pipelines.repository_id is 'Repository.';
comment on column pipelines.uuid is 'Identity in Bitbucket.';
comment on column pipelines.build_number is 'Number within the repository.';
comment on column pipelines.run_number is 'How often it was run.';
comment on column pipelines.creator_account_id is 'Who caused it; null when the account is gone.';
comment on column pipelines.trigger is 'PUSH, MANUAL or SCHEDULE.';
comment on column pipelines.state is 'PENDING, IN_PROGRESS or COMPLETED.';
comment on column pipelines.stage is 'RUNNING, PAUSED or HALTED; null unless in progress.';
comment on column pipelines.result is 'SUCCESSFUL, FAILED, STOPPED, ERROR or EXPIRED; null unless completed.';
comment on column pipelines.ref_type is 'branch or tag; null when it ran for a commit or pull request.';
comment on column pipelines.ref_name is 'The branch or tag; null when it ran for a commit or pull request.';
comment on column pipelines.commit_hash is 'Commit it ran for, 40 characters.';
comment on column pipelines.pull_request_id is 'Pull request it ran for; null when it ran for none.';
comment on column pipelines.selector_type is 'Which section of the configuration it ran: default, branches, tags, pull-requests or custom.';
comment on column pipelines.selector_pattern is 'The entry of that section; null when it has none.';
comment on column pipelines.created_on is 'When it was created.';
comment on column pipelines.completed_on is 'When it ended; null while it runs.';
comment on column pipelines.duration_in_seconds is 'Seconds it took.';
comment on column pipelines.build_seconds_used is 'Seconds of build time it was charged.';
comment on column pipelines.removed_at is 'When it was found gone; null while it is there.';

create index pipelines_created_on on pipelines (workspace_id, repository_id, created_on);
create index pipelines_commit on pipelines (workspace_id, repository_id, commit_hash);

create table pipeline_steps (
  workspace_id bigint not null,
  repository_id bigint not null,
  pipeline_uuid uuid not null,
  uuid uuid not null,
  position integer not null,
  name text,
  run_number integer,
  trigger text,
  state text not null,
  result text,
  started_on timestamptz,
  completed_on timestamptz,
  duration_in_seconds integer,
  build_seconds_used integer,
  max_time integer,
  primary key (workspace_id, repository_id, pipeline_uuid, uuid),
  foreign key (workspace_id, repository_id) references repositories (workspace_id, id)
    on update cascade on delete cascade
);

comment on table pipeline_steps is 'Steps of pipelines. Scripts, images and variables are not kept: they have carried passwords.';
comment on column pipeline_steps.workspace_id is 'Workspace.';
comment on column pipeline_steps.repository_id is 'Repository.';
comment on column pipeline_steps.pipeline_uuid is 'Pipeline.';
comment on column pipeline_steps.uuid is 'Identity in Bitbucket.';
comment on column pipeline_steps.position is 'Place within the pipeline, from 0.';
comment on column pipeline_steps.name is 'Name.';
comment on column pipeline_steps.run_number is 'How often it was run.';
comment on column pipeline_steps.trigger is 'automatic or manual; null when the record did not say.';
comment on column pipeline_steps.state is 'PENDING, IN_PROGRESS or COMPLETED.';
comment on column pipeline_steps.result is 'SUCCESSFUL, FAILED, STOPPED, ERROR or NOT_RUN; null unless completed.';
comment on column pipeline_steps.started_on is 'When it started; null before.';
comment on column pipeline_steps.completed_on is 'When it ended; null before.';
comment on column pipeline_steps.duration_in_seconds is 'Seconds it took.';
comment on column pipeline_steps.build_seconds_used is 'Seconds of build time it was charged.';
comment on column pipeline_steps.max_time is 'Minutes after which it is stopped.';

create table environments (
  workspace_id bigint not null,
  repository_id bigint not null,
  uuid uuid not null,
  name text not null,
  slug text,
  type text,
  rank integer,
  hidden boolean,
  lock text,
  admin_only boolean,
  missing_since timestamptz,
  removed_at timestamptz,
  primary key (workspace_id, repository_id, uuid),
  foreign key (workspace_id, repository_id) references repositories (workspace_id, id)
    on update cascade on delete cascade
);

comment on table environments is 'Where a repository deploys to.';
comment on column environments.workspace_id is 'Workspace.';
comment on column environments.repository_id is 'Repository.';
comment on column environments.uuid is 'Identity in Bitbucket.';
comment on column environments.name is 'Name.';
comment on column environments.slug is 'Name in addresses.';
comment on column environments.type is 'Test, Staging or Production.';
comment on column environments.rank is 'Order in which they are shown.';
comment on column environments.hidden is 'Whether it is hidden.';
comment on column environments.lock is 'OPEN or LOCKED; null when the record did not say.';
comment on column environments.admin_only is 'Whether administrators alone may deploy to it.';
comment on column environments.missing_since is 'When a complete listing first lacked it; the next one that lacks it too removes it.';
comment on column environments.removed_at is 'When it was found gone; null while it is there.';

create table deployments (
  workspace_id bigint not null,
  repository_id bigint not null,
  uuid uuid not null,
  environment_uuid uuid,
  pipeline_uuid uuid,
  step_uuid uuid,
  key text,
  release_uuid uuid,
  release_name text,
  commit_hash text,
  deployer_account_id bigint,
  state text not null,
  status text,
  version integer,
  started_on timestamptz,
  completed_on timestamptz,
  created_on timestamptz,
  last_update_time timestamptz,
  removed_at timestamptz,
  primary key (workspace_id, repository_id, uuid),
  foreign key (workspace_id, repository_id) references repositories (workspace_id, id)
    on update cascade on delete cascade
);

comment on table deployments is 'Deployments by pipelines.';
comment on column deployments.workspace_id is 'Workspace.';
comment on column deployments.repository_id is 'Repository.';
comment on column deployments.uuid is 'Identity in Bitbucket.';
comment on column deployments.environment_uuid is 'Environment; it may have been deleted since.';
comment on column deployments.pipeline_uuid is 'Pipeline that deployed.';
comment on column deployments.step_uuid is 'Step that deployed.';
comment on column deployments.key is 'Key in Bitbucket.';
comment on column deployments.release_uuid is 'The release.';
comment on column deployments.release_name is 'Name of the release: # and the number of the build.';
comment on column deployments.commit_hash is 'Commit deployed, 40 characters.';
comment on column deployments.deployer_account_id is 'Who deployed; null before it started or when the record did not say.';
comment on column deployments.state is 'UNDEPLOYED, IN_PROGRESS or COMPLETED.';
comment on column deployments.status is 'SUCCESSFUL, FAILED or STOPPED; null unless completed.';
comment on column deployments.version is 'Raised by Bitbucket with every change.';
comment on column deployments.started_on is 'When it started; null before.';
comment on column deployments.completed_on is 'When it ended; null before.';
comment on column deployments.created_on is 'When its release was created.';
comment on column deployments.last_update_time is 'When it was changed last.';
comment on column deployments.removed_at is 'When it was found gone; null while it is there.';

create index deployments_environment on deployments (workspace_id, repository_id, environment_uuid, created_on);

create table issues (
  workspace_id bigint not null,
  repository_id bigint not null,
  id integer not null,
  title text not null,
  content text,
  reporter_account_id bigint,
  assignee_account_id bigint,
  state text not null,
  kind text,
  priority text,
  votes integer,
  watches integer,
  created_on timestamptz not null,
  updated_on timestamptz,
  edited_on timestamptz,
  removed_at timestamptz,
  primary key (workspace_id, repository_id, id),
  foreign key (workspace_id, repository_id) references repositories (workspace_id, id)
    on update cascade on delete cascade
);

comment on table issues is 'Issues of the tracker that Bitbucket had.';
comment on column issues.workspace_id is 'Workspace.';
comment on column issues.repository_id is 'Repository.';
comment on column issues.id is 'Number within the repository.';
comment on column issues.title is 'Title.';
comment on column issues.content is 'Text as written.';
comment on column issues.reporter_account_id is 'Who reported it; null when the account is gone.';
comment on column issues.assignee_account_id is 'Who works on it; null when nobody does.';
comment on column issues.state is 'State.';
comment on column issues.kind is 'bug, enhancement, proposal or task.';
comment on column issues.priority is 'trivial, minor, major, critical or blocker.';
comment on column issues.votes is 'Votes.';
comment on column issues.watches is 'Watchers.';
comment on column issues.created_on is 'When it was reported.';
comment on column issues.updated_on is 'When it was changed last.';
comment on column issues.edited_on is 'When its text was edited last; null if never.';
comment on column issues.removed_at is 'When it was found gone; null while it is there.';

create index issues_updated_on on issues (workspace_id, repository_id, updated_on, id);

create table issue_comments (
  workspace_id bigint not null,
  repository_id bigint not null,
  issue_id integer not null,
  id bigint not null,
  author_account_id bigint,
  content text not null,
  created_on timestamptz not null,
  updated_on timestamptz,
  removed_at timestamptz,
  primary key (workspace_id, repository_id, issue_id, id),
  foreign key (workspace_id, repository_id) references repositories (workspace_id, id)
    on update cascade on delete cascade
);

comment on table issue_comments is 'Comments on issues.';
comment on column issue_comments.workspace_id is 'Workspace.';
comment on column issue_comments.repository_id is 'Repository.';
comment on column issue_comments.issue_id is 'Number of the issue.';
comment on column issue_comments.id is 'Number in Bitbucket.';
comment on column issue_comments.author_account_id is 'Author; null when the account is gone.';
comment on column issue_comments.content is 'Text as written; empty for one that only records a change of state.';
comment on column issue_comments.created_on is 'When it was written.';
comment on column issue_comments.updated_on is 'When it was edited last; null if never.';
comment on column issue_comments.removed_at is 'When it was found gone; null while it is there.';
