import { useMemo } from 'react'
import { useApi } from '../../api.ts'
import { useList } from '../../list.ts'
import { EmptyState } from '../../ui/feedback/empty-state.tsx'
import { useDrawer } from '../../ui/layout/drawer.tsx'
import { PageHeader } from '../../ui/layout/page-header.tsx'
import { DataTable } from '../../ui/table/data-table.tsx'
import { Time } from '../../ui/value/time.tsx'
import { useWithConnection } from '../connection-column.tsx'
import { useView } from '../view.ts'
import { entryColumns } from './columns.tsx'
import { EntryDrawer } from './entry-drawer.tsx'
import { page } from './page.ts'
import { type Entry, entriesQuery } from './queries.ts'

/** Offered before any of them has happened. */
const known = ['git', 'sync', 'verify']

export function Page() {
  const { connection, operation, level } = useView(page)
  const { table } = useList(entriesQuery(useApi(), { connection, operation, level }))
  const { rows } = table
  const operations = namesOf(rows ?? [], operation)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the names stand for the list, which is new each time.
  const columns = useMemo(() => entryColumns(operations), [operations.join()])
  const drawer = useDrawer('entry')
  return (
    <>
      <PageHeader title={page.title} state={rows && <State newest={rows[0]} />} live={rows !== undefined} />
      <DataTable
        label="Logs"
        columns={useWithConnection(columns)}
        {...table}
        rowKey={(entry) => entry.id}
        remote
        searchable={false}
        empty={<EmptyState>Nothing happened in the last seven days.</EmptyState>}
        onOpen={(entry) => drawer.open(entry.id)}
        openKey={drawer.value}
      />
      <EntryDrawer entries={rows} />
    </>
  )
}

function State({ newest }: { newest: Entry | undefined }) {
  if (!newest) return 'What happens with Bitbucket is kept for seven days.'
  return (
    <>
      Newest entry <Time at={newest.at} />. Entries are kept for seven days, and never hold a secret.
    </>
  )
}

function namesOf(rows: readonly Entry[], chosen: string | undefined): string[] {
  const names = [...known, ...rows.map(({ operation }) => operation)]
  return [...new Set(chosen === undefined ? names : [...names, chosen])].sort()
}
