import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Answered, useApi } from '../../api.ts'
import { toProblem } from '../../ui/feedback/problem.ts'
import { accountName, nicknameBeside, placesOf } from '../account-list.tsx'
import { useAction } from '../action.ts'
import classes from './add-account.module.css'
import { accountSearchQuery, accountsKey, accountsOffered, type Person } from './queries.ts'

type Found = Answered<'accounts', 'list'>['items'][number]

/** Gives the account that is chosen at once: the toast has the way back. One of somebody else is refused, and says whose. */
export function AddAccount({ person }: { person: Person }) {
  const api = useApi()
  const [typed, setTyped] = useState('')
  const [search] = useDebouncedValue(typed.trim(), 200)
  const found = useQuery({ ...accountSearchQuery(api, search), placeholderData: keepPreviousData })
  const items = found.data?.items ?? []
  const add = useAction<Found>(async (account) => {
    const params = { id: person.id, account: account.id }
    await api.accounts.give({ params })
    return {
      message: `${accountName(account)} belongs to ${person.name} now.`,
      undo: () => api.accounts.takeAway({ params }),
    }
  }, accountsKey)
  const choose = (id: string | null) => {
    const account = items.find((one) => one.id === id)
    if (!account) return
    setTyped('')
    add.mutate(account)
  }
  return (
    <Select
      className={classes.add}
      name="account"
      label="Add an account"
      placeholder="Name or nickname"
      description={
        found.data?.next ? `The first ${accountsOffered} by name; type more of it for others.` : null
      }
      error={found.error && toProblem(found.error).title}
      value={null}
      onChange={choose}
      searchable
      searchValue={typed}
      onSearchChange={setTyped}
      // The server has searched, by nickname too.
      filter={({ options }) => options}
      data={items.map((account) => ({
        value: account.id,
        label: accountName(account),
        disabled: account.person?.id === person.id,
      }))}
      renderOption={({ option }) => <Option account={items.find(({ id }) => id === option.value)} />}
      nothingFoundMessage={found.isPending ? 'Looking for accounts' : 'No account has such a name.'}
    />
  )
}

function Option({ account }: { account: Found | undefined }) {
  if (!account) return null
  const { workspaces, person } = account
  return (
    <div className={classes.option}>
      <div>
        {accountName(account)} <span className={classes.detail}>{nicknameBeside(account)}</span>
      </div>
      <div className={classes.detail}>{placesOf(workspaces)}</div>
      {person && <div className={classes.detail}>Belongs to {person.name}.</div>}
    </div>
  )
}
