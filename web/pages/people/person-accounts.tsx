import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../api.ts'
import { useCan } from '../../session.ts'
import { EmptyState } from '../../ui/feedback/empty-state.tsx'
import { ErrorState } from '../../ui/feedback/error-state.tsx'
import { Loading, TableSkeleton } from '../../ui/feedback/skeletons.tsx'
import { type Account, AccountList, accountName } from '../account-list.tsx'
import { useAction } from '../action.ts'
import { guide } from '../guide.ts'
import { Section } from '../section.tsx'
import { AddAccount } from './add-account.tsx'
import { accountsKey, accountsQuery, type Person } from './queries.ts'

/** What Bitbucket calls a person, on whichever connection. */
export function PersonAccounts({ person }: { person: Person }) {
  const accounts = useQuery(accountsQuery(useApi(), person.id))
  const mayEdit = useCan()('identity:edit')
  return (
    <Section
      title="Bitbucket accounts"
      doc="Whichever connections they were met through. Each belongs to one person at most."
    >
      {accounts.error && <ErrorState error={accounts.error} onRetry={() => void accounts.refetch()} />}
      {accounts.isPending && (
        <Loading label="Loading the Bitbucket accounts">
          <TableSkeleton rows={2} columns={2} />
        </Loading>
      )}
      {accounts.data?.length === 0 && (
        <EmptyState guide={guide('operate', 'How accounts are found')}>
          No account is known. One is found when a commit has the address {person.email} and Bitbucket says
          whose it is.
        </EmptyState>
      )}
      {accounts.data && accounts.data.length > 0 && (
        <AccountList
          label={`Bitbucket accounts of ${person.name}`}
          accounts={accounts.data}
          action={(account) => mayEdit && <TakeAway person={person} account={account} />}
        />
      )}
      {mayEdit && <AddAccount person={person} />}
    </Section>
  )
}

function TakeAway({ person, account }: { person: Person; account: Account }) {
  const api = useApi()
  const params = { id: person.id, account: account.id }
  const name = accountName(account)
  const takeAway = useAction(async () => {
    await api.accounts.takeAway({ params })
    return {
      message: `${name} does not belong to ${person.name} any more.`,
      undo: () => api.accounts.give({ params }),
    }
  }, accountsKey)
  return (
    <Button
      variant="subtle"
      size="compact-sm"
      aria-label={`Take away ${name}`}
      loading={takeAway.isPending}
      onClick={() => takeAway.mutate()}
    >
      Take away
    </Button>
  )
}
