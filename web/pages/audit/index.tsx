import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useApi } from '../../api.ts'
import { useList } from '../../list.ts'
import { EmptyState } from '../../ui/feedback/empty-state.tsx'
import { useDrawer } from '../../ui/layout/drawer.tsx'
import { PageHeader } from '../../ui/layout/page-header.tsx'
import { DataTable } from '../../ui/table/data-table.tsx'
import { Time } from '../../ui/value/time.tsx'
import { guide } from '../guide.ts'
import { useView } from '../view.ts'
import { auditColumns } from './columns.tsx'
import { Days } from './days.tsx'
import { EntryDrawer } from './entry-drawer.tsx'
import { ExportAll } from './export-all.tsx'
import { page } from './page.ts'
import { actionsQuery, auditQuery } from './queries.ts'

export function Page() {
  const api = useApi()
  const view = useView(page)
  const { table } = useList(auditQuery(api, view))
  const { rows } = table
  const actions = useQuery(actionsQuery(api))
  const entry = useDrawer('entry')
  const columns = useMemo(() => auditColumns(actions.data ?? []), [actions.data])
  const filtered = [view.q, view.action, view.outcome, view.from, view.to].some(Boolean)
  // From the oldest on, the first of them is no news.
  const newest = view.sort === 'at' ? undefined : rows?.[0]
  return (
    <>
      <PageHeader
        title={page.title}
        state={
          newest && (
            <>
              {filtered ? 'Newest match' : 'Last change'} <Time at={newest.at} />, by {newest.actor.name}.
              Entries cannot be changed or removed.
            </>
          )
        }
        actions={<ExportAll view={view} />}
      />
      <Days from={view.from} to={view.to} />
      <DataTable
        label="Audit log"
        columns={columns}
        {...table}
        rowKey={(row) => row.id}
        remote
        empty={
          <EmptyState guide={guide('operate', 'What is written down')}>
            {view.from || view.to ? 'Nothing was changed on these days.' : 'Nothing has been changed yet.'}
          </EmptyState>
        }
        onOpen={(row) => entry.open(row.id)}
        openKey={entry.value}
      />
      <EntryDrawer />
    </>
  )
}
