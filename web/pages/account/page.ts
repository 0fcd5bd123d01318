import { IconUserCircle } from '@tabler/icons-react'
import { definePage } from '../page.ts'

export const page = definePage({
  path: '/settings/account',
  title: 'Account',
  doc: 'Your password and the places you are signed in.',
  icon: IconUserCircle,
  rail: 'settings',
  access: 'session',
  view: {},
})
