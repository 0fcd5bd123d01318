import { IconRadar2 } from '@tabler/icons-react'
import { definePage } from '../page.ts'

export const page = definePage({
  path: '/discovery',
  title: 'Discovery',
  doc: 'Bring the repositories of a workspace into the catalogue.',
  icon: IconRadar2,
  rail: 'top',
  access: 'integration:view',
  view: {},
})
