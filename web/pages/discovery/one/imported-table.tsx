import { ActionIcon, Menu } from '@mantine/core'
import { IconDotsVertical } from '@tabler/icons-react'
import { useMemo } from 'react'
import { useApi } from '../../../api.ts'
import { useList } from '../../../list.ts'
import { useCan } from '../../../session.ts'
import { confirm } from '../../../ui/feedback/confirm.tsx'
import { EmptyState } from '../../../ui/feedback/empty-state.tsx'
import type { Column } from '../../../ui/table/column.ts'
import { DataTable } from '../../../ui/table/data-table.tsx'
import { Status } from '../../../ui/value/status.tsx'
import { Time } from '../../../ui/value/time.tsx'
import { useAction } from '../../action.ts'
import { useView } from '../../view.ts'
import classes from '../discovery.module.css'
import { type Discovery, discoveriesKey, type Imported, importedQuery } from '../queries.ts'
import { statuses } from '../words.ts'
import { EntityLink } from './entity-link.tsx'
import { page } from './page.ts'

/** Repositories that are in the catalogue, each with its entity. */
export function ImportedTable({ discovery }: { discovery: Discovery }) {
  const { 'imported.q': search, 'imported.sort': sort, 'imported.status': status } = useView(page)
  const mayEdit = useCan()('integration:edit')
  const { table } = useList(importedQuery(useApi(), discovery.id, { search, status, sort }))
  const columns = useMemo(() => (mayEdit ? [...shown, acts(discovery.id)] : shown), [mayEdit, discovery.id])
  return (
    <DataTable
      label="Imported"
      prefix="imported."
      columns={columns}
      {...table}
      rowKey={({ id }) => id}
      remote
      empty={<EmptyState>Nothing is imported yet: choose repositories under Discovered.</EmptyState>}
    />
  )
}

const shown: readonly Column<Imported>[] = [
  {
    id: 'name',
    title: 'Bitbucket Cloud Entity',
    value: ({ name }) => name,
    cell: ({ name, is_present, problem }) => (
      <>
        {name}{' '}
        {!is_present && (
          <Status level="attention" soft detail="The repository is left out of the sync, or gone.">
            Not collected
          </Status>
        )}
        {problem !== null && (
          <Status level="bad" soft detail={problem}>
            Not updated
          </Status>
        )}
      </>
    ),
    width: 190,
  },
  {
    id: 'status',
    title: 'Status',
    value: ({ status }) => status,
    cell: ({ status }) => <Status level="good">{statuses[status]}</Status>,
    choices: Object.entries(statuses).map(([value, label]) => ({ value, label })),
    width: 120,
    sortable: false,
  },
  {
    id: 'entity',
    title: 'Entity',
    value: ({ entity }) => `${entity.title} (${entity.identifier})`,
    cell: ({ entity }) => (
      <>
        <EntityLink entity={entity} />{' '}
        <span className={`${classes.quiet} ${classes.code}`}>{entity.identifier}</span>
      </>
    ),
    width: 250,
  },
  { id: 'kind', title: 'Kind', value: ({ entity }) => entity.kind, width: 100, sortable: false },
  {
    id: 'type',
    title: 'Type',
    value: ({ entity }) => entity.type,
    unknown: 'Its kind has no type, or none was said.',
    width: 100,
    sortable: false,
  },
  {
    id: 'scope',
    title: 'Scope',
    value: () => 'Account',
    width: 90,
    sortable: false,
  },
  {
    id: 'imported_at',
    title: 'Imported at',
    value: ({ imported_at }) => new Date(imported_at),
    cell: ({ imported_at }) => <Time at={imported_at} />,
    width: 110,
  },
]

function acts(discovery: string): Column<Imported> {
  return {
    id: 'acts',
    title: '',
    value: () => null,
    cell: (row) => <Acts discovery={discovery} row={row} />,
    width: 48,
    actions: true,
    sortable: false,
  }
}

function Acts({ discovery, row: { id, name, entity } }: { discovery: string; row: Imported }) {
  const api = useApi()
  const unlink = useAction(async () => {
    const sure = await confirm({
      title: `Unlink ${name}?`,
      body: `${entity.title} stays in the catalogue with all it has, and is not updated any more. The repository is discovered again.`,
      action: 'Unlink',
      danger: true,
    })
    if (!sure) return undefined
    await api.discoveries.unlink({ params: { id: discovery, link: id } })
    return { message: `${name} is unlinked.` }
  }, discoveriesKey)
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={`What can be done with ${name}`}
          loading={unlink.isPending}
        >
          <IconDotsVertical size={16} stroke={1.75} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => unlink.mutate()}>Unlink</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
