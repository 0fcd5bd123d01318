import { sql } from 'kysely'
import type { Db } from '../../../db/pool.ts'
import { knownEndings, type Languages, languagesOf } from './languages.ts'
import { ofRepositories, repositoriesOf, repositoryUrl } from './repositories.ts'
import { nameOf } from './walk.ts'

interface Commit {
  readonly hash: string
  readonly message: string
  readonly author: string | null
  readonly at: Date
}

interface Release {
  readonly name: string
  readonly hash: string
  /** Null where neither the tag nor its commit says when. */
  readonly at: Date | null
}

interface Contributor {
  readonly name: string
  readonly commits: number
}

interface RepositoryRow {
  readonly workspace_id: string
  readonly id: string
  readonly full_name: string
  readonly name: string
  readonly url: string
  readonly description: string | null
  readonly is_private: boolean | null
  readonly main_branch: string | null
  readonly language: string | null
  readonly updated_on: Date | null
}

export interface RepositoryFacts extends Omit<RepositoryRow, 'workspace_id' | 'id'>, Languages {
  readonly contributors: Contributor[]
  readonly commits: Commit[]
  readonly releases: Release[]
}

/** The repositories of an entity, by name, with what is written in them, by whom, and what came last. */
export async function repositoryFactsOf(db: Db, entityId: string): Promise<RepositoryFacts[]> {
  const { rows } = await sql<RepositoryRow>`
    select r.workspace_id, r.id, w.slug || '/' || r.slug as full_name, r.name, ${repositoryUrl} as url,
           r.description, r.is_private, r.main_branch, nullif(r.language, '') as language, r.updated_on
      from ${repositoriesOf(entityId)} as mine ${ofRepositories}
     order by full_name`.execute(db)
  const found: RepositoryFacts[] = []
  for (const row of rows) found.push(await factsOf(db, row))
  return found
}

async function factsOf(db: Db, row: RepositoryRow): Promise<RepositoryFacts> {
  const { workspace_id, id, ...repository } = row
  return {
    ...{ ...repository, ...(await writtenIn(db, row)) },
    contributors: await contributorsOf(db, row),
    commits: await newestCommits(db, row),
    releases: await newestTags(db, row),
  }
}

type Key = Pick<RepositoryRow, 'workspace_id' | 'id' | 'main_branch'>

async function writtenIn(db: Db, { workspace_id, id }: Key): Promise<Languages> {
  const { rows } = await sql<{ ending: string; bytes: string; files: number; unmeasured: number }>`
    select ending, coalesce(sum(size), 0) as bytes, count(*)::integer as files,
           (count(*) filter (where size is null))::integer as unmeasured
      from (select lower(substring(path from '\\.([^./]+)$')) as ending, size from repository_files
             where workspace_id = ${workspace_id} and repository_id = ${id}) as files
     where ending = any(${[...knownEndings]}) group by ending`.execute(db)
  return languagesOf(rows.map(({ bytes, ...one }) => ({ ...one, bytes: Number(bytes) })))
}

/** Three who made most commits on the main branch within a year; merges are nobody's work. */
async function contributorsOf(db: Db, { workspace_id, id, main_branch }: Key): Promise<Contributor[]> {
  const { rows } = await sql<Contributor>`
    with recursive reached as (
      select target as hash from branches
       where workspace_id = ${workspace_id} and repository_id = ${id} and name = ${main_branch} and removed_at is null
      union
      select unnest(parents) from reached join commits using (hash)
       where workspace_id = ${workspace_id} and repository_id = ${id} and date > now() - interval '1 year')
    select max(${nameOf(sql`author_account_id`, sql`author_raw`)}) as name, count(*)::integer as commits
      from reached join commits using (hash)
     where workspace_id = ${workspace_id} and repository_id = ${id} and date > now() - interval '1 year'
       and cardinality(parents) < 2
     group by coalesce(author_account_id::text, author_email, author_raw)
     order by commits desc, name limit 3`.execute(db)
  return rows
}

async function newestCommits(db: Db, { workspace_id, id }: Key): Promise<Commit[]> {
  const { rows } = await sql<Commit>`
    select hash, split_part(message, E'\n', 1) as message,
           ${nameOf(sql`author_account_id`, sql`author_raw`)} as author, date as at
      from commits where workspace_id = ${workspace_id} and repository_id = ${id} and is_reachable
     order by date desc, hash limit 10`.execute(db)
  return rows
}

async function newestTags(db: Db, { workspace_id, id }: Key): Promise<Release[]> {
  const { rows } = await sql<Release>`
    select name, target as hash, coalesce(tags.date, commits.date) as at
      from tags left join commits
        on commits.workspace_id = ${workspace_id} and commits.repository_id = ${id} and commits.hash = target
     where tags.workspace_id = ${workspace_id} and tags.repository_id = ${id} and removed_at is null
     order by at desc nulls last, name limit 5`.execute(db)
  return rows
}
