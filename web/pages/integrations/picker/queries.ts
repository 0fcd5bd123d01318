import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { useId } from 'react'
import { type Browser, wholeList } from './browser.ts'

/** Looking costs requests of the workspace: what was seen is kept while somebody chooses, and no longer. */
const kept = { staleTime: Number.POSITIVE_INFINITY, gcTime: 60_000, retry: false } as const

export type Looks = ReturnType<typeof useLooks>

/** The credentials that look are not part of a key: keys are for everybody to read. */
export function useLooks(browser: Browser) {
  const looker = ['browse', useId()] as const
  return {
    workspaces: queryOptions({
      ...kept,
      queryKey: [...looker, 'workspaces'],
      queryFn: () => wholeList((page) => browser.workspaces(page)),
    }),
    projects: (workspace: string) =>
      queryOptions({
        ...kept,
        queryKey: [...looker, 'projects', workspace],
        queryFn: () => wholeList((page) => browser.projects({ workspace, page })),
      }),
    repositories: (workspace: string, project: string | null, search: string) =>
      infiniteQueryOptions({
        ...kept,
        queryKey: [...looker, 'repositories', workspace, project, search],
        queryFn: ({ pageParam }) =>
          browser.repositories({ workspace, project: project ?? undefined, search, page: pageParam }),
        initialPageParam: 1,
        getNextPageParam: ({ next_page }) => next_page,
      }),
  }
}
