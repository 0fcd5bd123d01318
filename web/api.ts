import type { QueryClient } from '@tanstack/react-query'
import { createContext, useContext } from 'react'
import { ApiError, type Client, createClient } from '../src/api/contract/client.ts'
import type { Contract } from '../src/api/contract/index.ts'
import type { Access, Answer, Endpoint, Resource } from '../src/api/contract/resource.ts'

export { ApiError, type Client }

export type Permission = Exclude<Access, 'public' | 'signed-in' | 'session'>
export type Feature = NonNullable<Resource['feature']>

/** What an endpoint of the contract answers, by its name: `Answered<'people', 'get'>`. */
export type Answered<
  R extends keyof Contract,
  E extends keyof Contract[R]['endpoints'],
> = Contract[R]['endpoints'][E] extends Endpoint ? Answer<Contract[R]['endpoints'][E]> : never

export type Session = Answered<'session', 'me'>
export type Role = Session['person']['role']

export const sessionKey = ['session'] as const

/** The client of the page: same origin, with the session's token on everything it sends. */
export function createApi(queries: QueryClient): Client {
  return createClient({
    headers: (): Record<string, string> => {
      const csrf = queries.getQueryData<Session>(sessionKey)?.csrf
      return csrf ? { 'x-csrf-token': csrf } : {}
    },
  })
}

const ApiContext = createContext<Client | null>(null)
export const ApiProvider = ApiContext.Provider

export function useApi(): Client {
  const api = useContext(ApiContext)
  if (!api) throw new Error('useApi needs an ApiProvider above it')
  return api
}
