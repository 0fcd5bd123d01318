import { IconBox } from '@tabler/icons-react'
import { definePage } from '../page.ts'
import { oneOf, text } from '../view.ts'

export const page = definePage({
  path: '/catalog/$blueprint/$identifier',
  title: 'Entity',
  doc: 'One entity: what is known of it, why, and what happens in its repositories.',
  icon: IconBox,
  rail: null,
  access: 'catalog:view',
  view: {
    tab: text(),
    state: oneOf('OPEN', 'MERGED', 'DECLINED', 'SUPERSEDED'),
    environment: text(),
    edit: oneOf('yes'),
    repository: oneOf('add'),
  },
})
