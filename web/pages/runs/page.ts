import { IconRefreshDot } from '@tabler/icons-react'
import { definePage } from '../page.ts'
import { oneOf, text } from '../view.ts'
export const page = definePage({
  path: '/runs',
  title: 'Runs',
  doc: 'What is being read from Bitbucket or was read, and how each run ended.',
  icon: IconRefreshDot,
  rail: 'top',
  access: 'integration:view',
  view: {
    connection: text(),
    state: oneOf('running', 'paused', 'complete', 'incomplete', 'failed', 'cancelled'),
  },
})
