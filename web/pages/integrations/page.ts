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
    add: text(),
    edit: text(),
    connection: text(),
    /** The connection that was just added. */
    added: text(),
    tab: oneOf('gaps', 'workspaces', 'credentials', 'capabilities', 'manage'),
  },
})
