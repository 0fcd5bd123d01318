-- What is read below one parent at a time: which parents were read, and as they were when.
create table child_reads (
  workspace_id bigint not null,
  repository_id bigint not null,
  stream text not null,
  parent text not null,
  version text,
  asked_at timestamptz,
  reason text,
  detail text,
  primary key (workspace_id, repository_id, stream, parent),
  foreign key (workspace_id, repository_id) references repositories (workspace_id, id)
    on update cascade on delete cascade
);

comment on table child_reads is 'Parents whose children were read, such as the pull requests whose commits were asked for. One that changed since is read again.';
comment on column child_reads.workspace_id is 'Workspace.';
comment on column child_reads.repository_id is 'Repository.';
comment on column child_reads.stream is 'The stream that reads the children.';
comment on column child_reads.parent is 'Number or uuid of the parent.';
comment on column child_reads.version is 'What the parent was like when its children were read; null while they never were, or may change without it.';
comment on column child_reads.asked_at is 'When they were asked for last, once in a run at most; null when another stream brought them.';
comment on column child_reads.reason is 'Code of the error, when that failed; null when they were read.';
comment on column child_reads.detail is 'The error in words; null when they were read.';

insert into child_reads (workspace_id, repository_id, stream, parent, version)
select workspace_id, repository_id, 'pull_request_history', id, extract(epoch from activity_settled_on)::text
  from pull_requests where activity_settled_on is not null;
alter table pull_requests drop column activity_settled_on;
