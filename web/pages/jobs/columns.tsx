import { IconClock, IconPlayerPlay } from '@tabler/icons-react'
import type { Column } from '../../ui/table/column.ts'
import { Status } from '../../ui/value/status.tsx'
import { Time } from '../../ui/value/time.tsx'
import classes from './jobs.module.css'
import type { Job, JobState } from './queries.ts'
import { stateTitles } from './state-bar.tsx'

/** Waiting and running are no judgement, so they have icons of their own and the colour of text. */
export function State({ state }: { state: JobState }) {
  if (state === 'dead') return <Status level="bad">{stateTitles.dead}</Status>
  if (state === 'retrying') return <Status level="attention">{stateTitles.retrying}</Status>
  const Icon = state === 'running' ? IconPlayerPlay : IconClock
  return (
    <span className={classes.state} data-state={state}>
      <Icon size={16} stroke={1.75} aria-hidden />
      {stateTitles[state]}
    </span>
  )
}

export function jobColumns(tasks: readonly string[]): readonly Column<Job>[] {
  return [
    {
      id: 'task',
      title: 'Task',
      value: (job) => job.task,
      cell: (job) => <code className={classes.code}>{job.task}</code>,
      choices: tasks.map((task) => ({ value: task, label: task })),
      width: 180,
      sortable: true,
    },
    {
      id: 'state',
      title: 'State',
      value: (job) => job.state,
      cell: (job) => <State state={job.state} />,
      choices: Object.entries(stateTitles).map(([value, label]) => ({ value, label })),
      width: 110,
      sortable: false,
    },
    {
      id: 'attempts',
      title: 'Attempts',
      value: (job) => `${job.attempts} of ${job.max_attempts}`,
      align: 'end',
      width: 90,
      sortable: true,
    },
    {
      id: 'run_at',
      title: 'Due',
      value: (job) => new Date(job.run_at),
      cell: (job) => <Time at={job.run_at} />,
      width: 110,
      sortable: true,
    },
    {
      id: 'last_error',
      title: 'Last error',
      value: (job) => firstLine(job.last_error),
      width: 300,
      sortable: false,
    },
    {
      id: 'created_at',
      title: 'Created',
      value: (job) => new Date(job.created_at),
      cell: (job) => <Time at={job.created_at} />,
      width: 110,
      hidden: true,
      sortable: true,
    },
  ]
}

function firstLine(error: string | null): string {
  return error?.split('\n')[0] ?? ''
}
