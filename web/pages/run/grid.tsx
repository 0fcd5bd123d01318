import { useMemo } from 'react'
import { useApi } from '../../api.ts'
import { useList } from '../../list.ts'
import { EmptyState } from '../../ui/feedback/empty-state.tsx'
import { useDrawer } from '../../ui/layout/drawer.tsx'
import type { Column } from '../../ui/table/column.ts'
import { DataTable } from '../../ui/table/data-table.tsx'
import { useView } from '../view.ts'
import { inWords } from '../words.ts'
import { Cell } from './cell.tsx'
import { page } from './page.ts'
import { sliceStates, sliceStateTitles, totalOf } from './progress.ts'
import { type Run, type Slice, slicesQuery } from './queries.ts'

const stateChoice = {
  name: 'state',
  label: 'State of a stream',
  options: sliceStates.map((state) => ({ value: state, label: sliceStateTitles[state] })),
}

/** Workspaces and their repositories down, streams across. */
export function RunGrid({ run }: { run: Run }) {
  const { q, state } = useView(page)
  const { table } = useList(slicesQuery(useApi(), run, { search: q, state }))
  const drawer = useDrawer('slice')
  const names = streamsAcross(run.streams)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the names stand for the list, which is new each time.
  const columns = useMemo(() => columnsOf(names), [names.join()])
  return (
    <DataTable
      label="Repositories"
      columns={columns}
      {...table}
      rowKey={sliceKey}
      remote
      choices={[stateChoice]}
      empty={<EmptyState>Nothing is planned yet: the run has only just begun.</EmptyState>}
      onOpen={(slice) => drawer.open(sliceKey(slice))}
      openKey={drawer.value}
    />
  )
}

/** Names a slice in the address: `acme/web`, or `acme` for the workspace itself. */
export function sliceKey({ workspace, repository }: Pick<Slice, 'workspace' | 'repository'>): string {
  return repository === null ? workspace : `${workspace}/${repository}`
}

/** What is read of every repository first: most rows are repositories. Streams of the workspace are planted first. */
function streamsAcross(streams: Run['streams']): string[] {
  const ofWorkspace = streams[0] ? totalOf(streams[0]) : 0
  const isOfRepository = (stream: Run['streams'][number]) => totalOf(stream) > ofWorkspace
  const across = [...streams.filter(isOfRepository), ...streams.filter((stream) => !isOfRepository(stream))]
  return across.map(({ stream }) => stream)
}

function columnsOf(streams: readonly string[]): readonly Column<Slice>[] {
  const first: Column<Slice> = {
    id: 'slice',
    title: 'Repository',
    value: sliceKey,
    cell: (slice) => (slice.repository === null ? `${slice.workspace}, the workspace` : slice.repository),
    width: 216,
    sortable: false,
  }
  return [first, ...streams.map(streamColumn)]
}

function streamColumn(stream: string): Column<Slice> {
  const title = inWords([stream])
  const of = (slice: Slice) => slice.streams.find((each) => each.stream === stream)
  return {
    id: stream,
    title,
    value: (slice) => of(slice)?.state ?? '',
    cell: (slice) => <Cell stream={of(slice)} />,
    // A head is never cut off: two lines, some 8 px a letter at 13 px, and the padding.
    width: Math.max(72, lineOf(title) * 8 + 32),
    sortable: false,
  }
}

/** Letters of the longer line when a title stands in two. */
function lineOf(title: string): number {
  const breaks = [...title.matchAll(/ /g)].map(({ index }) => Math.max(index, title.length - index - 1))
  return Math.min(title.length, ...breaks)
}
