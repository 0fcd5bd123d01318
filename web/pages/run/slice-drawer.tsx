import { useInfiniteQuery } from '@tanstack/react-query'
import { useApi } from '../../api.ts'
import { EmptyState } from '../../ui/feedback/empty-state.tsx'
import { ErrorState } from '../../ui/feedback/error-state.tsx'
import { Loading, TableSkeleton } from '../../ui/feedback/skeletons.tsx'
import { Drawer } from '../../ui/layout/drawer.tsx'
import type { Column } from '../../ui/table/column.ts'
import { DataTable } from '../../ui/table/data-table.tsx'
import { Time } from '../../ui/value/time.tsx'
import { gapsQuery } from '../gaps/queries.ts'
import { whyOf } from '../gaps/words.ts'
import { AnchorLink } from '../links.tsx'
import { inWords } from '../words.ts'
import { SliceStateMark } from './cell.tsx'
import { sliceKey } from './grid.tsx'
import { sliceStates, sliceStateTitles } from './progress.ts'
import { type Run, type Slice, slicesQuery } from './queries.ts'
import classes from './run.module.css'

type SliceStream = Slice['streams'][number]

const columns: readonly Column<SliceStream>[] = [
  { id: 'stream', title: 'Stream', value: ({ stream }) => inWords([stream]), width: 160 },
  {
    id: 'state',
    title: 'State',
    value: ({ state }) => state,
    cell: ({ state }) => <SliceStateMark state={state} />,
    choices: sliceStates.map((state) => ({ value: state, label: sliceStateTitles[state] })),
    width: 110,
  },
  { id: 'requests', title: 'Requests', value: ({ requests }) => requests, align: 'end', width: 90 },
  { id: 'seen', title: 'Records', value: ({ seen }) => seen, align: 'end', width: 90 },
  { id: 'changed', title: 'Changed', value: ({ changed }) => changed, align: 'end', width: 90 },
  {
    id: 'updated_at',
    title: 'Moved',
    value: ({ updated_at }) => new Date(updated_at),
    cell: ({ updated_at }) => <Time at={updated_at} />,
    width: 110,
  },
]

/** One row of the grid, stream by stream: `?slice=acme/web`. */
export function SliceDrawer({ run }: { run: Run }) {
  return (
    <Drawer name="slice" title={(key) => key} size="xl">
      {(key) => <Detail key={key} run={run} name={key} />}
    </Drawer>
  )
}

function Detail({ run, name }: { run: Run; name: string }) {
  const repository = name.split('/')[1]
  const found = useInfiniteQuery(slicesQuery(useApi(), run, { search: repository }))
  if (found.error) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  if (!found.data) {
    return (
      <Loading label={`Loading ${name}`}>
        <TableSkeleton />
      </Loading>
    )
  }
  const slice = found.data.pages.flatMap((page) => page.items).find((each) => sliceKey(each) === name)
  return (
    <>
      <DataTable
        label={`Streams of ${name}`}
        prefix="slice."
        searchable={false}
        columns={columns}
        rows={slice?.streams ?? []}
        rowKey={({ stream }) => stream}
        empty={<EmptyState>This run does not read it.</EmptyState>}
      />
      {slice && <GapsOf run={run} slice={slice} />}
      <p className={classes.links}>
        <AnchorLink to="/logs" search={{ connection: run.connection.id }}>
          What was logged for {run.connection.alias}
        </AnchorLink>
      </p>
    </>
  )
}

/** Why streams of a slice are gaps, as it is now: a gap of this run may have closed since. */
function GapsOf({ run, slice }: { run: Run; slice: Slice }) {
  const streams = slice.streams.filter(({ state }) => state === 'gap').map(({ stream }) => stream)
  if (streams.length === 0) return null
  return (
    <section className={classes.gaps} aria-label="Gaps">
      <h3>Gaps</h3>
      <ul>
        {streams.map((stream) => (
          <li key={stream}>
            <Why run={run} slice={slice} stream={stream} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Why({ run, slice, stream }: { run: Run; slice: Slice; stream: string }) {
  const { connection } = run
  const { data, error } = useInfiniteQuery(gapsQuery(useApi(), { connection: connection.id, stream }))
  const name = inWords([stream])
  const page = data?.pages[0]
  const gap = page?.items.find((each) => sliceKey(each) === sliceKey(slice))
  const all = (
    <AnchorLink underline="always" to="/gaps" search={{ connection: connection.id, stream }}>
      {name}
    </AnchorLink>
  )
  if (!gap && page?.next === null) return `${name}: closed since.`
  if (!gap)
    return (
      <>
        {all}: {error || page ? 'the reason stands with its gap.' : '…'}
      </>
    )
  return (
    <>
      <AnchorLink underline="always" to="/gaps" search={{ gap: gap.id }}>
        {name}
      </AnchorLink>
      : {whyOf(gap)} · next try: <Time at={gap.next_at} whenNull="none planned" />
    </>
  )
}
