import { type Answer, bytes } from '../http/answer.ts'
import { asks, everything, itemSelection, type Json, keeps, type Selection, select } from '../query/fields.ts'
import { type Fields, matcher } from '../query/match.ts'
import { PageError, type PageRequest, type Paging, pageLinks, readPage } from '../query/page.ts'
import { parseQuery, QueryError } from '../query/parse.ts'
import { type Order, sorter } from '../query/sort.ts'
import type { Call, Cloud, PageBend } from './cloud.ts'
import { badRequest } from './errors.ts'

export type Asks = (member: string) => boolean

export type Collection<T> = {
  readonly items: Iterable<T>
  readonly paging: Paging
  readonly present: (item: T, asks: Asks) => Json
  // With a table the listing speaks `q` and `sort`; without one both are ignored, as Bitbucket ignores them.
  readonly fields?: Fields<T>
  readonly filter?: (item: T) => boolean
  readonly order?: Order<T>
  // Items with a key are kept serialised: `scope` names the collection and its revision.
  readonly scope?: string
  readonly key?: (item: T) => string | number
  // Query parameters that `filter` depends on, besides `q` and `sort`.
  readonly by?: string
  // Members of the envelope that only this collection has.
  readonly more?: Readonly<Record<string, unknown>>
  // Pipelines lose their `sort` on the way to page two.
  readonly forgets?: readonly string[]
}

export function scopeOf(cloud: Cloud, kind: string, repository: string | null): string {
  return `${kind} ${repository ?? ''} ${cloud.cache.revision(repository)}`
}

function narrowed<T>(call: Call, collection: Collection<T>): Iterable<T> {
  const { fields, filter, order } = collection
  const query = fields ? call.query.get('q') : null
  const sort = fields ? call.query.get('sort') : null
  if (!query && !sort && !filter && !order) return collection.items
  const make = () => {
    const matches = query && fields ? matcher(parseQuery(query), fields) : undefined
    const found: T[] = []
    for (const item of collection.items)
      if ((!filter || filter(item)) && (!matches || matches(item))) found.push(item)
    const by = sort && fields ? sorter(sort, fields) : order
    return by ? found.sort(by) : found
  }
  if (!collection.scope) return make()
  return call.cloud.cache.list(
    `${collection.scope}?${collection.by ?? ''}&${query ?? ''}&${sort ?? ''}`,
    make,
  )
}

type Slice<T> = { readonly items: readonly T[]; readonly more: boolean; readonly size: number }

function slice<T>(all: Iterable<T>, page: PageRequest): Slice<T> {
  const from = (page.page - 1) * page.pagelen
  const to = from + page.pagelen
  if (Array.isArray(all)) return { items: all.slice(from, to), more: all.length > to, size: all.length }
  const items: T[] = []
  let at = 0
  for (const item of all) {
    if (at >= to) return { items, more: true, size: at }
    if (at >= from) items.push(item)
    at += 1
  }
  return { items, more: false, size: at }
}

function serialise(present: (asks: Asks) => Json, selection: Selection): Buffer {
  const base = present(() => false)
  if (selection === everything) return Buffer.from(JSON.stringify(base))
  const full = present((member) => asks(selection, member))
  return Buffer.from(JSON.stringify(select(selection, base, full)))
}

function serialised<T>(call: Call, collection: Collection<T>, item: T, selection: Selection): Buffer {
  const { scope, key, present } = collection
  const make = () => serialise((member) => present(item, member), selection)
  return scope && key ? call.cloud.cache.item(`${scope}/${key(item)}?${selection.key}`, make) : make()
}

function bent<T>(found: Slice<T>, bend: PageBend | undefined): Slice<T> {
  const [first] = found.items
  if (bend === 'duplicate' && first !== undefined) return { ...found, items: [...found.items, first] }
  if (bend === 'skip') return { ...found, items: found.items.slice(1) }
  if (bend === 'partial')
    return { ...found, items: found.items.slice(0, Math.floor(found.items.length / 2)), more: false }
  if (bend === 'no-next') return { ...found, more: false }
  if (bend === 'empty') return { items: [], more: false, size: 0 }
  if (bend === 'wrong-size') return { ...found, size: Math.floor(found.size / 2) }
  if (bend === 'holes') return { ...found, items: found.items.filter((_, at) => at % 3 !== 1) }
  return found
}

function bentNext(next: string, here: URL, bend: PageBend | undefined): string {
  if (bend === 'loop') return here.href
  if (bend === 'malformed-next') return next.replace('?', '&')
  if (bend !== 'foreign-next') return next
  const link = new URL(next)
  return `https://bitbucket.example.org${link.pathname}${link.search}`
}

function pageHere(
  call: Call,
  collection: { paging: Paging; forgets?: readonly string[] },
): [PageRequest, URL] {
  const link = new URL(call.url)
  for (const name of collection.forgets ?? []) link.searchParams.delete(name)
  return [readPage(call.query, collection.paging), link]
}

const separator = Buffer.from(',')

function envelope(selection: Selection, values: readonly Buffer[], rest: Record<string, unknown>): Buffer {
  const shown = Object.entries(rest).filter(([name, value]) => value !== undefined && keeps(selection, name))
  const tail = JSON.stringify(Object.fromEntries(shown)).slice(1)
  if (!keeps(selection, 'values')) return Buffer.from(`{${tail}`)
  const parts: Buffer[] = [Buffer.from('{"values":[')]
  for (const [at, value] of values.entries()) {
    if (at > 0) parts.push(separator)
    parts.push(value)
  }
  parts.push(Buffer.from(tail === '}' ? ']}' : `],${tail}`))
  return Buffer.concat(parts)
}

export function list<T>(call: Call, collection: Collection<T>): Answer {
  try {
    const [page, link] = pageHere(call, collection)
    const found = bent(slice(narrowed(call, collection), page), call.bend)
    const links = pageLinks(link, page, found.more, collection.paging)
    const chosen = itemSelection(call.selection)
    const { paging } = collection
    const body = envelope(
      call.selection,
      found.items.map((item) => serialised(call, collection, item, chosen)),
      {
        pagelen: page.pagelen,
        size: paging.size ? found.size : undefined,
        page: paging.style === 'ctx' ? undefined : page.page,
        next: links.next === undefined ? undefined : bentNext(links.next, call.url, call.bend),
        previous: links.previous,
        ...collection.more,
      },
    )
    return bytes(200, 'application/json; charset=utf-8', body)
  } catch (error) {
    if (error instanceof PageError || error instanceof QueryError) throw badRequest(error.message)
    throw error
  }
}

export function single(call: Call, present: (asks: Asks) => Json, status = 200): Answer {
  return bytes(status, 'application/json; charset=utf-8', serialise(present, call.selection))
}

export const paging = {
  numbered: { style: 'number', pagelen: 10, most: 100, size: true },
  pullRequests: { style: 'number', pagelen: 10, most: 50, size: true },
  activity: { style: 'ctx', pagelen: 20, most: 50, size: false },
  tokens: { style: 'token', pagelen: 10, most: 100, size: false },
  diffstat: { style: 'number', pagelen: 500, most: 5_000, size: true },
  commits: { style: 'ctx', pagelen: 30, most: 100, size: false },
  thirty: { style: 'number', pagelen: 30, most: 50, size: true },
  hookEvents: { style: 'number', pagelen: 30, most: 100, size: true },
} as const satisfies Record<string, Paging>
