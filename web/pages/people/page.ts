import { IconUsers } from '@tabler/icons-react'
import { definePage } from '../page.ts'
import { oneOf, text } from '../view.ts'
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
    person: text(),
    add: oneOf('yes'),
  },
})
