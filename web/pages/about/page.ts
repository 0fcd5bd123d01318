import { IconInfoCircle } from '@tabler/icons-react'
import { definePage } from '../page.ts'

export const page = definePage({
  path: '/settings/about',
  title: 'About',
  doc: 'Version, database, disk and where to get help.',
  icon: IconInfoCircle,
  rail: 'settings',
  access: 'installation:view',
  view: {},
})
