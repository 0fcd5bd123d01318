import { IconKey } from '@tabler/icons-react'
import { definePage } from '../page.ts'

export const page = definePage({
  path: '/first-run',
  title: 'First run',
  doc: 'Make the first administrator.',
  icon: IconKey,
  rail: null,
  access: 'public',
  view: {},
})
