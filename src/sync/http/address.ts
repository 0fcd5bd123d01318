import { Failure } from '../../errors.ts'

export type Query = Readonly<Record<string, string | number | readonly string[] | undefined>>

/** What is asked for: a path below the base address with its query, or the address of a next page as it was given. */
export function addressOf(base: string, path: string, query: Query): URL {
  if (/^https?:\/\//.test(path)) {
    const next = new URL(path)
    if (next.origin !== new URL(base).origin)
      throw new Failure('source_unreadable', {
        detail: `The page lies at another host, ${next.host}.`,
        data: {},
      })
    return next
  }
  const url = new URL(`${base.replace(/\/$/, '')}/${path.replace(/^\//, '')}`)
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value])
      if (one !== undefined) url.searchParams.append(name, String(one))
  }
  return url
}
