import { IconHistory } from '@tabler/icons-react'
import { definePage } from '../page.ts'
import { oneOf, sortedBy, text } from '../view.ts'
export const page = definePage({
  path: '/settings/audit',
  title: 'Audit log',
  doc: 'Who changed what, and when.',
  icon: IconHistory,
  rail: 'settings',
  access: 'audit:view',
  view: {
    q: text(),
    action: text(),
    outcome: oneOf('done', 'refused'),
    from: text(),
    to: text(),
    sort: sortedBy('at'),
    entry: text(),
  },
})
