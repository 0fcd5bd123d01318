import { useMemo } from 'react'
import { useEnvironment } from '../ui/environment.tsx'

/** One part of a page's view as the URL holds it; undefined when it is absent or makes no sense. */
type Part<T> = (raw: string) => T | undefined

export function text(): Part<string> {
  return (raw) => (raw === '' ? undefined : raw)
}

export function oneOf<const T extends string>(...values: readonly T[]): Part<T> {
  return (raw) => values.find((value) => value === raw)
}

/** What a table of the server is sorted by, as its headers write it: `name`, or `-name` the other way round. */
export function sortedBy<const T extends string>(...names: readonly T[]): Part<T | `-${T}`> {
  return (raw) => names.flatMap((name) => [name, `-${name}` as const]).find((value) => value === raw)
}

type Parts = Readonly<Record<string, Part<string>>>

export type ViewOf<P extends Parts> = { readonly [K in keyof P]?: P[K] extends Part<infer T> ? T : never }

/** Reads a view from the query part of the address: what does not fit is dropped, never an error. */
export function readView<P extends Parts>(parts: P, search: Record<string, unknown>): ViewOf<P> {
  const entries = Object.entries(parts).flatMap(([name, read]) => {
    const raw = search[name]
    const value = typeof raw === 'string' ? read(raw) : undefined
    return value === undefined ? [] : [[name, value] as const]
  })
  return Object.fromEntries(entries) as ViewOf<P>
}

/** The view of a page as the address holds it now. */
export function useView<P extends Parts>(page: { readonly view: P }): ViewOf<P> {
  const { search } = useEnvironment()
  return useMemo(() => readView(page.view, search), [page, search])
}

/** Plain `?a=b&c=d`: addresses are read, typed and shared by people. */
export function parseSearch(search: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(search))
}

export function stringifySearch(search: Record<string, unknown>): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(search)) {
    if (value !== undefined && value !== null && value !== '') query.set(name, String(value))
  }
  return query.size > 0 ? `?${query}` : ''
}
