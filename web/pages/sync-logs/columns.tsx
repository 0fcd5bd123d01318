import { IconInfoCircle } from '@tabler/icons-react'
import type { Column } from '../../ui/table/column.ts'
import { Status } from '../../ui/value/status.tsx'
import { Time } from '../../ui/value/time.tsx'
import type { Entry } from './queries.ts'
import classes from './sync-logs.module.css'

const levelTitles: Readonly<Record<Entry['level'], string>> = {
  info: 'Info',
  warning: 'Warning',
  error: 'Error',
}

/** Information is no judgement, so it has an icon of its own and the colour of text. */
export function EntryLevel({ level }: { level: Entry['level'] }) {
  if (level === 'error') return <Status level="bad">{levelTitles.error}</Status>
  if (level === 'warning') return <Status level="attention">{levelTitles.warning}</Status>
  return (
    <span className={classes.level}>
      <IconInfoCircle size={16} stroke={1.75} aria-hidden />
      {levelTitles.info}
    </span>
  )
}

export function entryColumns(operations: readonly string[]): readonly Column<Entry>[] {
  return [
    {
      id: 'at',
      title: 'When',
      value: (entry) => new Date(entry.at),
      cell: (entry) => <Time at={entry.at} />,
      width: 100,
      sortable: false,
    },
    {
      id: 'level',
      title: 'Level',
      value: (entry) => entry.level,
      cell: (entry) => <EntryLevel level={entry.level} />,
      choices: Object.entries(levelTitles).map(([value, label]) => ({ value, label })),
      width: 110,
      sortable: false,
    },
    {
      id: 'operation',
      title: 'Operation',
      value: (entry) => entry.operation,
      choices: operations.map((operation) => ({ value: operation, label: operation })),
      width: 110,
      sortable: false,
    },
    {
      id: 'status',
      title: 'Status',
      value: (entry) => entry.status,
      cell: (entry) => entry.status ?? 'None',
      width: 80,
      align: 'end',
      sortable: false,
    },
    {
      id: 'error',
      title: 'What happened',
      value: (entry) => entry.error ?? 'All went well.',
      width: 320,
      sortable: false,
    },
    {
      id: 'path',
      title: 'Path',
      value: (entry) => entry.path ?? '',
      cell: (entry) => <code className={classes.code}>{entry.path}</code>,
      width: 220,
      sortable: false,
    },
  ]
}
