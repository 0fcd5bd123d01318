import { IconBox } from '@tabler/icons-react'
import { view } from '../catalog/page.ts'
import { definePage } from '../page.ts'

export const page = definePage({
  path: '/catalog/$blueprint',
  title: 'Entities',
  doc: 'The entities of one blueprint.',
  icon: IconBox,
  rail: null,
  access: 'catalog:view',
  view,
})
