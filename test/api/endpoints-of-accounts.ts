import { addAccount, addReadWorkspace } from '../accounts.ts'
import type { TestEndpoint } from './endpoints.ts'
import type { TestServer } from './server.ts'

let serial = 0

/** Somebody new, and an account that is nobody's. */
async function unmatched(house: TestServer): Promise<{ id: string; account: string }> {
  serial += 1
  const workspace = await addReadWorkspace(house.database, `identity-${serial}`, `identity-${serial}`)
  const account = await addAccount(house.database, { name: `Committer ${serial}`, workspace })
  return { id: await house.addPerson('viewer'), account }
}

/** How to call each endpoint of accounts so that it succeeds. */
export const ofAccounts: Readonly<Record<string, TestEndpoint['prepare']>> = {
  'accounts.list': async (house) => {
    await unmatched(house)
    return { query: { search: 'Committer', limit: '2' } }
  },
  'accounts.own': async () => ({}),
  'accounts.ofPerson': async (house) => ({ params: { id: (await unmatched(house)).id } }),
  'accounts.give': async (house) => ({ params: await unmatched(house) }),
  'accounts.takeAway': async (house) => {
    const params = await unmatched(house)
    await house.database.pool.query(
      `insert into person_accounts (account_id, person_id, given_by) values ($1, $2, 'Somebody')`,
      [params.account, params.id],
    )
    return { params }
  },
}
