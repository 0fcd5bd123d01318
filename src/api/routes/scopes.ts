import { scopeOf, scopeTable, tokenKinds } from '../../connections/verify/scopes.ts'
import { scopes as resource } from '../contract/scopes.ts'
import { implement } from './route.ts'

export const scopes = implement(resource, {
  list: async () => ({
    items: scopeTable.map((row) => ({
      need: row.need,
      streams: [...row.streams],
      names: tokenKinds.map((kind) => ({ kind, scope: scopeOf(row, kind) })),
    })),
  }),
})
