import { IconToggleRight } from '@tabler/icons-react'
import { definePage } from '../page.ts'

export const page = definePage({
  path: '/settings/features',
  title: 'Features',
  doc: 'The areas of Windlass that are on.',
  icon: IconToggleRight,
  rail: 'settings',
  access: 'installation:view',
  view: {},
})
