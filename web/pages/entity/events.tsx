import { Anchor } from '@mantine/core'
import { useApi } from '../../api.ts'
import { useList } from '../../list.ts'
import type { Column } from '../../ui/table/column.ts'
import { DataTable } from '../../ui/table/data-table.tsx'
import type { Which } from '../catalog/queries.ts'
import { kinds } from './activity.tsx'
import { NothingCollected } from './part.tsx'
import { eventsQuery, type Happened } from './queries.ts'
import { shortHash } from './words.ts'

const columns: readonly Column<Happened>[] = [
  {
    id: 'title',
    title: 'What',
    value: ({ title }) => title,
    cell: ({ title, url }) => (
      <Anchor href={url} target="_blank" rel="noreferrer" inherit>
        {title === '' ? 'Without a message' : title}
      </Anchor>
    ),
    width: 320,
    sortable: false,
  },
  { id: 'kind', title: 'Kind', value: ({ kind }) => kinds[kind].word, width: 90, sortable: false },
  { id: 'who', title: 'Who', value: ({ who }) => who, width: 140, sortable: false },
  { id: 'hash', title: 'Commit', value: ({ hash }) => hash && shortHash(hash), width: 100, sortable: false },
  { id: 'repository', title: 'Repository', value: ({ repository }) => repository.full_name, sortable: false },
  { id: 'at', title: 'When', value: ({ at }) => new Date(at), width: 100, sortable: false },
]

/** Every commit and tag of its repositories. */
export function Events({ which }: { which: Which }) {
  const { table } = useList(eventsQuery(useApi(), which))
  return (
    <DataTable
      label="Events"
      prefix="event-"
      columns={columns}
      {...table}
      rowKey={({ kind, hash, title, repository }) => `${kind} ${repository.full_name} ${hash} ${title}`}
      remote
      searchable={false}
      empty={
        <NothingCollected which={which}>
          No commits and no tags of a repository of it were collected.
        </NothingCollected>
      }
    />
  )
}
