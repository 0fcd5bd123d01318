import { listAttention } from '../../connections/attention.ts'
import { attention as resource } from '../contract/attention.ts'
import { implement } from './route.ts'

export const attention = implement(resource, {
  list: async ({ db }) => ({
    items: (await listAttention(db)).map(({ expires_at, ...item }) => ({
      ...item,
      expires_at: expires_at?.toISOString() ?? null,
    })),
  }),
})
