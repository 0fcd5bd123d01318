import { IconRadar2 } from '@tabler/icons-react'
import { definePage } from '../../page.ts'
import { oneOf, text } from '../../view.ts'

export const page = definePage({
  path: '/discovery/new',
  title: 'Set up discovery',
  doc: 'Choose a workspace, and how its repositories come into the catalogue.',
  icon: IconRadar2,
  rail: null,
  access: 'integration:edit',
  view: {
    source: oneOf('bitbucket-cloud'),
    /** The connection that is chosen, or was just added. */
    connection: text(),
    added: text(),
    add: text(),
  },
})
