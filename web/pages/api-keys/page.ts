import { IconApi } from '@tabler/icons-react'
import { definePage } from '../page.ts'
import { oneOf } from '../view.ts'
export const page = definePage({
  path: '/settings/api-keys',
  title: 'API keys',
  doc: 'Keys with which programs use the API in place of a person.',
  icon: IconApi,
  rail: 'settings',
  access: 'api-key:edit',
  feature: 'api_keys',
  view: { add: oneOf('yes') },
})
