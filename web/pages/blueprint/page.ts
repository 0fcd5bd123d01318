import { IconTemplate } from '@tabler/icons-react'
import { definePage } from '../page.ts'
import { oneOf, text } from '../view.ts'

export const page = definePage({
  path: '/blueprints/$blueprint',
  title: 'Blueprint',
  doc: 'What the things of one kind look like, in a form and as JSON.',
  icon: IconTemplate,
  rail: null,
  access: 'catalog:view',
  view: {
    tab: oneOf('relations', 'mirrors', 'calculations', 'layout', 'general', 'json'),
    property: text(),
    relation: text(),
    mirror: text(),
    calculation: text(),
  },
})
