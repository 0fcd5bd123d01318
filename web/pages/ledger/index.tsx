import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../api.ts'
import { EmptyState } from '../../ui/feedback/empty-state.tsx'
import { ErrorState } from '../../ui/feedback/error-state.tsx'
import { Loading, TableSkeleton } from '../../ui/feedback/skeletons.tsx'
import { FilterBar } from '../../ui/layout/filter-bar.tsx'
import { PageHeader } from '../../ui/layout/page-header.tsx'
import { useConnectionChoices } from '../connection-column.tsx'
import { ButtonLink } from '../links.tsx'
import { useView } from '../view.ts'
import { Account } from './account.tsx'
import { page } from './page.ts'
import { type Account as AccountOf, type Ledger, ledgerQuery } from './queries.ts'
import { Spenders } from './spenders.tsx'
import { sentenceOf, titleOf } from './words.ts'

export function Page() {
  const { connection } = useView(page)
  const { data: ledger, error, isPending, refetch } = useQuery(ledgerQuery(useApi(), connection))
  const options = useConnectionChoices()
  return (
    <>
      <PageHeader
        title={page.title}
        state={ledger && sentenceOf(ledger)}
        live={ledger !== undefined && error === null}
      />
      <FilterBar choices={[{ name: 'connection', label: 'Connection', options }]} />
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {isPending && (
        <Loading label="Loading the ledger">
          <TableSkeleton />
        </Loading>
      )}
      {ledger && <Accounts ledger={ledger} />}
    </>
  )
}

function Accounts({ ledger }: { ledger: Ledger }) {
  if (ledger.accounts.length === 0) {
    return (
      <EmptyState action={<ButtonLink to="/integrations">Open integrations</ButtonLink>}>
        There is no account of requests before a credential is added.
      </EmptyState>
    )
  }
  return (
    <>
      {ordered(ledger.accounts).map((account) => (
        <Account key={`${account.identity} ${account.class}`} account={account} ledger={ledger} />
      ))}
      <Spenders spenders={ledger.spenders} />
    </>
  )
}

/** The API first, since it is what is scarce; then by name, so that nothing jumps while it is used. */
function ordered(accounts: readonly AccountOf[]): readonly AccountOf[] {
  const later = ({ class: kind }: AccountOf) => Number(kind !== 'api')
  return accounts.toSorted(
    (a, b) => later(a) - later(b) || titleOf(a).localeCompare(titleOf(b), 'en', { numeric: true }),
  )
}
