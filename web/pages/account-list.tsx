import type { ReactNode } from 'react'
import type { Answered } from '../api.ts'
import { Status } from '../ui/value/status.tsx'
import { Time } from '../ui/value/time.tsx'
import classes from './account-list.module.css'

export type Account = Answered<'accounts', 'ofPerson'>['items'][number]
type Named = Pick<Account, 'uuid' | 'display_name' | 'nickname'>
type Workspaces = Account['workspaces']

interface AccountListProps {
  readonly label: string
  readonly accounts: readonly Account[]
  /** What can be done to each. */
  readonly action?: (account: Account) => ReactNode
}

/** Bitbucket accounts of one person: what each is called, how that it is theirs is known, and where it is met. */
export function AccountList({ label, accounts, action }: AccountListProps) {
  return (
    <ul className={classes.accounts} aria-label={label}>
      {accounts.map((account) => (
        <li key={account.id} className={classes.account}>
          <div>
            <div className={classes.name}>
              <strong>{accountName(account)}</strong>
              <span className={classes.detail}>{nicknameBeside(account)}</span>
              <AccountState account={account} />
            </div>
            <div className={classes.detail}>
              <HowKnown account={account} />
            </div>
            <div className={classes.detail}>{placesOf(account.workspaces)}</div>
          </div>
          {action?.(account)}
        </li>
      ))}
    </ul>
  )
}

/** Of an account that was closed nothing but its identity is left. */
export function accountName({ display_name, nickname, uuid }: Named): string {
  return display_name ?? nickname ?? uuid
}

/** The nickname, where it says more than the name: Bitbucket makes it of the name until somebody chooses another. */
export function nicknameBeside(account: Named): string | null {
  return account.nickname === accountName(account) ? null : account.nickname
}

/** "Member of harbour (acme) and fjord (nord)." */
export function placesOf(workspaces: Workspaces): string {
  if (workspaces.length === 0) return 'No workspace lists it as a member.'
  const parts = [
    sentence('Member of', workspaces, ({ left_at }) => left_at === null),
    sentence('Has left', workspaces, ({ left_at }) => left_at !== null),
  ]
  return parts.filter((part) => part !== null).join(' ')
}

function sentence(
  start: string,
  workspaces: Workspaces,
  belongs: (workspace: Workspaces[number]) => boolean,
): string | null {
  const places = workspaces
    .filter(belongs)
    .map(({ slug, connection }) => `${slug} (${connection?.alias ?? 'read by no connection'})`)
  return places.length === 0 ? null : `${start} ${new Intl.ListFormat('en-GB').format(places)}.`
}

const types: Readonly<Record<string, string>> = { app_user: 'App', team: 'Team' }

function AccountState({ account: { type, account_status } }: { account: Account }) {
  const word = type === null ? undefined : types[type]
  return (
    <>
      {word && <span className={classes.detail}>{word}</span>}
      {account_status === 'closed' && <Status level="attention">Closed</Status>}
      {account_status === 'inactive' && <Status level="attention">Inactive</Status>}
    </>
  )
}

function HowKnown({ account: { email, given_by, given_at } }: { account: Account }) {
  if (email !== null) return <>Has the address {email}.</>
  return (
    <>
      Given by {given_by} <Time at={given_at} />.
    </>
  )
}
