import { Anchor } from '@mantine/core'
import { useApi } from '../../api.ts'
import { useList } from '../../list.ts'
import type { Column } from '../../ui/table/column.ts'
import { DataTable } from '../../ui/table/data-table.tsx'
import { formatCount } from '../../ui/value/format.ts'
import { Status } from '../../ui/value/status.tsx'
import type { Which } from '../catalog/queries.ts'
import { useView } from '../view.ts'
import classes from './entity.module.css'
import { page } from './page.ts'
import { NothingCollected } from './part.tsx'
import { type PullRequest, pullRequestsQuery } from './queries.ts'
import { inSmall, levelOf } from './words.ts'

const states = ['OPEN', 'MERGED', 'DECLINED', 'SUPERSEDED'] as const

const columns: readonly Column<PullRequest>[] = [
  {
    id: 'title',
    title: 'Title',
    value: ({ title }) => title,
    cell: ({ number, title, url }) => (
      <Anchor href={url} target="_blank" rel="noreferrer" inherit>
        #{number} {title}
      </Anchor>
    ),
    width: 320,
    sortable: false,
  },
  {
    id: 'state',
    title: 'State',
    value: ({ state }) => state,
    cell: ({ state, draft }) => (
      <Status level={levelOf(state)}>{draft && state === 'OPEN' ? 'Draft' : inSmall(state)}</Status>
    ),
    width: 110,
    choices: states.map((value) => ({ value, label: inSmall(value) })),
    sortable: false,
  },
  {
    id: 'author',
    title: 'Author',
    value: ({ author }) => author,
    width: 130,
    unknown: 'Bitbucket does not say.',
    sortable: false,
  },
  {
    id: 'branches',
    title: 'Branches',
    value: ({ source_branch, destination_branch }) =>
      source_branch && `${source_branch} → ${destination_branch}`,
    sortable: false,
  },
  {
    id: 'repository',
    title: 'Repository',
    value: ({ repository }) => repository.full_name,
    hidden: true,
    sortable: false,
  },
  {
    id: 'created_on',
    title: 'Opened',
    value: ({ created_on }) => new Date(created_on),
    width: 100,
    sortable: false,
  },
  {
    id: 'updated_on',
    title: 'Changed',
    value: ({ updated_on }) => new Date(updated_on),
    width: 100,
    sortable: false,
  },
]

/** Pull requests of its repositories, and how many are open and merged. */
export function PullRequests({ which }: { which: Which }) {
  const { state } = useView(page)
  const { table, found } = useList(pullRequestsQuery(useApi(), which, state))
  const counts = found.data?.pages[0]?.counts
  return (
    <>
      {counts && counts.length > 0 && (
        <ul className={classes.counts} aria-label="Pull requests by state">
          {states.map((one) => (
            <li key={one}>
              <strong>{formatCount(counts.find((each) => each.state === one)?.count ?? 0)}</strong>{' '}
              {inSmall(one).toLowerCase()}
            </li>
          ))}
        </ul>
      )}
      <DataTable
        label="Pull requests"
        columns={columns}
        {...table}
        rowKey={({ repository, number }) => `${repository.full_name} ${number}`}
        remote
        searchable={false}
        empty={
          <NothingCollected which={which}>
            No pull requests of a repository of it were collected.
          </NothingCollected>
        }
      />
    </>
  )
}
