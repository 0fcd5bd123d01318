import { IconBox } from '@tabler/icons-react'
import { definePage } from '../page.ts'
import { oneOf, text } from '../view.ts'

export const view = {
  q: text(),
  filter: text(),
  sort: text(),
  group: text(),
  columns: text(),
  add: oneOf('yes'),
}

export const page = definePage({
  path: '/catalog',
  title: 'Catalogue',
  doc: 'Everything that your repositories became: find it, filter it, take it along as a file.',
  icon: IconBox,
  rail: 'top',
  access: 'catalog:view',
  view,
})
