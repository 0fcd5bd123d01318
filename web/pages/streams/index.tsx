import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../api.ts'
import { EmptyState } from '../../ui/feedback/empty-state.tsx'
import { useDrawer } from '../../ui/layout/drawer.tsx'
import { PageHeader } from '../../ui/layout/page-header.tsx'
import type { Column } from '../../ui/table/column.ts'
import { DataTable } from '../../ui/table/data-table.tsx'
import { ButtonLink } from '../links.tsx'
import { inWords } from '../words.ts'
import { Asks, Tables } from './links.tsx'
import { page } from './page.ts'
import { type Stream, streamsQuery } from './queries.ts'
import { StreamDrawer } from './stream-drawer.tsx'
import classes from './streams.module.css'
import { reads, sentenceOf } from './words.ts'

export function Page() {
  const { data: streams, error, refetch } = useQuery(streamsQuery(useApi()))
  const drawer = useDrawer('stream')
  return (
    <>
      <PageHeader
        title={page.title}
        state={streams && sentenceOf(streams)}
        actions={
          <ButtonLink to="/integrations" variant="default">
            All integrations
          </ButtonLink>
        }
      />
      <DataTable
        label="Streams"
        columns={columns}
        rows={streams}
        rowKey={({ name }) => name}
        error={error ?? undefined}
        onRetry={() => void refetch()}
        empty={<EmptyState>This version reads nothing.</EmptyState>}
        onOpen={({ name }) => drawer.open(name)}
        openKey={drawer.value}
      />
      <StreamDrawer streams={streams} />
    </>
  )
}

const columns: readonly Column<Stream>[] = [
  {
    id: 'name',
    title: 'Stream',
    value: ({ name }) => inWords([name]),
    cell: ({ name }) => <strong>{inWords([name])}</strong>,
    width: 180,
  },
  {
    id: 'read',
    title: 'Read',
    value: ({ read }) => read,
    cell: ({ read }) => reads[read],
    choices: Object.entries(reads).map(([value, label]) => ({ value, label })),
    width: 150,
  },
  {
    id: 'address',
    title: 'Asks',
    value: ({ address }) => address,
    cell: ({ address, documentation }) => <Asks address={address} documentation={documentation} short />,
    width: 250,
  },
  {
    id: 'scopes',
    title: 'Scopes',
    value: ({ scopes }) => scopes.map(({ scope }) => scope).join(', ') || 'None',
    cell: ({ scopes }) =>
      scopes.length === 0 ? (
        'None'
      ) : (
        <code className={classes.code}>{scopes.map(({ scope }) => scope).join(', ')}</code>
      ),
    width: 130,
  },
  { id: 'cost', title: 'Requests', value: ({ cost }) => cost, width: 210, sortable: false },
  {
    id: 'tables',
    title: 'Fills',
    value: ({ tables }) => tables.join(', '),
    cell: ({ tables }) => <Tables names={tables} />,
    width: 220,
  },
  { id: 'doc', title: 'What', value: ({ doc }) => doc, width: 320, hidden: true },
]
