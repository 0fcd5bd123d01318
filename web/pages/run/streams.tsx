import { EmptyState } from '../../ui/feedback/empty-state.tsx'
import type { Column } from '../../ui/table/column.ts'
import { DataTable } from '../../ui/table/data-table.tsx'
import { formatCount } from '../../ui/value/format.ts'
import { inWords } from '../words.ts'
import { StateBar } from './picture.tsx'
import { doneOf, shareOf, sliceStates, sliceStateTitles, totalOf } from './progress.ts'
import type { Run, Stream } from './queries.ts'
import classes from './run.module.css'

const columns: readonly Column<Stream>[] = [
  { id: 'stream', title: 'Stream', value: ({ stream }) => inWords([stream]), width: 160 },
  {
    id: 'share',
    title: 'Progress',
    value: shareOf,
    cell: (stream) => <Progress stream={stream} />,
    width: 180,
    unknown: 'Nothing of it was asked for.',
  },
  ...sliceStates.map(
    (state): Column<Stream> => ({
      id: state,
      title: sliceStateTitles[state],
      value: (stream) => stream[state],
      align: 'end',
      width: Math.max(60, sliceStateTitles[state].length * 8 + 24),
    }),
  ),
  { id: 'requests', title: 'Requests', value: ({ requests }) => requests, align: 'end', width: 84 },
  {
    id: 'expected_left',
    title: 'Left, about',
    value: ({ expected_left }) => expected_left,
    align: 'end',
    width: 90,
  },
  { id: 'seen', title: 'Records', value: ({ seen }) => seen, align: 'end', width: 84 },
  { id: 'changed', title: 'Changed', value: ({ changed }) => changed, align: 'end', width: 92 },
  {
    id: 'template',
    title: 'Asks',
    value: ({ template }) => template,
    cell: ({ template }) => <code className={classes.code}>{template}</code>,
    width: 320,
  },
]

function Progress({ stream }: { stream: Stream }) {
  return (
    <span className={classes.share}>
      <StateBar counts={stream} small />
      <span className={classes.shareWords}>
        {formatCount(doneOf(stream))} of {formatCount(totalOf(stream))}
      </span>
    </span>
  )
}

/** How far each stream is and what it takes, in the order in which they are read. */
export function Streams({ streams }: { streams: Run['streams'] }) {
  return (
    <DataTable
      label="Streams"
      prefix="streams."
      searchable={false}
      columns={columns}
      rows={streams}
      rowKey={({ stream }) => stream}
      empty={<EmptyState>Nothing is planned yet: the run has only just begun.</EmptyState>}
    />
  )
}
