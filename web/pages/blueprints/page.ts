import { IconTemplate } from '@tabler/icons-react'
import { definePage } from '../page.ts'
import { oneOf, sortedBy, text } from '../view.ts'

export const page = definePage({
  path: '/blueprints',
  title: 'Blueprints',
  doc: 'What the things of the catalogue look like: their properties, relations and layout.',
  icon: IconTemplate,
  rail: 'top',
  access: 'catalog:view',
  view: {
    q: text(),
    sort: sortedBy('title', 'identifier', 'entities', 'updated_at'),
    add: oneOf('new', 'templates', 'import'),
  },
})
