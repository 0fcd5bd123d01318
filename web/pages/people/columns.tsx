import { roleTitles } from '../../session.ts'
import type { Column } from '../../ui/table/column.ts'
import { Status } from '../../ui/value/status.tsx'
import { Time } from '../../ui/value/time.tsx'
import type { Person } from './queries.ts'

const roleChoices = Object.entries(roleTitles).map(([value, label]) => ({ value, label }))

/** Sorted by the server, by what it has an order for. */
export const columns: readonly Column<Person>[] = [
  {
    id: 'name',
    title: 'Name',
    value: (person) => person.name,
    cell: (person) => <strong>{person.name}</strong>,
    width: 200,
    sortable: true,
  },
  { id: 'email', title: 'E-mail address', value: (person) => person.email, width: 240, sortable: true },
  {
    id: 'role',
    title: 'Role',
    value: (person) => roleTitles[person.role],
    choices: roleChoices,
    width: 120,
    sortable: true,
  },
  {
    id: 'disabled',
    title: 'Account',
    value: (person) => (person.disabled ? 'Disabled' : 'Active'),
    cell: (person) => <AccountState disabled={person.disabled} />,
    choices: [
      { value: 'false', label: 'Active' },
      { value: 'true', label: 'Disabled' },
    ],
    width: 110,
    sortable: false,
  },
  {
    id: 'last_seen_at',
    title: 'Last seen',
    value: (person) => (person.last_seen_at === null ? 'Never' : new Date(person.last_seen_at)),
    cell: (person) => <Time at={person.last_seen_at} whenNull="Never" />,
    width: 120,
    sortable: true,
  },
  {
    id: 'created_at',
    title: 'Added',
    value: (person) => new Date(person.created_at),
    cell: (person) => <Time at={person.created_at} />,
    width: 120,
    hidden: true,
    sortable: true,
  },
]

export function AccountState({ disabled }: { disabled: boolean }) {
  return disabled ? <Status level="attention">Disabled</Status> : <Status level="good">Active</Status>
}
