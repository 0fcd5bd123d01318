import { IconRefreshDot } from '@tabler/icons-react'
import { definePage } from '../page.ts'
import { oneOf, text } from '../view.ts'
export const page = definePage({
  path: '/runs/$run',
  title: 'Run',
  doc: 'How far one run is, what it spent and what it could not read.',
  icon: IconRefreshDot,
  rail: null,
  access: 'integration:view',
  view: {
    tab: oneOf('repositories', 'gaps'),
    q: text(),
    state: oneOf('waiting', 'running', 'complete', 'gap', 'skipped'),
    slice: text(),
    gap: text(),
  },
})
