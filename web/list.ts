import {
  hashKey,
  type InfiniteData,
  infiniteQueryOptions,
  type QueryKey,
  useInfiniteQuery,
} from '@tanstack/react-query'
import { useMemo } from 'react'

interface OnePage {
  readonly items: readonly unknown[]
  readonly next: string | null
}

interface Paging {
  readonly cursor?: string
}

/** What of it was read so far. */
interface Read<Page> {
  readonly state: { readonly data: InfiniteData<Page> | undefined }
}

interface ListOptions<Page extends OnePage, Asked extends object> {
  /** What it is a list of: those of this run, of that entity. */
  readonly of: QueryKey
  /** What is asked of it: filters and order. */
  readonly asked: Asked
  readonly read: (query: Asked & Paging, signal: AbortSignal) => Promise<{ readonly data: Page }>
  readonly refetchInterval?: number | ((query: Read<Page>) => number | false)
}

/** A list that is read page by page, by cursor. */
export function listOptions<Page extends OnePage, Asked extends object>(options: ListOptions<Page, Asked>) {
  const { of, asked, read, refetchInterval } = options
  return infiniteQueryOptions({
    queryKey: [...of, asked],
    queryFn: async ({ pageParam, signal }) => (await read({ ...asked, ...pageParam }, signal)).data,
    initialPageParam: {} as Paging,
    getNextPageParam: (last: Page) => (last.next === null ? undefined : { cursor: last.next }),
    refetchInterval: (query: Read<Page>) =>
      typeof refetchInterval === 'function' ? refetchInterval(query) : (refetchInterval ?? false),
  })
}

type ListQuery<Page extends OnePage> = ReturnType<typeof listOptions<Page, object>>

/** What a `DataTable` wants to know of a list. */
export interface Listed<Row> {
  readonly rows: readonly Row[] | undefined
  readonly error: Error | undefined
  readonly onRetry: () => void
  readonly changing: boolean
  readonly hasMore: boolean
  readonly loadingMore: boolean
  readonly onEndReached: () => void
}

/**
 * While another filter is looked up, the rows of the last one stay to be read and pressed; those of another list
 * never do.
 */
export function keepingRows<Page extends OnePage>(query: ListQuery<Page>) {
  const { queryKey } = query
  return infiniteQueryOptions({
    ...query,
    placeholderData: (previous, before) =>
      before && isSameList(before.queryKey, queryKey) ? previous : undefined,
  })
}

/** A list as a table shows it. */
export function useList<Page extends OnePage>(query: ListQuery<Page>) {
  const found = useInfiniteQuery(keepingRows(query))
  const read = useMemo(() => found.data?.pages.flatMap(({ items }): Page['items'] => items), [found.data])
  const changing = found.isPlaceholderData
  const table: Listed<Page['items'][number]> = {
    // That nothing was found before says nothing of what is asked now.
    rows: changing && read?.length === 0 ? undefined : read,
    error: found.error ?? undefined,
    onRetry: () => void found.refetch(),
    changing,
    hasMore: found.hasNextPage && !changing,
    loadingMore: found.isFetchingNextPage,
    onEndReached: () => void found.fetchNextPage(),
  }
  return { found, table }
}

function isSameList(one: QueryKey, other: QueryKey): boolean {
  return hashKey(one.slice(0, -1)) === hashKey(other.slice(0, -1))
}
