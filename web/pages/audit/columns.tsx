import { IconKey, IconTerminal2, IconUser, IconUserOff } from '@tabler/icons-react'
import type { Column } from '../../ui/table/column.ts'
import { Status } from '../../ui/value/status.tsx'
import { Time } from '../../ui/value/time.tsx'
import classes from './audit.module.css'
import type { AuditEntry } from './queries.ts'

/** The export has what a row holds; the table shows the first five. */
export function auditColumns(actions: readonly string[]): readonly Column<AuditEntry>[] {
  return [
    {
      id: 'at',
      title: 'When',
      value: (entry) => new Date(entry.at),
      cell: (entry) => <Time at={entry.at} />,
      width: 100,
      sortable: true,
    },
    {
      id: 'actor',
      title: 'Who',
      value: (entry) => entry.actor.name,
      cell: (entry) => <Actor actor={entry.actor} />,
      width: 190,
      sortable: false,
    },
    {
      id: 'action',
      title: 'Action',
      value: (entry) => entry.action,
      cell: (entry) => <code className={classes.code}>{entry.action}</code>,
      choices: actions.map((action) => ({ value: action, label: action })),
      width: 190,
      sortable: false,
    },
    {
      id: 'subject',
      title: 'What',
      value: (entry) => entry.subject?.name ?? '',
      width: 200,
      sortable: false,
    },
    {
      id: 'outcome',
      title: 'Outcome',
      value: (entry) => entry.outcome,
      cell: (entry) => <Outcome outcome={entry.outcome} />,
      choices: [
        { value: 'done', label: 'Done' },
        { value: 'refused', label: 'Refused' },
      ],
      width: 110,
      sortable: false,
    },
    ...details,
  ]
}

const details: readonly Column<AuditEntry>[] = [
  detail('actor_kind', 'Kind of actor', (entry) => entry.actor.kind),
  detail('subject_kind', 'Kind of subject', (entry) => entry.subject?.kind ?? ''),
  detail('address', 'Address', (entry) => entry.address ?? ''),
  detail('request_id', 'Request', (entry) => entry.request_id ?? ''),
  detail('before', 'Before', (entry) => json(entry.before)),
  detail('after', 'After', (entry) => json(entry.after)),
]

function detail(id: string, title: string, value: (entry: AuditEntry) => string): Column<AuditEntry> {
  return { id, title, value, hidden: true, sortable: false }
}

function json(value: unknown): string {
  return value === null || value === undefined ? '' : JSON.stringify(value)
}

const actorIcons = {
  person: IconUser,
  api_key: IconKey,
  command_line: IconTerminal2,
  nobody: IconUserOff,
} as const

const actorKinds = {
  person: 'person',
  api_key: 'API key',
  command_line: 'command line',
  nobody: 'nobody signed in',
} as const

export function Actor({ actor }: { actor: AuditEntry['actor'] }) {
  const Icon = actorIcons[actor.kind]
  return (
    <span className={classes.actor}>
      <Icon size={16} stroke={1.6} role="img" aria-label={actorKinds[actor.kind]} />
      <span>{actor.name}</span>
    </span>
  )
}

export function Outcome({ outcome }: { outcome: AuditEntry['outcome'] }) {
  return outcome === 'done' ? <Status level="good">Done</Status> : <Status level="attention">Refused</Status>
}
