import { IconLogs } from '@tabler/icons-react'
import { definePage } from '../page.ts'
import { oneOf, text } from '../view.ts'
export const page = definePage({
  path: '/logs',
  title: 'Logs',
  doc: 'What happened between this installation and Bitbucket in the last seven days.',
  icon: IconLogs,
  rail: 'top',
  access: 'integration:view',
  view: {
    connection: text(),
    operation: text(),
    level: oneOf('info', 'warning', 'error'),
    entry: text(),
  },
})
