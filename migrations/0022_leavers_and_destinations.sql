-- An account that left a workspace is asked for once: no listing says that it was closed.

alter table members add column looked_up_at timestamptz;
comment on column members.looked_up_at is 'When Bitbucket was asked what became of the account that left; null if never.';

-- Bitbucket forgets the fork of a pull request when it is deleted, and says so only when the pull request is read again.
comment on column pull_requests.source_repository_uuid is 'Repository it comes from, which need not be one of ours; null when Bitbucket says that it was deleted. One of ours that was found gone (removed_at) keeps its uuid here.';

-- A pull request that goes elsewhere, or whose destination moved, brings other commits with the same head. All are compared once more.
alter table pull_requests add column compared_with text;
comment on column pull_requests.compared_with is 'Commit of the destination that its commits and size were told against; null while they were not. git only.';
