import { IconWebhook } from '@tabler/icons-react'
import { definePage } from '../page.ts'
import { oneOf, text } from '../view.ts'

export const page = definePage({
  path: '/deliveries',
  title: 'Deliveries',
  doc: 'What webhooks brought, what became of it, and what can be replayed.',
  icon: IconWebhook,
  rail: 'top',
  access: 'integration:view',
  view: {
    tab: oneOf('day'),
    q: text(),
    payloads: oneOf('yes'),
    connection: text(),
    workspace: text(),
    repository: text(),
    event: text(),
    state: oneOf('waiting', 'placed', 'done', 'unknown', 'dead'),
    from: moment,
    to: moment,
    delivery: text(),
    replay: text(),
  },
})

function moment(raw: string): string | undefined {
  const at = new Date(raw)
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString()
}
