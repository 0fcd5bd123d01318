import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../api.ts'
import { useCan, useSession } from '../../session.ts'
import { EmptyState } from '../../ui/feedback/empty-state.tsx'
import { ErrorState } from '../../ui/feedback/error-state.tsx'
import { Loading, TableSkeleton } from '../../ui/feedback/skeletons.tsx'
import { AccountList } from '../account-list.tsx'
import { guide } from '../guide.ts'
import { accountsKey } from '../people/queries.ts'
import { Section } from '../section.tsx'

/** One's own, to look at: whoever may edit identities gives them and takes them away, under People. */
export function BitbucketAccounts() {
  const api = useApi()
  const { person } = useSession()
  const mayEdit = useCan()('identity:edit')
  const accounts = useQuery({
    queryKey: [...accountsKey, 'own'],
    queryFn: async ({ signal }) => (await api.accounts.own({ signal })).data.items,
  })
  return (
    <Section
      title="Bitbucket accounts"
      doc={
        mayEdit
          ? 'One that is not yours, or is missing? Take it away or add it under People.'
          : 'One that is not yours, or is missing? Tell an editor or an administrator.'
      }
    >
      {accounts.error && <ErrorState error={accounts.error} onRetry={() => void accounts.refetch()} />}
      {accounts.isPending && (
        <Loading label="Loading your Bitbucket accounts">
          <TableSkeleton rows={2} />
        </Loading>
      )}
      {accounts.data?.length === 0 && (
        <EmptyState guide={guide('operate', 'How accounts are found')}>
          No account of yours is known. One is found when a commit has the address {person.email} and
          Bitbucket says whose it is.
        </EmptyState>
      )}
      {accounts.data && accounts.data.length > 0 && (
        <AccountList label="Your Bitbucket accounts" accounts={accounts.data} />
      )}
    </Section>
  )
}
