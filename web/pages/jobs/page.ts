import { IconStack2 } from '@tabler/icons-react'
import { definePage } from '../page.ts'
import { oneOf, sortedBy, text } from '../view.ts'
export const page = definePage({
  path: '/settings/jobs',
  title: 'Jobs',
  doc: 'Background work: what waits, runs, is tried again or is dead.',
  icon: IconStack2,
  rail: 'settings',
  access: 'jobs:view',
  view: {
    tab: oneOf('queue', 'schedule', 'processes'),
    state: oneOf('waiting', 'running', 'retrying', 'dead'),
    task: text(),
    sort: sortedBy('created_at', 'run_at', 'task', 'attempts'),
    job: text(),
  },
})
