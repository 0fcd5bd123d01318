-- Where files come one by one, git's name and mode of those that are not read are unknown.
alter table repository_files
  alter column oid drop not null,
  alter column mode drop not null;

comment on table repository_files is 'Files of the head of the main branch. A cache of the tree: a path that left it is deleted. With git, or where files are read one by one.';
comment on column repository_files.oid is 'Hash of the content; null where files are read one by one, for those that are not.';
comment on column repository_files.mode is 'Mode as git writes it, such as 100644; null where files are read one by one.';
comment on table blobs is 'Contents of files that something asked for, each stored once per workspace.';
