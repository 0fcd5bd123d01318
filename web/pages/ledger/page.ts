import { IconGauge } from '@tabler/icons-react'
import { definePage } from '../page.ts'
import { text } from '../view.ts'
export const page = definePage({
  path: '/ledger',
  title: 'Ledger',
  doc: 'How many requests each credential may send, has sent and has left, and for what.',
  icon: IconGauge,
  rail: 'top',
  access: 'integration:view',
  view: { connection: text() },
})
