import { IconUserCircle } from '@tabler/icons-react'
import { definePage } from '../page.ts'

export const page = definePage({
  path: '/settings/account',
  title: 'Account',
  doc: 'Your password, the places you are signed in, and your Bitbucket accounts.',
  icon: IconUserCircle,
  rail: 'settings',
  access: 'session',
  view: {},
})
