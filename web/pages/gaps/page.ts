import { IconPuzzleOff } from '@tabler/icons-react'
import { definePage } from '../page.ts'
import { oneOf, text } from '../view.ts'
export const page = definePage({
  path: '/gaps',
  title: 'Gaps',
  doc: 'What could not be read, why, and when it is tried again; and what a listing lacks that nobody believes yet.',
  icon: IconPuzzleOff,
  rail: 'top',
  access: 'integration:view',
  view: {
    tab: oneOf('held'),
    connection: text(),
    stream: text(),
    reason: text(),
    gap: text(),
    held: text(),
  },
})
