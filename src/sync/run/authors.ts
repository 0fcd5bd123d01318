import { Type } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'
import { sql } from 'kysely'
import { transaction } from '../../db/pool.ts'
import { withFence } from '../slice.ts'
import { type AnyStream, defineStream } from '../stream.ts'
import { leaseSeconds } from './engine.ts'
import { move } from './progress.ts'
import { itemsOf, type Reader } from './read.ts'

/** As many as Bitbucket takes in one question. */
const perRequest = 90
/** Who joined since may be the author of what nobody was known to have written. */
const askedAgainAfter = 23 * 3600

const Member = Type.Object({
  user: Type.Object({ uuid: Type.String(), email: Type.Optional(Type.String()) }),
})

/** Git knows addresses, the API knows whose they are. Read when the mirrors of the workspace are, and only then. */
export const authorsStream = defineStream({
  name: 'commit_authors',
  doc: 'Whose the addresses in commits are, among the members of the workspace.',
  documentation:
    'https://developer.atlassian.com/cloud/bitbucket/rest/api-group-workspaces/#api-workspaces-workspace-members-get',
  per: 'workspace',
  scopes: ['account'],
  cost: '⌈new addresses / 90⌉',
  tables: ['emails', 'commits'],
  walk: 'all',
  again: 'every-cycle',
  projectionVersion: 1,
  request: ({ workspace, parent }) => ({
    path: `/workspaces/${encodeURIComponent(`{${workspace.uuid}}`)}/members`,
    query: { pagelen: '100', fields: '+values.user.email', q: parent ?? '' },
  }),
  item: Member,
  key: ({ user }) => user.uuid,
  rows: () => ({}),
})

/** False while repositories of the workspace are still read: what they bring would be asked for one by one. */
export async function readAuthors(reader: Reader, stream: AnyStream): Promise<boolean> {
  if (await areRepositoriesOpen(reader)) return false
  const unknown = await collect(reader)
  for (let start = 0; start < unknown.length; start += perRequest)
    await lookUpAll(reader, stream, unknown.slice(start, start + perRequest))
  const changed = await assign(reader)
  const { engine, slice, scene } = reader
  await move(engine.db, scene, slice, stream.name, { changed: { commits: changed } })
  return true
}

async function areRepositoriesOpen({ engine, slice, scene }: Reader): Promise<boolean> {
  const { rows } = await sql`
    select from sync_progress where run_id = ${scene.runId} and workspace_id = ${slice.workspaceId}
       and repository_id is not null and state in ('waiting', 'running') limit 1`.execute(engine.db)
  return rows.length > 0
}

/** The addresses of commits that nobody was asked about of late. */
async function collect({ engine, slice }: Reader): Promise<string[]> {
  return transaction(engine.db, async (tx) => {
    await withFence(tx, slice, leaseSeconds)
    await sql`
      insert into emails (workspace_id, email)
      select ${slice.workspaceId}, email
        from (select author_email from commits where workspace_id = ${slice.workspaceId}
              union select committer_email from commits where workspace_id = ${slice.workspaceId}) as seen (email)
       where email is not null order by email
      on conflict do nothing`.execute(tx)
    const { rows } = await sql<{ email: string }>`
      select email from emails where workspace_id = ${slice.workspaceId} and account_id is null
         and coalesce(looked_up_at < now() - make_interval(secs => ${askedAgainAfter}), true)
       order by email`.execute(tx)
    return rows.map(({ email }) => email)
  })
}

/** A member who has several of the addresses is shown with one: the others are asked for until nobody answers. */
async function lookUpAll(reader: Reader, stream: AnyStream, emails: readonly string[]): Promise<void> {
  let left = emails
  while (left.length > 0) {
    const answered = await lookUp(reader, stream, left)
    if (answered.size === 0) return
    left = left.filter((email) => !answered.has(email))
  }
}

/** The addresses that belong to somebody. */
async function lookUp(
  reader: Reader,
  stream: AnyStream,
  emails: readonly string[],
): Promise<ReadonlySet<string>> {
  const { engine, slice, scene, client, signal } = reader
  const quoted = emails.map((email) => `"${email.replaceAll(/["\\]/g, '\\$&')}"`)
  const place = { ...scene.place, parent: `user.email IN (${quoted.join(', ')})` }
  const { path, query } = stream.request(place, { from: null, to: null })
  const answer = await client.get(path, query, { stream: stream.name, lane: slice.lane, signal })
  const found = itemsOf(stream, answer.body).filter((item) => Value.Check(Member, item))
  await transaction(engine.db, async (tx) => {
    await withFence(tx, slice, leaseSeconds)
    await sql`
      update emails set looked_up_at = now(), account_id = found.id
        from unnest(${[...emails]}::text[]) as asked (email)
        left join (select lower(given.email) as email, accounts.id
                     from unnest(${found.map(({ user }) => user.email ?? '')}::text[],
                                 ${found.map(({ user }) => user.uuid)}::uuid[]) as given (email, uuid)
                     join accounts using (uuid)) as found using (email)
       where emails.workspace_id = ${slice.workspaceId} and emails.email = asked.email`.execute(tx)
  })
  const { requests } = answer
  await move(engine.db, scene, slice, stream.name, { state: 'running', requests, seen: found.length })
  return new Set(found.flatMap(({ user }) => user.email?.toLowerCase() ?? []))
}

/** Gives the commits of a slice that have no account yet the one of their address, as far as it is known. */
export async function assign({ engine, slice }: Pick<Reader, 'engine' | 'slice'>): Promise<number> {
  const { repositoryId } = slice
  return transaction(engine.db, async (tx) => {
    await withFence(tx, slice, leaseSeconds)
    let changed = 0
    for (const side of ['author', 'committer'] as const) {
      const account = sql.ref(`${side}_account_id`)
      const { numAffectedRows } = await sql`
        update commits set ${account} = emails.account_id from emails
         where commits.workspace_id = ${slice.workspaceId}
           and ${repositoryId === null ? sql`true` : sql`commits.repository_id = ${repositoryId}`}
           and emails.workspace_id = commits.workspace_id
           and emails.email = commits.${sql.ref(`${side}_email`)} and emails.account_id is not null
           and commits.${account} is null`.execute(tx)
      changed += Number(numAffectedRows)
    }
    return changed
  })
}
