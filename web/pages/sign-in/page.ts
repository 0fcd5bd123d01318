import { IconLogin2 } from '@tabler/icons-react'
import { definePage } from '../page.ts'
import { text } from '../view.ts'
export const page = definePage({
  path: '/sign-in',
  title: 'Sign in',
  doc: 'Sign in to this installation.',
  icon: IconLogin2,
  rail: null,
  access: 'public',
  view: { back: text() },
})
