import { IconPlugConnected } from '@tabler/icons-react'
import { definePage } from '../page.ts'
import { oneOf, text } from '../view.ts'
export const page = definePage({
  path: '/integrations',
  title: 'Integrations',
  doc: 'What is read from Bitbucket, with which credentials, and whether that works.',
  icon: IconPlugConnected,
  rail: 'top',
  access: 'integration:view',
  view: {
    add: oneOf('yes'),
    connection: text(),
    tab: oneOf('gaps', 'credentials', 'capabilities', 'manage'),
  },
})
