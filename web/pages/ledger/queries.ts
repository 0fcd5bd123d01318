import { queryOptions } from '@tanstack/react-query'
import type { Answered, Client } from '../../api.ts'

export type Ledger = Answered<'ledger', 'get'>
export type Account = Ledger['accounts'][number]
export type Hour = Ledger['hours'][number]
export type Spender = Ledger['spenders'][number]

export function ledgerQuery(api: Client, connection: string | undefined) {
  const query = connection === undefined ? {} : { connection }
  return queryOptions({
    queryKey: ['ledger', query],
    queryFn: async ({ signal }) => (await api.ledger.get({ query, signal })).data,
    refetchInterval: 5_000,
  })
}
