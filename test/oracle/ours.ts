import { sql } from 'kysely'
import type { Db } from '../../src/db/pool.ts'
import type { Fact } from './fact.ts'

const time = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')`
const uuid = (column: string) => `'{' || ${column} || '}'`
const account = (column: string) => uuid(`(select uuid from accounts where id = ${column})`)

/** Whose content is compared: what is there, and is read. */
const inside = (table: string) =>
  `from ${table} t join repositories r on r.id = t.repository_id and r.removed_at is null`
const repository = `${uuid('r.uuid')} as repository`

/** Bitbucket forgets which fork was deleted, without a word to the pull request; we keep it, and know that it is gone. */
const source = `
  case when not exists (
    select from repositories gone where gone.uuid = t.source_repository_uuid and gone.removed_at is not null)
  then ${uuid('t.source_repository_uuid')} end`

const end = (side: string, full: string) => `
  jsonb_build_object(
    'repository', ${side === 'source' ? source : full},
    'branch', t.${side}_branch, 'commit', coalesce(t.${side}_commit, t.${side}_commit_prefix))`

/** Our tables in the words of the oracle. */
const queries: Readonly<Record<string, string>> = {
  workspaces: `select ${uuid('uuid')} as uuid, slug, name from workspaces where removed_at is null`,
  accounts: `
    select ${uuid('uuid')} as uuid, account_id, display_name, nickname, type as kind from accounts`,
  members: `
    select ${uuid('w.uuid')} as workspace, ${account('t.account_id')} as account
      from members t join workspaces w on w.id = t.workspace_id where t.removed_at is null`,
  projects: `
    select ${uuid('w.uuid')} as workspace, ${uuid('t.uuid')} as uuid, t.key, t.name, t.description, t.is_private
      from projects t join workspaces w on w.id = t.workspace_id where t.removed_at is null`,
  repositories: `
    select ${uuid('w.uuid')} as workspace, ${uuid('t.uuid')} as uuid,
           (select ${uuid('uuid')} from projects where id = t.project_id) as project,
           t.slug, w.slug || '/' || t.slug as full_name, t.name, t.description, t.is_private,
           ${uuid('t.parent_uuid')} as parent, t.main_branch, t.language, t.size, t.has_issues,
           ${time('t.created_on')} as created_on, ${time('t.updated_on')} as updated_on, t.is_empty
      from repositories t join workspaces w on w.id = t.workspace_id where t.removed_at is null`,
  branches: `select ${repository}, t.name, t.target ${inside('branches')} where t.removed_at is null`,
  tags: `
    select ${repository}, t.name, t.target, t.object, t.message, ${time('t.date')} as date
      ${inside('tags')} where t.removed_at is null`,
  commits: `
    select ${repository}, t.hash, t.tree, t.parents, t.author_raw, ${account('t.author_account_id')} as author_account,
           t.committer_raw, ${account('t.committer_account_id')} as committer_account, ${time('t.date')} as date,
           ${time('t.committed_on')} as committed_on, t.message
      ${inside('commits')} where t.is_reachable`,
  files: `select ${repository}, t.path, t.oid, t.mode ${inside('repository_files')}`,
  branch_restrictions: `
    select ${repository}, t.id, t.kind, t.branch_match_kind as match_kind, t.pattern, t.branch_type, t.value,
           (select coalesce(array_agg(${uuid('a.uuid')} order by a.uuid), '{}')
              from accounts a where a.id = any(t.user_account_ids)) as users, t.groups
      ${inside('branch_restrictions')} where t.removed_at is null`,
  pull_requests: `
    select ${repository}, t.id, t.title, t.description, t.state, t.draft, ${account('t.author_account_id')} as author,
           ${end('source', '')} as source, ${end('destination', uuid('r.uuid'))} as destination,
           (select coalesce(array_agg(${uuid('a.uuid')} order by a.uuid), '{}')
              from pull_request_participants p join accounts a on a.id = p.account_id
             where p.workspace_id = t.workspace_id and p.repository_id = t.repository_id
               and p.pull_request_id = t.id and p.role = 'REVIEWER' and p.removed_at is null) as reviewers,
           t.close_source_branch, coalesce(t.merge_commit, t.merge_commit_prefix) as merge_commit,
           ${account('t.closed_by_account_id')} as closed_by, ${time('t.closed_on')} as closed_on, t.reason,
           t.comment_count, t.task_count, ${time('t.created_on')} as created_on,
           ${time('t.updated_on')} as updated_on, ${time('t.first_commit_on')} as first_commit_on, t.head_unreachable
      ${inside('pull_requests')} where t.removed_at is null`,
  participants: `
    select ${repository}, t.pull_request_id as pull_request, ${account('t.account_id')} as account, t.role, t.state,
           t.approved, ${time('t.participated_on')} as participated_on
      ${inside('pull_request_participants')} where t.removed_at is null`,
  activity: `
    select ${repository}, t.pull_request_id as pull_request, t.kind, ${account('t.actor_account_id')} as actor,
           ${time('t.date')} as date, t.comment_id as comment, t.state, t.title, t.draft,
           ${end('source', '')} as source, ${end('destination', uuid('t.destination_repository_uuid'))} as destination
      ${inside('pull_request_activity')} where t.removed_at is null`,
  comments: `
    select ${repository}, t.pull_request_id as pull_request, t.id, ${account('t.author_account_id')} as author,
           t.content, t.deleted, t.parent_id as parent,
           case when t.inline_path is not null then jsonb_build_object('path', t.inline_path, 'from', t.inline_from,
             'to', t.inline_to, 'outdated', t.inline_outdated) end as inline,
           ${account('t.resolved_by_account_id')} as resolved_by, ${time('t.resolved_on')} as resolved_on,
           ${time('t.created_on')} as created_on, ${time('t.updated_on')} as updated_on
      ${inside('pull_request_comments')} where t.removed_at is null`,
  pull_request_commits: `
    select ${repository}, t.pull_request_id as pull_request, t.position, t.hash ${inside('pull_request_commits')}`,
  pull_request_sizes: `
    select ${repository}, t.id as pull_request, t.files_changed as files, t.lines_added, t.lines_removed
      ${inside('pull_requests')} where t.removed_at is null and t.files_changed is not null`,
  pipelines: `
    select ${repository}, ${uuid('t.uuid')} as uuid, t.build_number, ${account('t.creator_account_id')} as creator,
           t.trigger, t.state, t.result, t.commit_hash as commit, t.pull_request_id as pull_request, t.ref_type,
           t.ref_name, ${time('t.created_on')} as created_on, ${time('t.completed_on')} as completed_on,
           t.duration_in_seconds, t.build_seconds_used
      ${inside('pipelines')} where t.removed_at is null`,
  steps: `
    select ${repository}, ${uuid('t.pipeline_uuid')} as pipeline, t.position, ${uuid('t.uuid')} as uuid, t.name,
           t.state, t.result, ${time('t.started_on')} as started_on, ${time('t.completed_on')} as completed_on,
           t.duration_in_seconds
      ${inside('pipeline_steps')}`,
  environments: `
    select ${repository}, ${uuid('t.uuid')} as uuid, t.name, t.slug, t.type, t.rank, t.hidden
      ${inside('environments')} where t.removed_at is null`,
  deployments: `
    select ${repository}, ${uuid('t.uuid')} as uuid, ${uuid('t.environment_uuid')} as environment,
           ${uuid('t.pipeline_uuid')} as pipeline, ${uuid('t.step_uuid')} as step, t.release_name as release,
           t.commit_hash as commit, ${account('t.deployer_account_id')} as deployer, t.state, t.status,
           ${time('t.started_on')} as started_on, ${time('t.completed_on')} as completed_on,
           ${time('t.created_on')} as created_on, ${time('t.last_update_time')} as last_update
      ${inside('deployments')} where t.removed_at is null`,
  issues: `
    select ${repository}, t.id, t.title, t.content, ${account('t.reporter_account_id')} as reporter,
           ${account('t.assignee_account_id')} as assignee, t.state, t.kind, t.priority,
           ${time('t.created_on')} as created_on, ${time('t.updated_on')} as updated_on
      ${inside('issues')} where t.removed_at is null`,
  issue_comments: `
    select ${repository}, t.issue_id as issue, t.id, ${account('t.author_account_id')} as author, t.content,
           ${time('t.created_on')} as created_on
      ${inside('issue_comments')} where t.removed_at is null`,
}

export async function ourFacts(db: Db, entity: string): Promise<Fact[]> {
  const query = queries[entity]
  if (query === undefined) throw new RangeError(`no table of ours is compared with ${entity}`)
  const { rows } = await sql<{ fact: Fact }>`
    select to_jsonb(fact) as fact from (${sql.raw(query)}) as fact`.execute(db)
  const facts = rows.map(({ fact }) => fact)
  return entity === 'activity' ? facts.map(withoutForeign) : facts
}

/** An entry has what its kind has. */
function withoutForeign(fact: Fact): Fact {
  const { repository, pull_request, kind, actor, date, comment } = fact
  const base = { repository, pull_request, kind, actor, date }
  if (kind === 'comment') return { ...base, comment }
  if (kind !== 'update') return base
  const { comment: _, ...update } = fact
  return update
}
