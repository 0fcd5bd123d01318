import type { Column } from '../../ui/table/column.ts'
import { formatCount } from '../../ui/value/format.ts'
import { Time } from '../../ui/value/time.tsx'
import { AnchorLink } from '../links.tsx'
import type { ListedBlueprint } from './queries.ts'
import { originOf } from './words.ts'

function counted(id: 'entities' | 'properties' | 'relations', title: string): Column<ListedBlueprint> {
  return {
    ...{ id, title, align: 'end', width: 110, sortable: id === 'entities' },
    value: (row) => row[id],
    cell: (row) => formatCount(row[id]),
  }
}

/** Sorted by the server, by what it has an order for. */
export const columns: readonly Column<ListedBlueprint>[] = [
  {
    id: 'title',
    title: 'Title',
    value: (row) => row.title,
    cell: ({ title, identifier }) => (
      <AnchorLink inherit to="/blueprints/$blueprint" params={{ blueprint: identifier }}>
        <strong>{title}</strong>
      </AnchorLink>
    ),
    width: 200,
    sortable: true,
  },
  {
    id: 'identifier',
    title: 'Identifier',
    value: (row) => row.identifier,
    cell: (row) => <code>{row.identifier}</code>,
    width: 180,
    sortable: true,
  },
  counted('entities', 'Entities'),
  counted('properties', 'Properties'),
  counted('relations', 'Relations'),
  { id: 'origin', title: 'From', value: originOf, width: 150, sortable: false },
  {
    id: 'description',
    title: 'What it is for',
    value: (row) => row.description,
    width: 240,
    hidden: true,
    sortable: false,
  },
  {
    id: 'updated_at',
    title: 'Changed',
    value: (row) => new Date(row.updated_at),
    cell: (row) => <Time at={row.updated_at} />,
    width: 120,
    sortable: true,
  },
]
