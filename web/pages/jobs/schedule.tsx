import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../api.ts'
import { EmptyState } from '../../ui/feedback/empty-state.tsx'
import type { Column } from '../../ui/table/column.ts'
import { DataTable } from '../../ui/table/data-table.tsx'
import { useNow } from '../../ui/value/clock.tsx'
import { Time } from '../../ui/value/time.tsx'
import { nextRun } from './cron.ts'
import classes from './jobs.module.css'
import { type Scheduled, scheduleQuery } from './queries.ts'

const columns: readonly Column<Scheduled>[] = [
  {
    id: 'task',
    title: 'Task',
    value: (line) => line.task,
    cell: (line) => <code className={classes.code}>{line.task}</code>,
    width: 160,
  },
  { id: 'doc', title: 'What it does', value: (line) => line.doc, width: 320, sortable: false },
  {
    id: 'cron',
    title: 'Cron (UTC)',
    value: (line) => line.cron,
    cell: (line) => <code className={classes.code}>{line.cron}</code>,
    width: 120,
    sortable: false,
  },
  {
    id: 'last_at',
    title: 'Last',
    value: (line) => (line.last_at === null ? 'Not yet' : new Date(line.last_at)),
    cell: (line) => <Time at={line.last_at} whenNull="Not yet" />,
    width: 110,
  },
  {
    id: 'next',
    title: 'Next',
    value: (line) => nextRun(line.cron, new Date()),
    cell: (line) => <Next cron={line.cron} />,
    width: 110,
    unknown: 'The line names no moment.',
  },
]

function Next({ cron }: { cron: string }) {
  return <Time at={nextRun(cron, useNow())} />
}

export function Schedule() {
  const schedule = useQuery(scheduleQuery(useApi()))
  return (
    <DataTable
      label="Schedule"
      prefix="schedule."
      columns={columns}
      rows={schedule.data}
      rowKey={(line) => line.task}
      error={schedule.error ?? undefined}
      onRetry={() => void schedule.refetch()}
      empty={<EmptyState>Nothing runs by the clock.</EmptyState>}
    />
  )
}
