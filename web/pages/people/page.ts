import { IconUsers } from '@tabler/icons-react'
import { definePage } from '../page.ts'
import { oneOf, sortedBy, text } from '../view.ts'
export const page = definePage({
  path: '/settings/people',
  title: 'People',
  doc: 'Who can sign in, and with which role.',
  icon: IconUsers,
  rail: 'settings',
  access: 'people:view',
  view: {
    q: text(),
    role: oneOf('viewer', 'editor', 'admin'),
    disabled: oneOf('true', 'false'),
    sort: sortedBy('name', 'email', 'role', 'last_seen_at', 'created_at'),
    person: text(),
    add: oneOf('yes'),
  },
})
