import { Button } from '@mantine/core'
import { useCallback, useMemo, useState } from 'react'
import { useEnvironment } from '../../ui/environment.tsx'
import { EmptyState } from '../../ui/feedback/empty-state.tsx'
import { Drawer, useDrawer } from '../../ui/layout/drawer.tsx'
import { PageHeader } from '../../ui/layout/page-header.tsx'
import type { Column } from '../../ui/table/column.ts'
import { DataTable } from '../../ui/table/data-table.tsx'
import { Status } from '../../ui/value/status.tsx'

interface Sample {
  readonly id: string
  readonly name: string
  readonly role: 'viewer' | 'editor' | 'admin'
  readonly requests: number | null
  readonly seen: Date | null
  readonly state: 'good' | 'bad'
  readonly note: string
}

const roles = [
  { value: 'viewer', label: 'Viewer' },
  { value: 'editor', label: 'Editor' },
  { value: 'admin', label: 'Administrator' },
]

const columns: readonly Column<Sample>[] = [
  { id: 'name', title: 'Name', value: (row) => row.name, width: 200 },
  { id: 'role', title: 'Role', value: (row) => row.role, choices: roles, width: 120 },
  {
    id: 'requests',
    title: 'Requests',
    value: (row) => row.requests,
    align: 'end',
    width: 110,
    unknown: 'Never counted.',
  },
  { id: 'seen', title: 'Last seen', value: (row) => row.seen, width: 120, unknown: 'Never signed in.' },
  {
    id: 'state',
    title: 'State',
    value: (row) => row.state,
    cell: (row) => <Status level={row.state}>{row.state === 'good' ? 'active' : 'stopped'}</Status>,
    width: 110,
  },
  { id: 'note', title: 'Note', value: (row) => row.note, width: 280 },
  { id: 'id', title: 'Id', value: (row) => row.id, hidden: true, width: 110 },
  {
    id: 'more',
    title: 'Actions',
    actions: true,
    value: () => null,
    cell: () => (
      <Button size="compact-sm" variant="subtle">
        Edit
      </Button>
    ),
    width: 80,
  },
]

function sample(index: number): Sample {
  const role = roles[index % 3]?.value
  return {
    id: `p-${index}`,
    name: `Person ${index}`,
    role: role === 'admin' || role === 'editor' ? role : 'viewer',
    requests: index % 7 === 0 ? null : (index * 7919) % 10_007,
    seen: index % 11 === 0 ? null : new Date(Date.UTC(2026, 10, 20) - index * 60_000),
    state: index % 5 === 0 ? 'bad' : 'good',
    note:
      index % 4 === 0
        ? '=HYPERLINK("http://example.com")'
        : 'Reads the nightly report and answers what it asks.',
  }
}

function samples(from: number, count: number): Sample[] {
  return Array.from({ length: count }, (_, index) => sample(from + index))
}

/** `?rows=20000`, and `?face=loading|failed|stale|empty|paged` for the other faces of a table. */
export function Tables() {
  const { search } = useEnvironment()
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const drawer = useDrawer('open')
  const all = useMemo(() => samples(1, Number(search.rows ?? 60)), [search.rows])
  const paged = usePages()
  const face = search.face ?? 'rows'
  const rows = { rows: all, stale: all, paged: paged.rows, empty: [] as Sample[] }[face]
  return (
    <>
      <PageHeader title="People" state="60 people, all of them invented." />
      <DataTable
        label="People"
        columns={columns}
        rows={rows}
        rowKey={(row) => row.id}
        error={face === 'failed' || face === 'stale' ? new TypeError('Failed to fetch') : undefined}
        onRetry={() => undefined}
        empty={<EmptyState action={<Button>Invite somebody</Button>}>Nobody is here yet.</EmptyState>}
        onOpen={(row) => drawer.open(row.id)}
        openKey={drawer.value}
        selected={selected}
        onSelect={setSelected}
        bulk={(chosen) => <Button variant="default">Stop {chosen.length}</Button>}
        onEndReached={face === 'paged' ? paged.next : undefined}
        hasMore={face === 'paged' && paged.more}
        loadingMore={paged.loading}
      />
      <Drawer name="open" title={(id) => `Person ${id}`}>
        {(id) => <p>Everything about {id}.</p>}
      </Drawer>
    </>
  )
}

function usePages() {
  const [rows, setRows] = useState(() => samples(1, 50))
  const [loading, setLoading] = useState(false)
  const next = useCallback(() => {
    setLoading(true)
    setTimeout(() => {
      setRows((before) => [...before, ...samples(before.length + 1, 50)])
      setLoading(false)
    }, 50)
  }, [])
  return { rows, loading, next, more: rows.length < 200 }
}
