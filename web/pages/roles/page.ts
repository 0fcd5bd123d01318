import { IconShieldCheck } from '@tabler/icons-react'
import { definePage } from '../page.ts'
export const page = definePage({
  path: '/settings/roles',
  title: 'Roles',
  doc: 'What each role allows.',
  icon: IconShieldCheck,
  rail: 'settings',
  access: 'people:view',
  view: {},
})
