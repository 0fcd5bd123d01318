-- Whether a repository changed since is told by its own clock: that of the source and ours need not agree.
alter table cursors add column source_changed_on timestamptz;
comment on column cursors.source_changed_on is 'When the repository had changed last, by the source, as the stream was last read to its end; null when it was not known.';
