import { IconHome } from '@tabler/icons-react'
import { definePage } from '../page.ts'

export const page = definePage({
  path: '/',
  title: 'Home',
  doc: 'The state of this installation and what to do next.',
  icon: IconHome,
  rail: 'top',
  access: 'installation:view',
  view: {},
})
