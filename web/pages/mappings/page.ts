import { IconArrowsShuffle } from '@tabler/icons-react'
import { definePage } from '../page.ts'
import { oneOf, text } from '../view.ts'

export const page = definePage({
  path: '/mappings',
  title: 'Mappings',
  doc: 'Which entity a record becomes, in YAML and JQ, tried on what is collected.',
  icon: IconArrowsShuffle,
  rail: 'top',
  access: 'catalog:edit',
  view: {
    mapping: text(),
    part: oneOf('test', 'change', 'records', 'versions'),
    tab: text(),
    record: text(),
    kind: text(),
    outcome: oneOf('mapped', 'filtered', 'errored', 'gone'),
  },
})
