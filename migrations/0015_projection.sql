alter table cursors add column projection_version integer not null default 1;
comment on column cursors.projection_version is 'Version of the declared fields that the records it covers were read with; what was read with an older one is read again.';
