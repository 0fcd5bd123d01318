import { IconRadar2 } from '@tabler/icons-react'
import { definePage } from '../../page.ts'
import { oneOf, sortedBy, text } from '../../view.ts'

export const page = definePage({
  path: '/discovery/$discovery',
  title: 'Discovered repositories',
  doc: 'What a discovery has found, what was imported, what happened and how it is set up.',
  icon: IconRadar2,
  rail: null,
  access: 'integration:view',
  view: {
    tab: oneOf('imported', 'events', 'configuration'),
    q: text(),
    sort: sortedBy('name', 'detected_at'),
    'imported.q': text(),
    'imported.sort': sortedBy('name', 'entity', 'imported_at'),
    'imported.status': oneOf('registered', 'merged'),
    'events.type': oneOf(
      'sync',
      'created',
      'edited',
      'suspended',
      'resumed',
      'manual_import',
      'auto_import',
      'unlinked',
    ),
    'events.status': oneOf('success', 'partial_success', 'running', 'failed'),
    match: text(),
    event: text(),
  },
})
