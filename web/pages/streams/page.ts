import { IconListDetails } from '@tabler/icons-react'
import { definePage } from '../page.ts'
import { oneOf, text } from '../view.ts'
export const page = definePage({
  path: '/integrations/streams',
  title: 'Streams',
  doc: 'What is read of Bitbucket: where it is asked for, which scopes that needs, what it costs and which tables it fills.',
  icon: IconListDetails,
  rail: null,
  access: 'integration:view',
  view: { q: text(), read: oneOf('always', 'usually', 'when_chosen'), stream: text() },
})
