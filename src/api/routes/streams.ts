import { scopeTable } from '../../connections/verify/scopes.ts'
import { declaredStreams } from '../../connectors/declared.ts'
import { streams as resource } from '../contract/streams.ts'
import { implement } from './route.ts'

export const streams = implement(resource, {
  list: async () => ({
    items: declaredStreams().map(({ scopes, tables, ...stream }) => ({
      ...stream,
      tables: [...tables],
      // A test holds that every scope a stream declares has its row.
      scopes: scopeTable
        .filter(({ scope }) => scopes.includes(scope))
        .map(({ scope, apiTokenScope, need }) => ({ scope, api_token_scope: apiTokenScope, need })),
    })),
  }),
})
