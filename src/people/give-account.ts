import { sql } from 'kysely'
import type { Db } from '../db/pool.ts'
import { Failure } from '../errors.ts'
import { getPersonAccount, ownerOf, type PersonAccount } from './accounts.ts'
import { getPerson, type Person } from './people.ts'

/**
 * Gives an account to a person, whom the caller has locked. One that is theirs stays as it is; one that was taken away
 * from them is known by its address again, where that says so.
 */
export async function giveAccount(
  tx: Db,
  person: Person,
  accountId: string,
  by: string,
): Promise<PersonAccount> {
  const name = await lockAccount(tx, accountId)
  const owner = await ownerOf(tx, accountId)
  if (owner && owner.person_id !== person.id) throw await taken(tx, name, owner.person_id)
  if (!owner) {
    await tx
      .deleteFrom('person_accounts_taken')
      .where('account_id', '=', accountId)
      .where('person_id', '=', person.id)
      .execute()
    if (!(await ownerOf(tx, accountId)))
      await tx
        .insertInto('person_accounts')
        .values({ account_id: accountId, person_id: person.id, given_by: by })
        .execute()
  }
  return getPersonAccount(tx, person.id, accountId)
}

/** Takes an account away from a person, whom the caller has locked; their address does not bring it back. */
export async function takeAccountAway(
  tx: Db,
  person: Person,
  accountId: string,
  by: string,
): Promise<PersonAccount> {
  await lockAccount(tx, accountId)
  const before = await getPersonAccount(tx, person.id, accountId)
  await tx.deleteFrom('person_accounts').where('account_id', '=', accountId).execute()
  // An account without their address is not remembered: there is nothing that could bring it back.
  await sql`
    insert into person_accounts_taken (account_id, person_id, taken_by)
    select distinct account_id, ${person.id}::bigint, ${by} from emails
     where account_id = ${accountId} and email = lower(${person.email})
    on conflict (account_id, person_id) do nothing`.execute(tx)
  return before
}

/** For the audit log. */
export function describeAccount({ uuid, origin, email, ...account }: PersonAccount) {
  return { account: account.display_name ?? account.nickname, uuid, origin, email }
}

/** Of two who give the same account at the same moment the second waits, then sees whose it is. */
async function lockAccount(tx: Db, id: string): Promise<string> {
  const row = await tx
    .selectFrom('accounts')
    .select(['uuid', 'display_name', 'nickname'])
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!row) throw new Failure('not_found', { detail: 'There is no such account.' })
  return row.display_name ?? row.nickname ?? row.uuid
}

async function taken(tx: Db, account: string, ownerId: string): Promise<Failure> {
  const { id, name } = await getPerson(tx, ownerId)
  return new Failure('account_taken', {
    detail: `${account} belongs to ${name}.`,
    data: { person: { id, name } },
  })
}
