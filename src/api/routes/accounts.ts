import { type Account, listAccounts, listPersonAccounts, type PersonAccount } from '../../people/accounts.ts'
import { actorOf } from '../../people/audit.ts'
import { describeAccount, giveAccount, takeAccountAway } from '../../people/give-account.ts'
import { getPerson, lockPerson, subjectOf } from '../../people/people.ts'
import { accounts as resource } from '../contract/accounts.ts'
import { byValue, page, readCursor } from '../cursor.ts'
import { implement } from './route.ts'

export const accounts = implement(resource, {
  list: async ({ db, query }) => {
    const { cursor, limit = 50, search } = query
    const rows = await listAccounts(db, search, readCursor('accounts', byValue, cursor), limit + 1)
    return page('accounts', rows, {
      limit,
      place: (row) => [row.sort_value, row.id],
      item: (row) => ({ ...toAnswer(row), person: row.person }),
    })
  },

  own: async ({ db, caller }) => ({
    items: (await listPersonAccounts(db, caller.person.id)).map(ownedToAnswer),
  }),

  ofPerson: async ({ db, params }) => {
    const { id } = await getPerson(db, params.id)
    return { items: (await listPersonAccounts(db, id)).map(ownedToAnswer) }
  },

  give: async ({ params, caller, change }) =>
    change(async (tx) => {
      const person = await lockPerson(tx, params.id)
      const account = await giveAccount(tx, person, params.account, actorOf(caller).name)
      return { answer: ownedToAnswer(account), subject: subjectOf(person), after: describeAccount(account) }
    }),

  takeAway: async ({ params, caller, change }) =>
    change(async (tx) => {
      const person = await lockPerson(tx, params.id)
      const account = await takeAccountAway(tx, person, params.account, actorOf(caller).name)
      return { answer: undefined, subject: subjectOf(person), before: describeAccount(account) }
    }),
})

function toAnswer({ id, uuid, display_name, nickname, type, account_status, workspaces }: Account) {
  return {
    ...{ id, uuid, display_name, nickname, type, account_status },
    workspaces: workspaces.map(({ left_at, ...workspace }) => ({
      ...workspace,
      left_at: left_at === null ? null : new Date(left_at).toISOString(),
    })),
  }
}

function ownedToAnswer(account: PersonAccount) {
  const { origin, email, given_by, given_at } = account
  return { ...toAnswer(account), origin, email, given_by, given_at: given_at?.toISOString() ?? null }
}
