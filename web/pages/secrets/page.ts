import { IconLock } from '@tabler/icons-react'
import { definePage } from '../page.ts'

export const page = definePage({
  path: '/settings/secrets',
  title: 'Secrets',
  doc: 'The keys that seal stored secrets.',
  icon: IconLock,
  rail: 'settings',
  access: 'key:edit',
  view: {},
})
