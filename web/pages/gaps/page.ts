import { IconPuzzleOff } from '@tabler/icons-react'
import { definePage } from '../page.ts'
import { text } from '../view.ts'
export const page = definePage({
  path: '/gaps',
  title: 'Gaps',
  doc: 'What could not be read, why, and when it is tried again.',
  icon: IconPuzzleOff,
  rail: 'top',
  access: 'integration:view',
  view: { connection: text(), stream: text(), reason: text(), gap: text() },
})
