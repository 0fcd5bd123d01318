import { type RawBuilder, sql } from 'kysely'
import { keyset, type Place } from '../db/keyset.ts'
import type { Db } from '../db/pool.ts'
import { Failure } from '../errors.ts'
import { containing } from './search.ts'

/** Where an account is met: a workspace it is or was a member of, and the connection that reads it. */
interface Meeting {
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly connection: { readonly id: string; readonly alias: string } | null
  /** As PostgreSQL writes a time in JSON; null while it is a member. */
  readonly left_at: string | null
}

/** What Bitbucket calls somebody. */
export interface Account {
  readonly id: string
  readonly uuid: string
  readonly display_name: string | null
  readonly nickname: string | null
  readonly type: string | null
  readonly account_status: string | null
  readonly workspaces: readonly Meeting[]
}

interface Owned {
  readonly person_id: string
  readonly origin: 'email' | 'hand'
  /** The address that says so; null when somebody said it by hand. */
  readonly email: string | null
  readonly given_by: string | null
  readonly given_at: Date | null
}

/** An account that belongs to a person, and how that is known. */
export type PersonAccount = Account & Owned

interface FoundAccount extends Account {
  /** Whose it is; null while it is nobody's. */
  readonly person: { readonly id: string; readonly name: string } | null
  readonly sort_value: string | null
}

/**
 * Whose the accounts are. What was said by hand outweighs addresses. One with the addresses of several people is nobody's
 * until somebody says by hand whose it is: a guess would be wrong half of the time, and nobody would notice.
 */
const ownersOf = (accounts: RawBuilder<unknown>) => sql`
  select given.account_id, given.person_id, 'hand' as origin, null as email, given.given_by, given.given_at
    from person_accounts as given where given.account_id in (${accounts})
  union all
  select emails.account_id, min(people.id), 'email', min(emails.email), null, null
    from emails join people on lower(people.email) = emails.email
   where emails.account_id in (${accounts})
     and not exists (select from person_accounts as given where given.account_id = emails.account_id)
     and not exists (select from person_accounts_taken as taken
                      where taken.account_id = emails.account_id and taken.person_id = people.id)
   group by emails.account_id having count(distinct people.id) = 1`

const accountColumns = sql`
  accounts.id, accounts.uuid, accounts.display_name, accounts.nickname, accounts.type, accounts.account_status,
  array(select jsonb_build_object('id', workspaces.id::text, 'slug', workspaces.slug, 'name', workspaces.name,
                                  'connection', case when connections.id is not null then
                                    jsonb_build_object('id', connections.id::text, 'alias', connections.alias) end,
                                  'left_at', members.removed_at)
          from members join workspaces on workspaces.id = members.workspace_id
          left join connections on connections.id = workspaces.connection_id
         where members.account_id = accounts.id
         order by connections.alias nulls last, workspaces.slug) as workspaces`

const nameColumn = sql`lower(coalesce(accounts.display_name, accounts.nickname))`

/** The accounts of a person, of all connections together, by name. */
export async function listPersonAccounts(db: Db, personId: string): Promise<readonly PersonAccount[]> {
  const asked = sql`
    select account_id from person_accounts where person_id = ${personId}
    union
    select emails.account_id from people join emails on emails.email = lower(people.email)
     where people.id = ${personId} and emails.account_id is not null`
  const { rows } = await sql<PersonAccount>`
    with asked as materialized (${asked}), owners as (${ownersOf(sql`select account_id from asked`)})
    select ${accountColumns}, owners.person_id, owners.origin, owners.email, owners.given_by, owners.given_at
      from owners join accounts on accounts.id = owners.account_id
     where owners.person_id = ${personId} order by ${nameColumn} nulls last, accounts.id`.execute(db)
  return rows
}

/** Accounts in order of their names, behind a place in it, each with whose it is. */
export async function listAccounts(
  db: Db,
  search: string | undefined,
  place: Place | undefined,
  limit: number,
): Promise<readonly FoundAccount[]> {
  const pattern = containing(search ?? '')
  const named = sql`(accounts.display_name ilike ${pattern} or accounts.nickname ilike ${pattern})`
  const columns = { name: { value: nameColumn, type: 'text' } } as const
  const { value, orderBy, behind } = keyset(columns, 'name', sql`accounts.id`)
  const { rows } = await sql<FoundAccount>`
    with found as materialized (
      select accounts.*, ${value} as sort_value from accounts
       where ${search === undefined ? sql`true` : named} and ${behind(place)} order by ${orderBy} limit ${limit}),
    owners as (${ownersOf(sql`select id from found`)})
    select ${accountColumns}, accounts.sort_value,
           case when people.id is not null then jsonb_build_object('id', people.id::text, 'name', people.name) end as person
      from found as accounts left join owners on owners.account_id = accounts.id
      left join people on people.id = owners.person_id
     order by ${orderBy}`.execute(db)
  return rows
}

/** Whose an account is, and how that is known; undefined while it is nobody's. */
export async function ownerOf(db: Db, accountId: string): Promise<Owned | undefined> {
  const { rows } = await sql<Owned>`${ownersOf(sql`select ${accountId}::bigint`)}`.execute(db)
  return rows[0]
}

/** An account of the person; one that is somebody else's, or nobody's, is not there. */
export async function getPersonAccount(db: Db, personId: string, accountId: string): Promise<PersonAccount> {
  const account = (await listPersonAccounts(db, personId)).find(({ id }) => id === accountId)
  if (!account) throw new Failure('not_found', { detail: 'The account does not belong to this person.' })
  return account
}
