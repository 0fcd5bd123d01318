-- A comment that is edited or resolved, and an approval that is taken back, move nothing to the top of the feed: a pull
-- request that changed after its activity was read is read again by itself.
alter table pull_requests add column activity_settled_on timestamptz;
comment on column pull_requests.activity_settled_on is 'The updated_on up to which its activity is known; null until the feed was first read.';
