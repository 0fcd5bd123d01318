import { IconArrowsShuffle } from '@tabler/icons-react'
import { definePage } from '../../page.ts'
import { text } from '../../view.ts'

export const page = definePage({
  path: '/mappings/kinds',
  title: 'Kinds',
  doc: 'What can be mapped: what the records of a kind look like, and a mapping and a blueprint for them.',
  icon: IconArrowsShuffle,
  rail: null,
  access: 'catalog:edit',
  view: {
    kind: text(),
    /** The mapping that something is inserted into. */
    mapping: text(),
  },
})
